import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { LocalGit, RepositoryId, RepositoryUrls } from '@companyos/local-git';
import { EventInput } from '@companyos/plugin-intelgraph-common';
import { IntelGraphService } from '@companyos/plugin-intelgraph-node';
import { Knex } from 'knex';
import { createHash } from 'node:crypto';

const TABLE = 'intelgraph_git_refs';
const SOURCE = 'urn:companyos:local-git';
const BRANCHES = 'refs/heads/';
const TAGS = 'refs/tags/';
const DAY_MS = 24 * 60 * 60_000;
/** How long the catalog gets to know the component of a new repository. */
const CATALOG_GRACE_MS = 60_000;
const LOG_INTERVAL_MS = 60_000;

interface Row {
  repository: string;
  ref: string;
  object_id: string;
  commit_id: string;
  revision: number;
}

/** What is to be kept of a ref, and told. */
interface Move {
  readonly ref: string;
  readonly row: Row | undefined;
  readonly objectId: string;
  readonly commit: string;
  readonly event?: Omit<EventInput, 'entity' | 'id' | 'source'>;
}

/** Tells of pushes to the embedded repositories, by comparing their branches and tags with what was seen last. */
export class LocalGitFeed {
  readonly #deps: {
    readonly auth: AuthService;
    readonly catalog: CatalogService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly localGit: LocalGit;
    readonly logger: LoggerService;
    /** Epoch, ms. */
    readonly now: () => number;
    readonly urls: RepositoryUrls;
  };
  #running: Promise<number> | undefined;
  #waiting: Promise<number> | undefined;
  readonly #loggedAtMs = new Map<string, number>();

  constructor(deps: {
    readonly auth: AuthService;
    readonly catalog: CatalogService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly localGit: LocalGit;
    readonly logger: LoggerService;
    readonly now: () => number;
    readonly urls: RepositoryUrls;
  }) {
    this.#deps = deps;
  }

  /**
   * Compares all repositories, in a scan that begins after the call; calls that come while one waits share it. A
   * repository that can't be read is logged and left for the next scan.
   *
   * @returns how many facts were recorded
   * @throws when the folder of the repositories can't be read, or the database fails
   */
  scan(signal?: AbortSignal): Promise<number> {
    this.#waiting ??= (this.#running ?? Promise.resolve())
      .catch(() => {
        // Its own caller was told.
      })
      .then(() => {
        this.#waiting = undefined;
        this.#running = this.#scan(signal);
        return this.#running;
      });
    return this.#waiting;
  }

  async #scan(signal?: AbortSignal): Promise<number> {
    const { knex, localGit, logger, now } = this.#deps;
    const known = new Map<string, Map<string, Row>>();
    for (const row of await knex<Row>(TABLE).select()) {
      const rows = known.get(row.repository) ?? new Map<string, Row>();
      known.set(row.repository, rows.set(row.ref, row));
    }
    let facts = 0;
    // A repository that is gone is no push; its rows stay, should it come back.
    for (const id of await localGit.listRepositories()) {
      if (signal?.aborted) break;
      const key = `${id.owner}/${id.name}`;
      try {
        facts += await this.#compare(id, key, known.get(key) ?? new Map());
      } catch (error) {
        const loggedAtMs = this.#loggedAtMs.get(key) ?? -Infinity;
        if (!signal?.aborted && now() - loggedAtMs >= LOG_INTERVAL_MS) {
          this.#loggedAtMs.set(key, now());
          logger.warn(
            `What was pushed to ${key} can't be told yet`,
            toError(error),
          );
        }
      }
    }
    return facts;
  }

  async #compare(
    id: RepositoryId,
    key: string,
    known: ReadonlyMap<string, Row>,
  ): Promise<number> {
    const { localGit, now } = this.#deps;
    const refs = await localGit.refs(id);
    const changed = [...refs]
      .filter(([ref, object]) => known.get(ref)?.object_id !== object)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const gone = [...known.values()].filter(
      row => row.object_id && !refs.has(row.ref),
    );
    if (changed.length + gone.length === 0) return 0;

    const component = await this.#componentOf(key);
    if (
      !component &&
      known.size === 0 &&
      now() - (await localGit.createdAt(id)) < CATALOG_GRACE_MS
    ) {
      return 0;
    }
    const tags = changed.some(([ref]) => ref.startsWith(TAGS))
      ? await localGit.tags(id)
      : [];
    const moves: Move[] = [];
    for (const [ref, objectId] of changed) {
      const row = known.get(ref);
      if (ref.startsWith(BRANCHES)) {
        const branch = ref.slice(BRANCHES.length);
        const main = refs.get(`${BRANCHES}main`);
        moves.push(
          await this.#branchMove(id, key, branch, objectId, row, main),
        );
      } else {
        const name = ref.slice(TAGS.length);
        const tag = tags.find(one => one.tag === name);
        const before = row?.object_id ? row.commit_id : undefined;
        const after = tag?.commit ?? objectId;
        moves.push({
          ref,
          row,
          objectId,
          commit: after,
          event: {
            type: `dev.cdeventsx.companyos-tag.${
              before ? 'moved' : 'created'
            }.0.1.0`,
            // The time of a tag that is only a name is not its own.
            time: this.#time(tag?.tagger ? tag.createdAt : undefined),
            data: {
              repository: key,
              tag: name,
              ...(before && { before }),
              after,
              ...(tag?.tagger && { actor: tag.tagger.slice(0, 200) }),
            },
          },
        });
      }
    }
    for (const row of gone) {
      moves.push({
        ref: row.ref,
        row,
        objectId: '',
        commit: '',
        // A branch that is gone is merged, or was never meant to be; only tags are promises.
        ...(row.ref.startsWith(TAGS) && {
          event: {
            type: 'dev.cdeventsx.companyos-tag.removed.0.1.0',
            time: this.#time(undefined),
            data: {
              repository: key,
              tag: row.ref.slice(TAGS.length),
              before: row.commit_id,
            },
          },
        }),
      });
    }
    return this.#tell(key, component ?? `repository:${key}`, moves);
  }

  async #branchMove(
    id: RepositoryId,
    key: string,
    branch: string,
    after: string,
    row: Row | undefined,
    main: string | undefined,
  ): Promise<Move> {
    const { localGit, urls } = this.#deps;
    const before = row?.object_id || undefined;
    const [newest] = await localGit.log({ ...id, ref: after, limit: 1 });
    const base = before ?? (branch === 'main' ? undefined : main);
    const commits = await localGit.countCommits({
      ...id,
      commit: after,
      without: base ? [base] : [],
    });
    const isForced =
      before !== undefined &&
      !(await localGit
        .contains({ ...id, commit: after, ancestor: before })
        // What it stood at is gone, which only force does.
        .catch(() => false));
    return {
      ref: `${BRANCHES}${branch}`,
      row,
      objectId: after,
      commit: after,
      event: {
        type: 'dev.cdeventsx.companyos-branch.pushed.0.1.0',
        time: this.#time(newest?.committedAt),
        data: {
          repository: key,
          branch,
          ...(before && { before }),
          after,
          commits,
          ...(newest?.author.name && {
            actor: newest.author.name.slice(0, 200),
          }),
          url: urls.tree(id, '', branch),
          ...(newest?.subject && { subject: newest.subject.slice(0, 500) }),
          ...(isForced && { forced: true }),
        },
      },
    };
  }

  /** When it was pushed is not on record; when it was committed is close, unless it is long ago or made up. */
  #time(statedMs: number | undefined): Date {
    const nowMs = this.#deps.now();
    const isCredible =
      statedMs !== undefined && statedMs <= nowMs && nowMs - statedMs <= DAY_MS;
    return new Date(isCredible ? statedMs : nowMs);
  }

  /** The one component that lives in the repository. */
  async #componentOf(key: string): Promise<string | undefined> {
    const { auth, catalog } = this.#deps;
    const { items } = await catalog.getEntities(
      {
        filter: {
          kind: 'Component',
          'metadata.annotations.companyos.io/repository': key,
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: 2,
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.length === 1 ? stringifyEntityRef(items[0]) : undefined;
  }

  async #tell(
    repository: string,
    entity: string,
    moves: readonly Move[],
  ): Promise<number> {
    const { intelGraph, knex } = this.#deps;
    const events: EventInput[] = [];
    await knex.transaction(async trx => {
      for (const { ref, row, objectId, commit, event } of moves) {
        const revision = (row?.revision ?? 0) + 1;
        const next = {
          repository,
          ref,
          object_id: objectId,
          commit_id: commit,
          revision,
        };
        if (row) {
          const updated = await trx<Row>(TABLE)
            .where({ repository, ref, revision: row.revision })
            .update(next);
          if (!updated) {
            throw new ConflictError('Another process is telling the same');
          }
        } else {
          await trx<Row>(TABLE).insert(next);
        }
        if (!event) continue;
        const before = row?.object_id ?? '';
        events.push({
          ...event,
          entity,
          source: SOURCE,
          id: createHash('sha256')
            .update([repository, ref, before, objectId, revision].join('\n'))
            .digest('hex'),
        });
      }
      await intelGraph.record(trx, events);
    });
    return events.length;
  }
}
