import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { BuildStore } from './database/BuildStore';
import { ABANDONED_AFTER_MS, ABANDONED_REASON } from './domain/asSeenAt';
import { BuildLog } from './domain/BuildLog';
import {
  BuildFailure,
  explainBuildFailure,
} from './domain/explainBuildFailure';

/** How often a running build's log and sign of life are kept. */
const PROGRESS_INTERVAL_MS = 1_000;

/** How long a docs build waits at its end for its record. */
const LONGEST_WAIT_MS = 2_000;

// etags are digests or commits; anything longer is cut to what the column holds.
const LONGEST_ETAG = 255;

/** What the recorder needs from the outside. */
export interface BuildRecorderOptions {
  readonly store: BuildStore;
  readonly logger: LoggerService;
  /** Who builds; one name for each place where one portal process runs. */
  readonly host: string;
  /** The current time, epoch ms. */
  readonly now: () => number;
  /** A fresh id. */
  readonly newId: () => string;
}

/** One docs build that is being recorded. None of its methods ever rejects. */
export interface RecordedBuild {
  readonly log: BuildLog;
  /** The site was built. */
  succeed(): Promise<void>;
  /** The build failed; also after {@link RecordedBuild.succeed}, when storing failed. */
  fail(phase: BuildFailure['phase'], message: string): Promise<void>;
}

class RecordedBuildImpl implements RecordedBuild {
  readonly log = new BuildLog();
  readonly #options: BuildRecorderOptions;
  readonly #id: string;
  readonly #timer: NodeJS.Timeout;
  readonly #ended: () => void;
  #writes: Promise<void> = Promise.resolve();

  constructor(
    options: BuildRecorderOptions,
    build: { entityRef: string; startedAtMs: number; etag: string | null },
    ended: () => void,
  ) {
    this.#options = options;
    this.#ended = ended;
    this.#id = options.newId();
    this.#write(() =>
      options.store.begin({
        ...build,
        id: this.#id,
        host: options.host,
        log: '',
      }),
    );
    let writing = false;
    this.#timer = setInterval(() => {
      // A slow database gets the newest log next time, not a queue of old ones.
      if (writing) {
        return;
      }
      writing = true;
      this.#write(() =>
        options.store.progress(this.#id, {
          log: this.log.text(),
          heartbeatAtMs: options.now(),
        }),
      ).finally(() => {
        writing = false;
      });
    }, PROGRESS_INTERVAL_MS);
    this.#timer.unref();
  }

  async succeed(): Promise<void> {
    await this.#end('success', () => null);
  }

  async fail(phase: BuildFailure['phase'], message: string): Promise<void> {
    await this.#end('failure', log =>
      explainBuildFailure({ phase, message: this.log.clean(message), log }),
    );
  }

  async cutOff(): Promise<void> {
    await this.#end('failure', () => ABANDONED_REASON);
  }

  async #end(
    outcome: 'success' | 'failure',
    explain: (log: string) => string | null,
  ): Promise<void> {
    clearInterval(this.#timer);
    this.#ended();
    const finishedAtMs = this.#options.now();
    const written = this.#write(() => {
      const log = this.log.text();
      return this.#options.store.end(this.#id, {
        outcome,
        reason: explain(log),
        finishedAtMs,
        log,
      });
    });
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      written,
      new Promise<void>(resolve => {
        timer = setTimeout(resolve, LONGEST_WAIT_MS);
      }),
    ]);
    clearTimeout(timer);
  }

  #write(write: () => Promise<void>): Promise<void> {
    this.#writes = this.#writes.then(write).catch(error => {
      this.#options.logger.error(
        'Unable to record a docs build',
        toError(error),
      );
    });
    return this.#writes;
  }
}

/**
 * Records docs builds. Recording never makes a build fail and never makes it
 * wait for long: errors of the database are logged, writes queue up behind each other.
 */
export class BuildRecorder {
  readonly #options: BuildRecorderOptions;
  readonly #running = new Set<RecordedBuildImpl>();

  constructor(options: BuildRecorderOptions) {
    this.#options = options;
  }

  /** Ends what an earlier process of this host, or a silent one, left running. */
  async recover(): Promise<void> {
    const { store, host, logger, now } = this.#options;
    try {
      const count = await store.failAbandoned({
        host,
        heartbeatBeforeMs: now() - ABANDONED_AFTER_MS,
        reason: ABANDONED_REASON,
      });
      if (count > 0) {
        logger.warn(
          `${count} docs build(s) were cut off when the portal stopped`,
        );
      }
    } catch (error) {
      logger.error('Unable to sweep abandoned docs builds', toError(error));
    }
  }

  /** Begins the record of a build. */
  begin(build: {
    readonly entityRef: string;
    /** Epoch, ms. */
    readonly startedAtMs: number;
    readonly etag: string | null;
  }): RecordedBuild {
    const recorded = new RecordedBuildImpl(
      this.#options,
      { ...build, etag: build.etag?.slice(0, LONGEST_ETAG) || null },
      () => this.#running.delete(recorded),
    );
    this.#running.add(recorded);
    return recorded;
  }

  /** Ends all running builds as cut off; for an orderly shutdown. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(build => build.cutOff()));
  }
}
