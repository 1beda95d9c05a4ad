import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { git } from '@companyos/git-command';
import { LocalGit } from '@companyos/local-git';
import { StoredUpdate, UpdateStore } from './database/UpdateStore';
import { CappedLog } from './domain/CappedLog';
import { placeOfKey } from './domain/placeOfKey';
import { CI_CHECK } from './domain/updateStatus';
import { CommandOutcome, runCommand } from './runCommand';
import { removeTree } from './sources/removeTree';

const CLONE_TIMEOUT_MS = 120_000;

export interface CheckRunnerOptions {
  store: UpdateStore;
  localGit: LocalGit;
  /** Folder for clones and the cache of packages. */
  folder: string;
  timeoutMs: number;
  /** Runs at the same time. */
  concurrency: number;
  /** How long a run that says nothing counts as alive; it says so three times in that time. */
  leaseMs: number;
  /** What every run gets besides what the runner sets. */
  environment: () => Promise<Record<string, string>>;
  logger: LoggerService;
  /** Epoch milliseconds. */
  now: () => number;
  newId: () => string;
  /** Told when a check has its outcome. */
  onEnd: (update: StoredUpdate) => Promise<void>;
}

/**
 * Runs `make ci` of updates in the embedded git folder on this machine, each in a clone of its own.
 *
 * A run is held by a lease in the database. One whose process died is begun again by whoever looks next, and one
 * whose update moved on is ended.
 */
export class CheckRunner {
  readonly #options: CheckRunnerOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: CheckRunnerOptions) {
    this.#options = options;
  }

  /** Begins what waits, as far as there is room. Returns at once. */
  poke(): void {
    const { concurrency, logger } = this.#options;
    while (this.#running.size < concurrency && !this.#stop.signal.aborted) {
      const work: Promise<void> = this.#runAll()
        .catch(error =>
          logger.error('A check could not be run', toError(error)),
        )
        .finally(() => this.#running.delete(work));
      this.#running.add(work);
    }
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size) await Promise.all(this.#running);
  }

  /** Ends what runs, and gives it back for another process to begin again. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }

  async #runAll(): Promise<void> {
    const { store, newId, now, leaseMs } = this.#options;
    while (!this.#stop.signal.aborted) {
      const runner = newId();
      const update = await store.claim({
        name: CI_CHECK,
        host: 'local-git',
        runner,
        now: new Date(now()).toISOString(),
        leaseUntil: new Date(now() + leaseMs).toISOString(),
      });
      if (!update) return;
      await this.#run(update, runner);
    }
  }

  async #run(update: StoredUpdate, runner: string): Promise<void> {
    const { store, folder, timeoutMs, leaseMs, logger, now, onEnd } =
      this.#options;
    const log = new CappedLog();
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.#stop.signal]);
    const startedAt = now();
    const at = () => new Date(now()).toISOString();
    let directory: string | undefined;
    const text = () =>
      directory ? log.toString().replaceAll(directory, '') : log.toString();
    const beat = setInterval(async () => {
      const isMine = await store
        .renew(update, CI_CHECK, runner, {
          until: new Date(now() + leaseMs).toISOString(),
          log: text(),
        })
        // A database that is away says nothing about whose it is.
        .catch(() => true);
      if (!isMine) abort.abort();
    }, leaseMs / 3);
    let mayHaveMoved = false;
    try {
      await mkdir(folder, { recursive: true });
      directory = await mkdtemp(join(folder, 'run-'));
      const outcome = await this.#runIn(directory, update, signal, chunk =>
        log.add(chunk),
      );
      if (!outcome || outcome.kind === 'aborted') {
        await store.release(runner);
        mayHaveMoved = !outcome;
      } else {
        const seconds = Math.round((now() - startedAt) / 1000);
        const isPassed = outcome.kind === 'exit' && outcome.code === 0;
        mayHaveMoved = await store.setCheck(
          update.id,
          update.commit,
          {
            name: CI_CHECK,
            status: isPassed ? 'passed' : 'failed',
            summary: summaryOf(outcome, seconds, timeoutMs),
            log: text(),
          },
          at(),
          runner,
        );
      }
    } catch (error) {
      logger.warn(
        `The checks of ${update.entityRef} could not be run`,
        toError(error),
      );
      await store.setCheck(
        update.id,
        update.commit,
        {
          name: CI_CHECK,
          status: 'failed',
          summary: 'The portal could not run make ci; its log says why',
          log: text(),
        },
        at(),
        runner,
      );
    } finally {
      clearInterval(beat);
      if (directory) await removeTree(directory);
    }
    // Looked at before anybody takes it again, so that it is not taken for the old commit. What cannot be looked
    // at ends this round: begun again at once, it would be begun for ever.
    if (mayHaveMoved) await onEnd(update);
  }

  /** Undefined when the branch is no longer at the update's commit. */
  async #runIn(
    directory: string,
    update: StoredUpdate,
    signal: AbortSignal,
    onOutput: (chunk: Buffer) => void,
  ): Promise<CommandOutcome | undefined> {
    const { localGit, folder, timeoutMs, environment } = this.#options;
    const place = placeOfKey(
      update.host,
      update.repositoryKey,
      update.repositoryUrl,
    );
    const clone = join(directory, 'repository');
    await git({
      args: [
        'clone',
        '--quiet',
        // Nothing the run does to its copy reaches the original.
        '--no-local',
        '--single-branch',
        '--branch',
        update.branch,
        '--',
        localGit.clonePath(place),
        clone,
      ],
      protocols: ['file'],
      timeoutMs: CLONE_TIMEOUT_MS,
    });
    const commit = await git({ args: ['-C', clone, 'rev-parse', 'HEAD'] });
    // Somebody has pushed since; the next look finds it.
    if (commit.toString().trim() !== update.commit) return undefined;

    const [home, temporary, cache] = [
      join(directory, 'home'),
      join(directory, 'tmp'),
      join(folder, 'npm-cache'),
    ];
    for (const path of [home, temporary, cache]) {
      await mkdir(path, { recursive: true });
    }
    return runCommand({
      command: ['make', 'ci'],
      directory: clone,
      environment: {
        ...(await environment()),
        HOME: home,
        TMPDIR: temporary,
        CI: 'true',
        NO_COLOR: '1',
        TERM: 'dumb',
        npm_config_cache: cache,
        npm_config_update_notifier: 'false',
      },
      timeoutMs,
      signal,
      onOutput,
    });
  }
}

function summaryOf(
  outcome: CommandOutcome,
  seconds: number,
  timeoutMs: number,
): string {
  if (outcome.kind === 'timeout') {
    return `make ci took longer than ${Math.round(
      timeoutMs / 1000,
    )} s and was ended`;
  }
  const code = outcome.kind === 'exit' ? outcome.code : 1;
  return code === 0
    ? `make ci passed in ${seconds} s`
    : `make ci ended with code ${code} after ${seconds} s`;
}
