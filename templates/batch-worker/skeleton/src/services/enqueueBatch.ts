import { createHash, randomUUID } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import { sql as raw } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { newBatchSchema } from '../models/batch.ts';
import type { Database, Unit } from '../models/database.ts';
import { parseInput, Problem } from '../models/problem.ts';
import { captureTrace, continueTrace, type TraceCarrier } from '../telemetry/traceContext.ts';
import { IMPORT_QUEUE } from './queue.ts';

/** A batch that is in the database. */
export interface EnqueuedBatch {
  readonly batchId: string;
  /** False when the key was known: nothing was done. */
  readonly created: boolean;
}

/**
 * Puts the job of a batch into the queue, in the transaction of the unit, with the running trace. Returns
 * false when the batch has one.
 */
export async function sendJob(boss: PgBoss, unit: Unit, batchId: string): Promise<boolean> {
  const id = await boss.send(
    IMPORT_QUEUE,
    { batch_id: batchId, trace: captureTrace() },
    { singletonKey: batchId, db: unit.queue },
  );
  return id !== null;
}

/** Stores a batch and its job in the transaction of the unit. */
export async function storeBatch(boss: PgBoss, unit: Unit, input: unknown): Promise<EnqueuedBatch> {
  const batch = parseInput(newBatchSchema, input);
  const items = JSON.stringify(batch.records);
  const content = createHash('sha256').update(`${batch.source}\n${items}`).digest('hex');
  const id = randomUUID();
  const inserted = await unit.sql
    .insertInto('batches')
    .values({
      id,
      idempotency_key: batch.idempotency_key,
      content_sha256: content,
      source: batch.source,
      total: batch.records.length,
    })
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) {
    const known = await unit.sql
      .selectFrom('batches')
      .select(['id', 'content_sha256'])
      .where('idempotency_key', '=', batch.idempotency_key)
      .executeTakeFirstOrThrow();
    if (known.content_sha256 !== content) {
      throw new Problem(
        409,
        'idempotency-conflict',
        'Idempotency key in use',
        'The idempotency key was used for a batch with other content.',
      );
    }
    return { batchId: known.id, created: false };
  }
  await raw`
    insert into batch_items (batch_id, position, payload)
    select ${id}::uuid, (item.number - 1)::integer, item.value
    from jsonb_array_elements(${items}::jsonb) with ordinality as item (value, number)
  `.execute(unit.sql);
  await sendJob(boss, unit, id);
  return { batchId: id, created: true };
}

/**
 * Hands a batch in. The same idempotency key twice is one batch.
 *
 * @param carrier - the trace of whoever asks for it
 * @throws Problem 400 when the batch is not valid, 409 when its key was used for other content.
 */
export async function enqueueBatch(
  boss: PgBoss,
  database: Database,
  input: unknown,
  carrier: TraceCarrier = {},
): Promise<EnqueuedBatch> {
  return continueTrace(
    carrier,
    `send ${IMPORT_QUEUE}`,
    SpanKind.PRODUCER,
    { 'messaging.system': 'pg-boss', 'messaging.destination.name': IMPORT_QUEUE },
    () => database.atomically((unit) => storeBatch(boss, unit, input)),
  );
}
