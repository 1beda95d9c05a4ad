import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { FeedPage, IntelGraphApi } from '@companyos/plugin-intelgraph-common';
import { CheckpointStore } from './database/CheckpointStore';
import { Lease } from './database/Lease';
import { backoffMs } from './domain/backoff';
import { Wakeable } from './Wakeable';

const POLL_MS = 10_000;
const PAGE = 200;
const LOG_INTERVAL_MS = 60_000;
const QUIET_ATTEMPTS = 3;

/**
 * A fact as the feed gives it, with what it says.
 *
 * @public
 */
export type FeedItem = FeedPage['items'][number];

/**
 * What to follow.
 *
 * @public
 */
export interface WatchOptions {
  /** Names the checkpoint: the same one goes on where it was left, a new one begins at the first fact. */
  readonly id: string;
  /** Event types without version; a trailing `.*` takes everything below. All without it. */
  readonly types?: string[];
  readonly tenant?: string;
  /**
   * Takes facts in the order in which they became known. While it rejects, the same ones come again; after a
   * crash they may, too.
   */
  readonly onFacts: (items: FeedItem[]) => Promise<void>;
  /** Ends the watch. */
  readonly signal?: AbortSignal;
}

/** Follows the feed from a checkpoint; on several replicas one at a time does. */
export class FeedWatch {
  readonly #options: WatchOptions;
  readonly #deps: {
    readonly api: Pick<IntelGraphApi, 'getFeed'>;
    readonly checkpoints: CheckpointStore;
    readonly lease: Lease;
    readonly logger: LoggerService;
    readonly now: () => number;
    readonly random: () => number;
  };
  readonly #wakeable = new Wakeable();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #running: Promise<void> | undefined;
  #attempts = 0;
  #loggedAtMs = -Infinity;

  constructor(
    options: WatchOptions,
    deps: {
      readonly api: Pick<IntelGraphApi, 'getFeed'>;
      readonly checkpoints: CheckpointStore;
      readonly lease: Lease;
      readonly logger: LoggerService;
      readonly now: () => number;
      readonly random: () => number;
    },
  ) {
    this.#options = options;
    this.#deps = deps;
    this.#signal = options.signal
      ? AbortSignal.any([options.signal, this.#stop.signal])
      : this.#stop.signal;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Says that there may be new facts. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Ends the following after the handler that may be at work. Never rejects. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted) {
      const waitMs = await this.followNext();
      if (waitMs > 0) await this.#wakeable.wait(waitMs, this.#signal);
    }
    await this.#deps.lease.release().catch(() => {
      // The database may be closed already; the lease ends by itself.
    });
  }

  /**
   * Reads one page and hands it on. Never rejects.
   *
   * @returns after how many ms to look again; 0 for at once
   */
  async followNext(): Promise<number> {
    const { api, checkpoints, lease, logger, now, random } = this.#deps;
    const { id, types, tenant, onFacts } = this.#options;
    try {
      if (!(await lease.acquire())) return POLL_MS;
      const after = await checkpoints.read(id);
      const page = await api.getFeed({
        after,
        limit: PAGE,
        ...(types && { type: types }),
        ...(tenant && { tenant }),
      });
      if (this.#signal.aborted) return 0;
      if (page.items.length) await onFacts(page.items);
      if (page.watermark > after) {
        await checkpoints.write(id, page.watermark, now());
      }
      this.#attempts = 0;
      return page.hasMore && page.watermark > after ? 0 : POLL_MS;
    } catch (error) {
      this.#attempts += 1;
      const nowMs = now();
      if (
        !this.#signal.aborted &&
        this.#attempts > QUIET_ATTEMPTS &&
        nowMs - this.#loggedAtMs >= LOG_INTERVAL_MS
      ) {
        this.#loggedAtMs = nowMs;
        logger.warn(
          `The feed of IntelGraph can't be followed (${id}, attempt ${
            this.#attempts
          })`,
          toError(error),
        );
      }
      return backoffMs(this.#attempts, random());
    }
  }
}
