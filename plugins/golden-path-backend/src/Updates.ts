import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConflictError,
  InputError,
  NotFoundError,
  toError,
} from '@backstage/errors';
import {
  checkDrift,
  diffFiles,
  gitReader,
  GOLDEN_LOCK_PATH,
  isGoldenError,
  JsonObject,
  readLock,
  sampleAnswers,
  TemplateFolder,
  updateQuestions,
  updateRepository,
  UpdateResult,
} from '@companyos/golden-engine';
import { UpdatePreview } from '@companyos/plugin-golden-path-common';
import {
  CheckOutcome,
  StoredUpdate,
  UpdateStore,
} from './database/UpdateStore';
import { driftCheck } from './domain/driftCheck';
import { placeOfKey } from './domain/placeOfKey';
import {
  CI_CHECK,
  DRIFT_CHECK,
  MERGE_CHECK,
  updateStatus,
} from './domain/updateStatus';
import { Fleet } from './Fleet';
import { fromGoldenError } from './fromGoldenError';
import { proposalText } from './proposalText';
import {
  filesWithMarkers,
  isAncestor,
  mergeCommits,
} from './sources/gitObjects';
import { SerialByKey } from './sources/SerialByKey';
import {
  RepositoryHead,
  RepositoryHost,
  RepositoryPlace,
  RepositorySource,
} from './sources/types';
import { withScratch } from './sources/withScratch';

const BRANCH = 'companyos/golden-path';
const MAX_BRANCHES = 9;
/** How long a process may take from keeping an update to showing its branch. */
const PUBLISH_WITHIN_MS = 3 * 60_000;

export interface UpdatesOptions {
  store: UpdateStore;
  fleet: Fleet;
  templates: TemplateFolder;
  sources: Record<RepositoryHost, RepositorySource>;
  /** For repositories that only a preview or an update sees. */
  scratchFolder: string;
  author: { name: string; email: string };
  /** How often a git host is asked about an update. */
  hostIntervalMs: number;
  logger: LoggerService;
  /** Epoch milliseconds. */
  now: () => number;
  newId: () => string;
  /** Told when a check may be waiting for a runner. */
  onWaiting?: () => void;
}

/** What came of making an update: the objects are in the scratch directory. */
interface Made {
  scratch: string;
  result: UpdateResult & { commit: string };
  checks: CheckOutcome[];
}

/**
 * Updates of repositories, from the preview to the merge. What somebody pushed to an update's branch is theirs:
 * branches move by compare and swap, and only forward once a commit is there that we did not make.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  readonly #serial = new SerialByKey();

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /**
   * What an update would do. Leaves nothing in the repository.
   *
   * @throws ConflictError, InputError, NotFoundError
   */
  async preview(
    entity: Entity,
    options: { to?: string },
  ): Promise<UpdatePreview> {
    const { place, head } = await this.#standOf(entity);
    const { templates, author, now } = this.#options;
    const directory = await this.#source(place).objects(place, [head.commit]);
    return this.#withScratch(directory, async scratch => {
      const lock = await lockOf(scratch, head.commit);
      const target = await templates
        .get(lock.template, options.to)
        .catch(fromGoldenError);
      const questions = updateQuestions(lock, target);
      // What was not asked yet is filled in, so that there is something to see.
      const samples = questions.length ? sampleAnswers(target, {}) : {};
      const answers: JsonObject = Object.fromEntries(
        questions.map(({ name }) => [name, samples[name]]),
      );
      const result = await updateRepository({
        gitDir: scratch,
        commit: head.commit,
        templates,
        to: target.version,
        ...(questions.length && { answers }),
        author,
        committedAtMs: now(),
      }).catch(fromGoldenError);
      const diffs = new Map(
        result.commit
          ? (await diffFiles(scratch, head.commit, result.commit)).map(
              ({ path, diff }) => [path, diff],
            )
          : [],
      );
      const reasons = new Map(
        result.conflicts.map(({ path, reason }) => [path, reason]),
      );
      return {
        from: result.from,
        to: result.to,
        files: result.files.map(({ path, change, mode }) => {
          const diff = diffs.get(path);
          const conflict = reasons.get(path);
          return {
            path,
            change,
            mode,
            ...(diff !== undefined && { diff }),
            ...(conflict !== undefined && { conflict }),
          };
        }),
        notes: result.notes.map(({ version, text }) => ({ version, text })),
        questions: questions.map(({ name, schema }) => ({ name, schema })),
      };
    });
  }

  /**
   * Puts an update on a branch and begins its checks. The same wish while it is under way gives the same update,
   * whoever asks and however many at once.
   *
   * @throws ConflictError, InputError, NotFoundError
   */
  async open(
    entity: Entity,
    options: {
      to?: string;
      answers?: JsonObject;
      createdBy: string;
      campaignId?: string;
    },
  ): Promise<StoredUpdate> {
    const { place, head } = await this.#standOf(entity);
    return this.#serial.run(place.key, async () => {
      const { store, templates, now, newId, onWaiting, author } = this.#options;
      const directory = await this.#source(place).objects(place, [head.commit]);
      const lock = await lockOf(directory, head.commit);
      const target = await templates
        .get(lock.template, options.to)
        .catch(fromGoldenError);
      const existing = await store.openOf(place.key);
      if (existing) return this.#sameWish(existing, target.version);

      const committedAtMs = now();
      const at = new Date(committedAtMs).toISOString();
      return this.#make(
        place,
        {
          head,
          to: target.version,
          answers: options.answers ?? {},
          author,
          committedAtMs,
        },
        async made => {
          const { commit, from, to, files, conflicts, status } = made.result;
          if (status === 'current') {
            throw new ConflictError(
              `${stringifyEntityRef(entity)} is at ${to} already`,
            );
          }
          const update = {
            id: newId(),
            entityRef: stringifyEntityRef(entity),
            host: place.host,
            repositoryKey: place.key,
            repositoryUrl: place.url,
            template: target.name,
            from,
            to,
            status: updateStatus(made.checks),
            branch: `${BRANCH}/${to}`,
            published: false,
            commit,
            madeCommit: commit,
            base: head.commit,
            answers: options.answers ?? {},
            author,
            committedAtMs,
            files: files.map(({ path, change }) => ({ path, change })),
            conflicts: conflicts.map(({ path, reason }) => ({ path, reason })),
            ...(options.campaignId && { campaignId: options.campaignId }),
            createdBy: options.createdBy,
            createdAt: at,
            updatedAt: at,
            lookedAt: at,
          };
          if (!(await store.insert(update, made.checks))) {
            // Another replica was faster.
            const faster = await store.openOf(place.key);
            if (faster) return this.#sameWish(faster, to);
            throw new ConflictError(
              'An update of the repository has just ended; try again',
            );
          }
          await this.#publish(place, head, update.id, made).catch(
            async error => {
              await store.forget(update.id);
              throw error;
            },
          );
          onWaiting?.();
          return this.#get(update.id);
        },
      );
    });
  }

  /**
   * Looks at every update under way: what was pushed to its branch, whether the default branch moved, what the
   * host's CI says. One that fails does not keep the others from being looked at.
   */
  async advanceAll(signal: AbortSignal): Promise<void> {
    const { store, logger, hostIntervalMs, now } = this.#options;
    for (const update of await store.open()) {
      if (signal.aborted) return;
      const isDue =
        update.host === 'local-git' ||
        Date.parse(update.lookedAt) + hostIntervalMs <= now();
      if (isDue) {
        await this.advance(update.id).catch(error =>
          logger.warn(
            `The update ${update.id} of ${update.entityRef} could not be looked at`,
            toError(error),
          ),
        );
      }
    }
  }

  /** Looks at one update now. */
  async advance(id: string): Promise<void> {
    const { repositoryKey } = await this.#get(id);
    await this.#serial.run(repositoryKey, () => this.#advance(id));
  }

  /**
   * Brings a ready update to the default branch.
   *
   * @throws ConflictError when it is not ready, or the default branch moved meanwhile
   */
  async merge(id: string): Promise<StoredUpdate> {
    const { repositoryKey } = await this.#get(id);
    return this.#serial.run(repositoryKey, async () => {
      const before = await this.#get(id);
      if (before.status === 'merged') return before;
      await this.#advance(id);
      const update = await this.#get(id);
      if (update.status === 'merged') return update;
      if (update.status !== 'ready') {
        throw new ConflictError(
          update.base !== before.base
            ? 'The default branch has moved; the update was made again against it, and its checks have begun again'
            : `The update is ${update.status}; it can be merged when all its checks have passed`,
        );
      }
      const place = placeOfUpdate(update);
      const head = await this.#source(place).head(place);
      const outcome = await this.#source(place).merge(place, {
        branch: update.branch,
        commit: update.commit,
        base: update.base,
        into: head?.branch ?? 'main',
        pullRequest: update.pullRequest,
        title: titleOf(update),
      });
      if (outcome.kind === 'refused') throw new ConflictError(outcome.reason);
      if (outcome.kind === 'moved') {
        await this.#advance(id);
        throw new ConflictError(
          'Somebody pushed to the repository just now; the update is checked again',
        );
      }
      await this.#finish(update, 'merged');
      return this.#get(id);
    });
  }

  /** Gives an update up. Its branch goes, unless somebody pushed to it. */
  async close(id: string): Promise<StoredUpdate> {
    const { repositoryKey } = await this.#get(id);
    return this.#serial.run(repositoryKey, async () => {
      const update = await this.#get(id);
      if (update.isOpen) {
        const place = placeOfUpdate(update);
        await this.#source(place).withdraw(place, update.pullRequest);
        await this.#source(place).remove(
          place,
          update.branch,
          update.madeCommit,
        );
        await this.#finish(update, 'closed');
      }
      return this.#get(id);
    });
  }

  /**
   * Keeps what an outside system found out about the update's present commit.
   *
   * @throws ConflictError when the update is over or at another commit
   */
  async report(
    id: string,
    check: CheckOutcome & { commit: string },
  ): Promise<StoredUpdate> {
    const { commit, ...outcome } = check;
    const isKept = await this.#options.store.setCheck(
      id,
      commit,
      outcome,
      this.#now(),
    );
    if (!isKept) {
      const update = await this.#get(id);
      throw new ConflictError(
        update.isOpen
          ? `commit: the update is at ${update.commit}, so an outcome for ${commit} says nothing about it`
          : `The update is ${update.status}`,
      );
    }
    await this.advance(id);
    return this.#get(id);
  }

  async #advance(id: string): Promise<void> {
    const { store, onWaiting, now } = this.#options;
    const update = await this.#get(id);
    if (!update.isOpen) return;
    const place = placeOfUpdate(update);
    const source = this.#source(place);
    if (!update.published) {
      if (Date.parse(update.createdAt) + PUBLISH_WITHIN_MS < now()) {
        // Whoever began it did not live to show it.
        await source.remove(place, update.branch, update.madeCommit);
        await store.forget(id);
      }
      return;
    }
    if (update.host !== 'local-git') await store.noteLooked(id, this.#now());
    const state = await source.proposalState(place, update.pullRequest);
    if (state === 'merged') {
      await this.#finish(update, 'merged');
      return;
    }
    if (state === 'closed') {
      await this.#finish(update, 'closed', 'The pull request was closed');
      return;
    }
    const head = await source.head(place);
    if (!head) return;
    const tip = (await source.branches(place, [update.branch])).get(
      update.branch,
    );
    if (tip !== update.commit || head.commit !== update.base) {
      const isOver = await this.#catchUp(update, place, head, tip);
      if (isOver) return;
    }
    await this.#hearCi(id, place);
    await this.#tellHost(update, id, place, head);
    onWaiting?.();
  }

  /**
   * Takes in that the branch, or the default branch, is at another commit than before.
   *
   * @returns whether that ended the update
   */
  async #catchUp(
    update: StoredUpdate,
    place: RepositoryPlace,
    head: RepositoryHead,
    tip: string | undefined,
  ): Promise<boolean> {
    const source = this.#source(place);
    const directory = await source.objects(
      place,
      tip ? [head.commit, tip] : [head.commit],
    );
    const isMerged =
      head.commit !== update.base &&
      (await contains(directory, head.commit, tip ?? update.commit)) &&
      (await contains(directory, head.commit, update.madeCommit));
    if (isMerged) {
      if (tip) await source.remove(place, update.branch, tip);
      await this.#finish(update, 'merged');
      return true;
    }
    if (!tip) {
      await this.#finish(update, 'closed', 'Its branch was removed');
      return true;
    }
    if (head.commit !== update.base) {
      await this.#follow(update, place, head, tip, directory);
    } else {
      await this.#turn(
        update,
        { commit: tip, madeCommit: update.madeCommit, base: update.base },
        await this.#inspect(directory, update, tip, head.commit),
      );
    }
    return false;
  }

  /** Brings an update up to a default branch that moved. */
  async #follow(
    update: StoredUpdate,
    place: RepositoryPlace,
    head: RepositoryHead,
    tip: string,
    directory: string,
  ): Promise<void> {
    const { author, now } = this.#options;
    const source = this.#source(place);
    const at = {
      commit: tip,
      madeCommit: update.madeCommit,
      base: head.commit,
    };
    if (tip === update.madeCommit) {
      try {
        await this.#make(
          place,
          {
            head,
            to: update.to,
            answers: update.answers,
            author: update.author,
            committedAtMs: now(),
          },
          async made => {
            const { commit, from, files, conflicts, status } = made.result;
            if (status === 'current') {
              await source.withdraw(place, update.pullRequest);
              await source.remove(place, update.branch, tip);
              await this.#finish(
                update,
                'closed',
                `The repository came to ${update.to} without it`,
              );
              return;
            }
            const isPut = await source.put(place, {
              gitDirectory: made.scratch,
              branch: update.branch,
              commit,
              base: head.commit,
              expected: tip,
            });
            // Otherwise somebody pushed just now, and the next look finds it.
            if (isPut) {
              await this.#turn(
                update,
                {
                  commit,
                  madeCommit: commit,
                  base: head.commit,
                  from,
                  files: files.map(({ path, change }) => ({ path, change })),
                  conflicts: conflicts.map(({ path, reason }) => ({
                    path,
                    reason,
                  })),
                },
                made.checks,
              );
            }
          },
        );
      } catch (error) {
        const { name, message } = toError(error);
        if (!['ConflictError', 'InputError'].includes(name)) throw error;
        await this.#turn(update, at, [
          {
            name: MERGE_CHECK,
            status: 'failed',
            summary: `The default branch has moved, and the update cannot be made against it: ${message}`,
          },
          waiting(DRIFT_CHECK),
          waiting(CI_CHECK),
        ]);
      }
      return;
    }

    // Somebody's work is on the branch: it only ever grows.
    if (await contains(directory, tip, head.commit)) {
      await this.#turn(
        update,
        at,
        await this.#inspect(directory, update, tip, head.commit),
      );
      return;
    }
    await this.#withScratch(directory, async scratch => {
      const merged = await mergeCommits({
        gitDirectory: scratch,
        ours: tip,
        theirs: head.commit,
        message: `chore: merge ${head.branch} into the update to ${update.template} ${update.to}\n`,
        author,
        committedAtMs: now(),
      });
      if ('conflicts' in merged) {
        await this.#turn(update, at, [
          {
            name: MERGE_CHECK,
            status: 'failed',
            summary: `${head.branch} has moved and does not merge into ${
              update.branch
            } by itself: ${merged.conflicts.slice(0, 5).join(', ')}`,
          },
          waiting(DRIFT_CHECK),
          waiting(CI_CHECK),
        ]);
        return;
      }
      const isPut = await source.put(place, {
        gitDirectory: scratch,
        branch: update.branch,
        commit: merged.commit,
        base: tip,
        expected: tip,
      });
      if (isPut) {
        await this.#turn(
          update,
          { ...at, commit: merged.commit },
          await this.#inspect(scratch, update, merged.commit, head.commit),
        );
      }
    });
  }

  async #turn(
    update: StoredUpdate,
    to: Parameters<UpdateStore['turn']>[1],
    checks: CheckOutcome[],
  ): Promise<void> {
    await this.#options.store.turn(update, to, checks, this.#now());
  }

  /** The checks of a commit that somebody pushed. */
  async #inspect(
    directory: string,
    update: StoredUpdate,
    commit: string,
    base: string,
  ): Promise<CheckOutcome[]> {
    const marked = await filesWithMarkers(
      directory,
      commit,
      update.conflicts.map(({ path }) => path),
    );
    const hasBase = await contains(directory, commit, base);
    let merge: CheckOutcome = {
      name: MERGE_CHECK,
      status: 'passed',
      summary: update.conflicts.length
        ? 'All conflicts are mended'
        : 'Merges by itself',
    };
    if (commit === update.madeCommit && update.conflicts.length) {
      // Set back to what we made: also what has no markers is as it was.
      merge = mergeCheckOf(update.conflicts);
    } else if (marked.length) {
      merge = {
        name: MERGE_CHECK,
        status: 'failed',
        summary: `Still with conflict markers: ${marked
          .slice(0, 5)
          .join(', ')}`,
      };
    } else if (!hasBase) {
      merge = {
        name: MERGE_CHECK,
        status: 'failed',
        summary: `${update.branch} does not contain the default branch; merge that into it`,
      };
    }
    return this.#withDriftCheck(directory, commit, update.to, merge);
  }

  async #withDriftCheck(
    directory: string,
    commit: string,
    to: string,
    merge: CheckOutcome,
  ): Promise<CheckOutcome[]> {
    if (merge.status === 'failed') {
      return [merge, waiting(DRIFT_CHECK), waiting(CI_CHECK)];
    }
    const { templates, now } = this.#options;
    const report = await checkDrift({
      repository: gitReader(directory, commit),
      templates,
      now: new Date(now()),
    });
    return [
      merge,
      { name: DRIFT_CHECK, ...driftCheck(report, to) },
      { name: CI_CHECK, status: 'pending', summary: 'Waiting to be run' },
    ];
  }

  /** Makes the update in a scratch directory and lends it out. */
  async #make<T>(
    place: RepositoryPlace,
    wish: {
      head: RepositoryHead;
      to: string;
      answers: Record<string, unknown>;
      author: { name: string; email: string };
      committedAtMs: number;
    },
    use: (made: Made) => Promise<T>,
  ): Promise<T> {
    const { templates } = this.#options;
    const directory = await this.#source(place).objects(place, [
      wish.head.commit,
    ]);
    return this.#withScratch(directory, async scratch => {
      const answers = jsonObjectOf(wish.answers);
      const result = await updateRepository({
        gitDir: scratch,
        commit: wish.head.commit,
        templates,
        to: wish.to,
        ...(Object.keys(answers).length && { answers }),
        author: wish.author,
        committedAtMs: wish.committedAtMs,
      }).catch(fromGoldenError);
      const commit = result.commit ?? wish.head.commit;
      return use({
        scratch,
        result: { ...result, commit },
        checks: await this.#withDriftCheck(
          scratch,
          commit,
          result.to,
          mergeCheckOf(result.conflicts),
        ),
      });
    });
  }

  /** Shows a new update to people: its branch, and where the host has such, its pull request. */
  async #publish(
    place: RepositoryPlace,
    head: RepositoryHead,
    id: string,
    made: Made,
  ): Promise<void> {
    const { store } = this.#options;
    const source = this.#source(place);
    const update = await this.#get(id);
    const { commit } = made.result;
    let branch = update.branch;
    for (let attempt = 2; ; attempt += 1) {
      const isPut = await source.put(place, {
        gitDirectory: made.scratch,
        branch,
        commit,
        base: head.commit,
        expected: undefined,
      });
      if (isPut) break;
      if (attempt > MAX_BRANCHES) {
        throw new ConflictError(
          `The repository has too many branches like ${update.branch}; remove those of earlier updates`,
        );
      }
      // An earlier update's branch on which somebody worked stays theirs.
      branch = `${update.branch}-${attempt}`;
    }
    try {
      const pullRequest = await source.propose(place, {
        branch,
        commit,
        into: head.branch,
        title: titleOf(update),
        text: proposalText(update, made.result.notes),
        isDraft: update.conflicts.length > 0,
      });
      await store.notePublished(id, { branch, pullRequest });
    } catch (error) {
      await source.remove(place, branch, commit);
      throw error;
    }
    await this.#report(place, await this.#get(id));
  }

  async #hearCi(id: string, place: RepositoryPlace): Promise<void> {
    const update = await this.#get(id);
    if (!update.isOpen) return;
    const outcome = await this.#source(place).ciOf(place, update.commit);
    const known = update.checks.find(({ name }) => name === CI_CHECK);
    if (
      outcome &&
      (outcome.status !== known?.status || outcome.summary !== known.summary)
    ) {
      await this.#options.store.setCheck(
        id,
        update.commit,
        outcome,
        this.#now(),
      );
    }
  }

  /** Brings what the host shows up to date, when something changed. */
  async #tellHost(
    before: StoredUpdate,
    id: string,
    place: RepositoryPlace,
    head: RepositoryHead,
  ): Promise<void> {
    const update = await this.#get(id);
    if (!update.isOpen) return;
    if (update.commit !== before.commit || update.base !== before.base) {
      await this.#report(place, update);
    }
    if (before.status === 'conflicts' && update.status !== 'conflicts') {
      await this.#source(place).propose(place, {
        branch: update.branch,
        commit: update.commit,
        into: head.branch,
        title: titleOf(update),
        text: proposalText(update, []),
        isDraft: false,
      });
    }
  }

  async #report(place: RepositoryPlace, update: StoredUpdate): Promise<void> {
    const own: readonly string[] = [MERGE_CHECK, DRIFT_CHECK];
    await this.#source(place).report(
      place,
      update.commit,
      update.checks.filter(({ name }) => own.includes(name)),
    );
  }

  async #finish(
    update: StoredUpdate,
    status: 'merged' | 'closed',
    reason?: string,
  ): Promise<void> {
    const { store, fleet, logger } = this.#options;
    await store.finish(update.id, status, this.#now(), reason);
    await fleet
      .checkRef(update.entityRef)
      .catch(error =>
        logger.warn(
          `Where ${update.entityRef} stands after its update is found out later`,
          toError(error),
        ),
      );
  }

  /** The repository of an entity and its default branch, when it may be worked on. */
  async #standOf(
    entity: Entity,
  ): Promise<{ place: RepositoryPlace; head: RepositoryHead }> {
    const at = this.#options.fleet.placeOf(entity);
    if (!at) {
      throw new NotFoundError(
        `${stringifyEntityRef(entity)} has no golden-path repository`,
      );
    }
    const { place, branch } = at;
    const head = await this.#source(place).head(place);
    if (!head) {
      throw new ConflictError(
        `The repository ${place.owner}/${place.name} is not there, or is empty`,
      );
    }
    if (head.branch !== branch) {
      throw new ConflictError(
        `The catalog read the entity from the branch ${branch}; only the default branch, ${head.branch}, speaks for a repository`,
      );
    }
    return { place, head };
  }

  #sameWish(existing: StoredUpdate, to: string): StoredUpdate {
    if (existing.to === to) return existing;
    throw new ConflictError(
      `An update to ${existing.to} is under way; merge or close it before another to ${to}`,
    );
  }

  #source(place: RepositoryPlace): RepositorySource {
    return this.#options.sources[place.host];
  }

  #withScratch<T>(
    directory: string,
    use: (scratch: string) => Promise<T>,
  ): Promise<T> {
    return withScratch(this.#options.scratchFolder, directory, use);
  }

  async #get(id: string): Promise<StoredUpdate> {
    const update = await this.#options.store.get(id);
    if (!update) throw new NotFoundError(`There is no update ${id}`);
    return update;
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function placeOfUpdate(update: StoredUpdate): RepositoryPlace {
  return placeOfKey(update.host, update.repositoryKey, update.repositoryUrl);
}

function titleOf({ template, to }: { template: string; to: string }): string {
  return `chore: update to ${template} ${to}`;
}

function waiting(name: string): CheckOutcome {
  return {
    name,
    status: 'pending',
    summary: 'Begins when the branch merges by itself',
  };
}

/** What there is to say of a commit that we made. */
function mergeCheckOf(conflicts: readonly { path: string }[]): CheckOutcome {
  const paths = conflicts.map(({ path }) => path);
  return paths.length
    ? {
        name: MERGE_CHECK,
        status: 'failed',
        summary: `To be mended by hand: ${paths.slice(0, 5).join(', ')}${
          paths.length > 5 ? ` and ${paths.length - 5} more` : ''
        }`,
      }
    : { name: MERGE_CHECK, status: 'passed', summary: 'Merges by itself' };
}

/** A commit that is not there is contained in nothing. */
function contains(
  directory: string,
  commit: string,
  ancestor: string,
): Promise<boolean> {
  return isAncestor(directory, ancestor, commit).catch(error => {
    if (/not a (valid )?commit|bad object/i.test(toError(error).message)) {
      return false;
    }
    throw error;
  });
}

/** @throws InputError for what JSON cannot say */
function jsonObjectOf(answers: Record<string, unknown>): JsonObject {
  try {
    return JSON.parse(JSON.stringify(answers));
  } catch {
    throw new InputError('answers: expected JSON');
  }
}

async function lockOf(directory: string, commit: string) {
  try {
    const files = await gitReader(directory, commit).readFiles([
      GOLDEN_LOCK_PATH,
    ]);
    const bytes = files.get(GOLDEN_LOCK_PATH);
    if (bytes) return readLock(bytes);
  } catch (error) {
    if (isGoldenError(error)) fromGoldenError(error);
    throw error;
  }
  throw new ConflictError(
    `The repository has no ${GOLDEN_LOCK_PATH}, so it was not made from a golden-path template`,
  );
}
