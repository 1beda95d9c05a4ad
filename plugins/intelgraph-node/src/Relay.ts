import { LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError, toError } from '@backstage/errors';
import { IngestResponse } from '@companyos/plugin-intelgraph-common';
import { Lease } from './database/Lease';
import {
  OutboxStore,
  RefusedEvent,
  WaitingEvent,
} from './database/OutboxStore';
import { backoffMs, retryAfterMs } from './domain/backoff';
import { OutboxEvent } from './domain/buildEvent';
import { Wakeable } from './Wakeable';

/** Most events in one request. */
const MOST_EVENTS = 500;
const IDLE_MS = 2_000;
const LOG_INTERVAL_MS = 60_000;
/** An outage this short is a restart, and nothing to tell. */
const QUIET_ATTEMPTS = 3;

/** Where a delivery stands, in order. */
export type RelayStep = 'claimed' | 'answered' | 'deleting';

/** What a relay needs. */
export interface RelayOptions {
  readonly outbox: OutboxStore;
  readonly lease: Lease;
  /** Hands events to IntelGraph as one batch; rejects with a ResponseError when it answers with an error. */
  readonly deliver: (
    events: readonly OutboxEvent[],
    signal: AbortSignal,
  ) => Promise<IngestResponse>;
  readonly logger: LoggerService;
  /** Epoch, ms. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** How long the lease lasts; it is renewed three times as often while a delivery is under way. */
  readonly leaseMs: number;
  readonly requestTimeoutMs: number;
  /** Told of each step; only tests need it. */
  readonly onStep?: (step: RelayStep) => void;
}

/**
 * Delivers the events of an outbox in the order in which they were written, at least once each. An event leaves
 * the outbox only after IntelGraph answered for it; a request that failed is tried again, and what was written
 * later waits behind it. What IntelGraph refuses for good is put aside and blocks nothing.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #wakeable = new Wakeable();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #holdsLease = false;
  #limit = MOST_EVENTS;
  #loggedAtMs = -Infinity;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Begins to deliver, and looks for events every two seconds from then on. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Says that there is something to deliver. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Ends the delivery that is under way (it is made again later) and gives the lease back. Never rejects. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#release().catch(() => {
      // The database may be closed already; the lease ends by itself.
    });
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const waitMs = await this.deliverNext().catch(error => {
        if (!signal.aborted) {
          this.#logSometimes('The outbox could not be read', error);
        }
        return IDLE_MS;
      });
      if (waitMs > 0) await this.#wakeable.wait(waitMs, signal);
    }
  }

  /**
   * Delivers one batch, if one is due and no other process is at it.
   *
   * @returns after how many ms to look again; 0 for at once
   * @throws when the database fails
   */
  async deliverNext(): Promise<number> {
    const { outbox, lease, leaseMs, logger, now, onStep } = this.#options;
    const head = await outbox.head();
    if (!head) {
      await this.#release();
      return IDLE_MS;
    }
    const waitMs = head.nextAttemptAtMs - now();
    if (waitMs > 0) return waitMs;
    if (!(await lease.acquire())) return Math.min(leaseMs / 2, IDLE_MS);
    this.#holdsLease = true;

    const batch = await outbox.oldest(this.#limit);
    // Another process delivered the rest between our two looks.
    if (!batch.length) return 0;
    onStep?.('claimed');
    let response: IngestResponse;
    try {
      response = await this.#deliver(batch);
    } catch (error) {
      return this.#fail(batch, head, toError(error));
    }
    onStep?.('answered');

    const delivered: number[] = [];
    const refused: RefusedEvent[] = [];
    for (const { index, status, reason, pointer } of response.results) {
      const item = batch[index];
      if (!item) continue;
      if (status === 'rejected') {
        refused.push({
          ...item,
          reason: reason ?? 'No reason was given',
          pointer: pointer ?? '',
        });
      } else {
        delivered.push(item.id);
      }
    }
    if (delivered.length + refused.length === 0) {
      return this.#fail(
        batch,
        head,
        new Error('IntelGraph answered for none of the events'),
      );
    }
    await outbox.settle({
      delivered,
      refused,
      nowMs: now(),
      onDeleting: onStep && (() => onStep('deleting')),
    });
    for (const { event, reason, pointer } of refused) {
      logger.error(
        `IntelGraph refused the event ${event.id} (${event.type}), which was put aside: ${reason} at '${pointer}'`,
      );
    }
    this.#limit = Math.min(MOST_EVENTS, this.#limit * 2);
    return 0;
  }

  async #deliver(batch: readonly WaitingEvent[]): Promise<IngestResponse> {
    const { deliver, lease, leaseMs, requestTimeoutMs } = this.#options;
    const lost = new AbortController();
    const renewal = setInterval(() => {
      lease.acquire().then(
        isOurs => isOurs || lost.abort(new Error('Another process took over')),
        error => lost.abort(error),
      );
    }, leaseMs / 3);
    renewal.unref();
    try {
      return await deliver(
        batch.map(({ event }) => event),
        AbortSignal.any([
          this.#stop.signal,
          lost.signal,
          AbortSignal.timeout(requestTimeoutMs),
        ]),
      );
    } finally {
      clearInterval(renewal);
    }
  }

  async #fail(
    batch: readonly WaitingEvent[],
    head: { attempts: number },
    error: Error,
  ): Promise<number> {
    const { outbox, logger, now, random } = this.#options;
    if (this.#stop.signal.aborted) return 0;
    const response = error instanceof ResponseError ? error : undefined;
    if (response?.statusCode === 413) {
      if (batch.length > 1) {
        this.#limit = Math.ceil(batch.length / 2);
        return 0;
      }
      const [{ event }] = batch;
      await outbox.settle({
        delivered: [],
        refused: [{ ...batch[0], reason: 'It is too large', pointer: '' }],
        nowMs: now(),
      });
      logger.error(
        `IntelGraph refused the event ${event.id} (${event.type}), which was put aside: it is too large`,
      );
      return 0;
    }
    const attempts = head.attempts + 1;
    const nowMs = now();
    const waitMs = Math.max(
      backoffMs(attempts, random()),
      retryAfterMs(response?.response.headers.get('retry-after'), nowMs),
    );
    await outbox.postpone(batch[0].id, {
      attempts,
      nextAttemptAtMs: nowMs + waitMs,
    });
    // What the caller does wrong is told at once, an outage when it lasts.
    const { statusCode = 503 } = response ?? {};
    if (attempts > QUIET_ATTEMPTS || (statusCode < 500 && statusCode !== 429)) {
      this.#logSometimes(
        `IntelGraph does not take events (attempt ${attempts}); they wait in the outbox`,
        error,
      );
    }
    return waitMs;
  }

  async #release(): Promise<void> {
    if (!this.#holdsLease) return;
    this.#holdsLease = false;
    await this.#options.lease.release();
  }

  #logSometimes(message: string, error: unknown): void {
    const nowMs = this.#options.now();
    if (nowMs - this.#loggedAtMs < LOG_INTERVAL_MS) return;
    this.#loggedAtMs = nowMs;
    this.#options.logger.warn(message, toError(error));
  }
}
