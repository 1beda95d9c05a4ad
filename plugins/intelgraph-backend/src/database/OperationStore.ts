import { IngestCounts } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';

/** One request that delivered events. */
export interface StoredOperation {
  readonly id: string;
  readonly tenant: string;
  readonly principal: string;
  readonly via: string;
  readonly startedAt: number;
  readonly counts: IngestCounts;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
}

/** An earlier answer under the same key. */
export interface EarlierAnswer {
  readonly requestDigest: Buffer;
  /** JSON text; null while the first request is still under way, or was cut off. */
  readonly response: string | null;
}

/** Keeps who delivered what, and answers that may be asked for again. */
export class OperationStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** What was answered under a key of a principal. */
  async earlier(
    principal: string,
    idempotencyKey: string,
  ): Promise<EarlierAnswer | undefined> {
    const [row] = await this.#knex('intelgraph_operations')
      .where({ principal, idempotency_key: idempotencyKey })
      .select('request_digest', 'response');
    return row && { requestDigest: row.request_digest, response: row.response };
  }

  /**
   * Writes an operation down, or what became of it. An answer of a twin that was quicker stands; the items themselves
   * are told apart anyway.
   */
  async save(
    operation: StoredOperation & {
      idempotencyKey?: string;
      requestDigest?: Buffer;
      response?: string;
    },
    trx: Knex = this.#knex,
  ): Promise<void> {
    const isTaken =
      operation.idempotencyKey !== undefined &&
      (
        await trx('intelgraph_operations')
          .where({
            principal: operation.principal,
            idempotency_key: operation.idempotencyKey,
          })
          .whereNot({ id: operation.id })
          .select('id')
      ).length > 0;
    const { idempotencyKey, requestDigest, response } = isTaken
      ? ({} as typeof operation)
      : operation;
    const row = {
      id: operation.id,
      tenant: operation.tenant,
      principal: operation.principal,
      via: operation.via,
      started_at: operation.startedAt,
      counts: JSON.stringify(operation.counts),
      first_seq: operation.firstSeq,
      last_seq: operation.lastSeq,
      idempotency_key: idempotencyKey ?? null,
      request_digest: requestDigest ?? null,
      response: response ?? null,
    };
    await trx('intelgraph_operations').insert(row).onConflict('id').merge();
  }

  async get(id: string): Promise<StoredOperation | undefined> {
    const [row] = await this.#knex('intelgraph_operations').where({ id });
    return (
      row && {
        id: row.id,
        tenant: row.tenant,
        principal: row.principal,
        via: row.via,
        startedAt: Number(row.started_at),
        counts: JSON.parse(row.counts),
        firstSeq: row.first_seq === null ? null : Number(row.first_seq),
        lastSeq: row.last_seq === null ? null : Number(row.last_seq),
      }
    );
  }

  /** Forgets answers that are older than a time (epoch ms); the operations stay. */
  async forgetAnswers(before: number): Promise<void> {
    await this.#knex('intelgraph_operations')
      .where('started_at', '<', before)
      .whereNotNull('idempotency_key')
      .update({ idempotency_key: null, request_digest: null, response: null });
  }
}
