import { Knex } from 'knex';
import { selectRows } from './selectRows';

/** A source as its counters have it. */
export interface StoredSource {
  readonly id: number;
  readonly uri: string;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** Epoch µs. */
  readonly lastOccurredAt: number | null;
  readonly lastLagMs: number | null;
  readonly deliveries: number;
  readonly facts: number;
  readonly corroborated: number;
  readonly conflicts: number;
  readonly rejected: number;
  readonly lastRejectedAt: number | null;
  /** Events that wait in quarantine. */
  readonly waiting: number;
  readonly chainLength: number;
  readonly chainDigest: Buffer | null;
}

/** Something that was refused. */
export interface StoredReject {
  readonly at: number;
  readonly deliveryId: string | null;
  readonly type: string | null;
  readonly pointer: string;
  readonly reason: string;
  readonly operationId: string;
}

/** Reads who facts come from. */
export class SourceStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** All sources of a tenant, by name. */
  async list(tenant: string): Promise<StoredSource[]> {
    return this.#read('s.tenant = ? ORDER BY s.uri', [tenant]);
  }

  async get(tenant: string, id: number): Promise<StoredSource | undefined> {
    const [source] = await this.#read('s.tenant = ? AND s.id = ?', [
      tenant,
      id,
    ]);
    return source;
  }

  async rejects(sourceId: number, limit: number): Promise<StoredReject[]> {
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      'SELECT * FROM intelgraph_rejects WHERE source_id = ? ORDER BY id DESC LIMIT ?',
      [sourceId, limit],
    );
    const text = (value: unknown) => (value === null ? null : String(value));
    return rows.map(row => ({
      at: Number(row.at),
      deliveryId: text(row.delivery_id),
      type: text(row.type),
      pointer: String(row.pointer),
      reason: String(row.reason),
      operationId: String(row.operation_id),
    }));
  }

  /** Forgets rejects that are older than a time (epoch ms). */
  async forgetRejects(before: number): Promise<void> {
    await this.#knex('intelgraph_rejects').where('at', '<', before).delete();
  }

  async #read(
    where: string,
    values: readonly (string | number)[],
  ): Promise<StoredSource[]> {
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT s.*, (SELECT max(r.at) FROM intelgraph_rejects r WHERE r.source_id = s.id) AS rejected_at,
        (SELECT count(*) FROM intelgraph_quarantine q WHERE q.source_id = s.id AND q.status = 'waiting') AS waiting
       FROM intelgraph_sources s WHERE ${where}`,
      values,
    );
    const optional = (value: unknown) =>
      value === null ? null : Number(value);
    return rows.map(row => ({
      id: Number(row.id),
      uri: String(row.uri),
      firstSeenAt: Number(row.first_seen_at),
      lastSeenAt: Number(row.last_seen_at),
      lastOccurredAt: optional(row.last_occurred_at),
      lastLagMs: optional(row.last_lag_ms),
      deliveries: Number(row.deliveries),
      facts: Number(row.facts),
      corroborated: Number(row.corroborated),
      conflicts: Number(row.conflicts),
      rejected: Number(row.rejected),
      lastRejectedAt: optional(row.rejected_at),
      waiting: Number(row.waiting),
      chainLength: Number(row.chain_length),
      chainDigest: (row.chain_digest as Buffer | null) ?? null,
    }));
  }
}
