import { QuarantineStatus } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { QuarantineCode } from '../domain/types';

/** An event that nobody knew how to read. */
export interface QuarantinedEvent {
  readonly id: string;
  readonly tenant: string;
  readonly source: string;
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly type: string;
  readonly code: QuarantineCode;
  readonly reason: string;
  /** JSON text. */
  readonly event: string;
  /** Who delivered it. */
  readonly principal: string;
  readonly receivedAt: number;
  readonly status: QuarantineStatus;
  readonly attempts: number;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly decision: string | null;
}

/** Keeps events that wait. */
export class QuarantineStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** A page of them, newest first. */
  async list(options: {
    tenant: string;
    status?: QuarantineStatus;
    sourceId?: number;
    before?: { receivedAt: number; id: string };
    limit: number;
  }): Promise<QuarantinedEvent[]> {
    const rows = await this.#query()
      .where('q.tenant', options.tenant)
      .modify(query => {
        if (options.status) query.where('q.status', options.status);
        if (options.sourceId) query.where('q.source_id', options.sourceId);
        if (options.before) {
          query.whereRaw('(q.received_at, q.id) < (?, ?)', [
            options.before.receivedAt,
            options.before.id,
          ]);
        }
      })
      .orderBy([
        { column: 'q.received_at', order: 'desc' },
        { column: 'q.id', order: 'desc' },
      ])
      .limit(options.limit);
    return rows.map(toQuarantinedEvent);
  }

  async get(tenant: string, id: string): Promise<QuarantinedEvent | undefined> {
    const [row] = await this.#query().where({ 'q.tenant': tenant, 'q.id': id });
    return row && toQuarantinedEvent(row);
  }

  /** Notes another attempt that came to nothing. */
  async attempted(
    id: string,
    attempt: { code: QuarantineCode | undefined; reason: string },
  ): Promise<void> {
    await this.#knex('intelgraph_quarantine')
      .where({ id, status: 'waiting' })
      .update({
        attempts: this.#knex.raw('attempts + 1'),
        reason: attempt.reason,
        ...(attempt.code && { code: attempt.code }),
      });
  }

  /**
   * Ends the waiting of an event.
   *
   * @returns false when it waited no more
   */
  async decide(
    id: string,
    decision: {
      status: 'taken' | 'discarded';
      at: number;
      by: string;
      decision: string;
    },
  ): Promise<boolean> {
    const changed = await this.#knex('intelgraph_quarantine')
      .where({ id, status: 'waiting' })
      .update({
        status: decision.status,
        decided_at: decision.at,
        decided_by: decision.by,
        decision: decision.decision,
        ...(decision.status === 'taken' && {
          attempts: this.#knex.raw('attempts + 1'),
        }),
      });
    return changed === 1;
  }

  #query() {
    return this.#knex('intelgraph_quarantine as q')
      .join('intelgraph_sources as s', 's.id', 'q.source_id')
      .select('q.*', 's.uri');
  }
}

function toQuarantinedEvent(row: Record<string, unknown>): QuarantinedEvent {
  const text = (value: unknown) => (value === null ? null : String(value));
  return {
    id: String(row.id),
    tenant: String(row.tenant),
    source: String(row.uri),
    sourceId: Number(row.source_id),
    deliveryId: String(row.delivery_id),
    type: String(row.type),
    code: row.code as QuarantineCode,
    reason: String(row.reason),
    event: String(row.event),
    principal: String(row.principal),
    receivedAt: Number(row.received_at),
    status: row.status as QuarantineStatus,
    attempts: Number(row.attempts),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
    decidedBy: text(row.decided_by),
    decision: text(row.decision),
  };
}
