import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import {
  IngestCounts,
  IngestResponse,
  IngestResult,
} from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { Outcome } from './database/Appending';
import { FactLog } from './database/FactLog';
import { toDigest } from './database/FactReader';
import { OperationStore } from './database/OperationStore';
import { ReadResult } from './domain/types';
import { writeDenial } from './domain/writerRules';
import { EventSchemas } from './EventSchemas';
import { SchemaRegistry } from './domain/schemas/SchemaRegistry';
import { WriterRule } from './readOptions';

/** Who delivers. */
export interface Writer {
  /** `plugin:catalog`, `external:ci` or the entity ref of a person. */
  readonly subject: string;
  readonly isPerson: boolean;
}

/** Reads what was sent into items, once the schemas are known. */
export type Reader = (registry: SchemaRegistry) => ReadResult[];

const noCounts = (): IngestCounts => ({
  created: 0,
  duplicate: 0,
  corroborated: 0,
  conflict: 0,
  quarantined: 0,
  rejected: 0,
});

/** Takes events: reads them, checks who may say so, writes them down, rings. */
export class Ingest {
  readonly #options: {
    readonly log: FactLog;
    readonly operations: OperationStore;
    readonly schemas: EventSchemas;
    readonly writers: readonly WriterRule[];
    readonly tenants: readonly string[];
    readonly now: () => number;
    readonly newId: () => string;
    /** Told after facts became known. */
    readonly onRecorded: (watermark: number) => void;
  };

  constructor(options: {
    log: FactLog;
    operations: OperationStore;
    schemas: EventSchemas;
    writers: readonly WriterRule[];
    tenants: readonly string[];
    now: () => number;
    newId: () => string;
    onRecorded: (watermark: number) => void;
  }) {
    this.#options = options;
  }

  /**
   * One request with all its items, in one transaction.
   *
   * @throws ConflictError when the idempotency key was used for another request
   */
  async take(
    writer: Writer,
    read: Reader,
    request: {
      via: string;
      tenant?: string;
      idempotencyKey?: string;
      /** What the key stands for: the bytes of the request. */
      body?: Buffer;
      /** Runs in the same transaction. */
      alongside?: (trx: Knex.Transaction) => Promise<void>;
    },
  ): Promise<IngestResponse> {
    const { operations } = this.#options;
    const { idempotencyKey } = request;
    const requestDigest =
      idempotencyKey !== undefined && request.body
        ? createHash('sha256')
            .update(`${request.via}\n`)
            .update(request.body)
            .digest()
        : undefined;
    if (idempotencyKey !== undefined && requestDigest) {
      const earlier = await operations.earlier(writer.subject, idempotencyKey);
      if (earlier && !earlier.requestDigest.equals(requestDigest)) {
        throw new ConflictError(
          'The idempotency key was used for another request; a key belongs to one request',
        );
      }
      if (earlier?.response) return JSON.parse(earlier.response);
    }
    const stream = this.open(writer, request);
    return stream.take(read(await this.registry()), {
      idempotencyKey,
      requestDigest,
    });
  }

  /** What events are read with now. */
  registry(): Promise<SchemaRegistry> {
    return this.#options.schemas.registry();
  }

  /** An operation whose items come bit by bit; each part is a transaction of its own. */
  open(
    writer: Writer,
    request: {
      via: string;
      tenant?: string;
      alongside?: (trx: Knex.Transaction) => Promise<void>;
    },
  ): {
    id: string;
    /** Several may be under way; they are taken, and numbered, in the order of the calls. */
    take(
      read: readonly ReadResult[],
      answer?: { idempotencyKey?: string; requestDigest?: Buffer },
    ): Promise<IngestResponse>;
  } {
    const { log, operations, now, newId, onRecorded } = this.#options;
    const id = newId();
    const startedAt = now();
    const counts = noCounts();
    let first: number | null = null;
    let taken = 0;
    return {
      id,
      take: async (read, answer = {}) => {
        const items = read.map(item => this.#authorized(writer, item));
        const base = taken;
        taken += items.length;
        const results: IngestResult[] = [];
        const { lastSeq } = await log.append(
          items,
          {
            operationId: id,
            principal: writer.subject,
            receivedAtMs: now(),
          },
          async (trx, appended) => {
            appended.outcomes.forEach((outcome, index) => {
              counts[outcome.status] += 1;
              results.push(toResult(outcome, base + index));
            });
            first ??= appended.firstSeq;
            await operations.save(
              {
                id,
                tenant: request.tenant ?? tenantOf(items) ?? 'default',
                principal: writer.subject,
                via: request.via,
                startedAt,
                counts,
                firstSeq: first,
                lastSeq: appended.lastSeq,
                ...answer,
                ...(answer.requestDigest && {
                  response: JSON.stringify({
                    operationId: id,
                    counts,
                    results,
                  }),
                }),
              },
              trx,
            );
            await request.alongside?.(trx);
          },
        );
        if (lastSeq !== null) onRecorded(lastSeq);
        return { operationId: id, counts: { ...counts }, results };
      },
    };
  }

  /** Turns what the writer may not state into a rejection. */
  #authorized(writer: Writer, item: ReadResult): ReadResult {
    const { writers, tenants } = this.#options;
    const what = claimOf(item);
    if (!what) return item;
    const denial = writeDenial(writers, writer, what, tenants);
    if (!denial) return item;
    // Without a source: what someone may not say is not on that source's record.
    if (item.kind === 'rejected') return { ...item, source: undefined };
    return { kind: 'rejected', ...denial, id: item.delivery.id };
  }
}

function claimOf(
  item: ReadResult,
): { source: string; type: string; tenant: string } | undefined {
  switch (item.kind) {
    case 'read':
      return {
        source: item.delivery.source,
        type: item.statement.type,
        tenant: item.statement.tenant,
      };
    case 'quarantined':
      return {
        source: item.delivery.source,
        type: item.type,
        tenant: item.context.tenant,
      };
    default:
      return item.source === undefined
        ? undefined
        : {
            source: item.source,
            type: item.type ?? '',
            tenant: item.tenant ?? 'default',
          };
  }
}

/** The tenant of the first item that has one. */
function tenantOf(items: readonly ReadResult[]): string | undefined {
  for (const item of items) {
    if (item.kind === 'read') return item.statement.tenant;
    if (item.kind === 'quarantined') return item.context.tenant;
  }
  return undefined;
}

function toResult(outcome: Outcome, index: number): IngestResult {
  const { factId, conflictsWith, ...rest } = outcome;
  return {
    index,
    ...rest,
    ...(factId && { factId: toDigest(factId) }),
    ...(conflictsWith && { conflictsWith: conflictsWith.map(toDigest) }),
  };
}
