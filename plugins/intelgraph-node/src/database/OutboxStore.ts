import { Knex } from 'knex';
import { OutboxEvent } from '../domain/buildEvent';

const TABLE = 'intelgraph_outbox';
const DEAD = 'intelgraph_outbox_dead';
/** SQLite takes a limited number of values in one statement. */
const INSERT_CHUNK = 100;

type Row = {
  id: number | string;
  event_id: string;
  source: string;
  event: string;
  created_at: number | string;
  attempts: number;
  next_attempt_at: number | string;
};

/** An event that waits. */
export interface WaitingEvent {
  readonly id: number;
  readonly event: OutboxEvent;
}

/** An event that was refused for good. */
export interface RefusedEvent extends WaitingEvent {
  readonly reason: string;
  /** JSON pointer; empty for the whole. */
  readonly pointer: string;
}

/** Adds events at the end of the outbox, in the caller's transaction. */
export async function insertEvents(
  trx: Knex,
  events: readonly OutboxEvent[],
  nowMs: number,
): Promise<void> {
  for (let at = 0; at < events.length; at += INSERT_CHUNK) {
    await trx<Row>(TABLE).insert(
      events.slice(at, at + INSERT_CHUNK).map(event => ({
        event_id: event.id,
        source: event.source,
        event: JSON.stringify(event),
        created_at: nowMs,
      })),
    );
  }
}

/** The outbox as its relay sees it. */
export class OutboxStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** How the oldest event stands; undefined when nothing waits. */
  async head(): Promise<
    { id: number; attempts: number; nextAttemptAtMs: number } | undefined
  > {
    const row = await this.#knex<Row>(TABLE)
      .orderBy('id')
      .select('id', 'attempts', 'next_attempt_at')
      .first();
    return (
      row && {
        id: Number(row.id),
        attempts: row.attempts,
        nextAttemptAtMs: Number(row.next_attempt_at),
      }
    );
  }

  /** The oldest events, in the order in which they were written. */
  async oldest(limit: number): Promise<WaitingEvent[]> {
    const rows = await this.#knex<Row>(TABLE)
      .orderBy('id')
      .limit(limit)
      .select('id', 'event');
    return rows.map(row => ({
      id: Number(row.id),
      event: JSON.parse(row.event),
    }));
  }

  /** Notes a failed delivery on the oldest of its events, which the others wait behind. */
  async postpone(
    id: number,
    options: { attempts: number; nextAttemptAtMs: number },
  ): Promise<void> {
    await this.#knex<Row>(TABLE).where({ id }).update({
      attempts: options.attempts,
      next_attempt_at: options.nextAttemptAtMs,
    });
  }

  /**
   * Removes what was delivered and puts aside what was refused; both or neither.
   *
   * @param onDeleting - called in the transaction, after its statements
   */
  async settle(options: {
    delivered: readonly number[];
    refused: readonly RefusedEvent[];
    nowMs: number;
    onDeleting?: () => void;
  }): Promise<void> {
    const { delivered, refused, nowMs } = options;
    await this.#knex.transaction(async trx => {
      for (const { event, reason, pointer } of refused) {
        await trx(DEAD).insert({
          event: JSON.stringify(event),
          reason,
          pointer: pointer.slice(0, 1000),
          at: nowMs,
        });
      }
      await trx<Row>(TABLE)
        .whereIn('id', [...delivered, ...refused.map(({ id }) => id)])
        .delete();
      options.onDeleting?.();
    });
  }
}
