import { randomUUID } from 'node:crypto';
import { sql as raw, type Kysely, type Selectable } from 'kysely';
import type { BatchTable } from './batch.ts';
import type { Schema } from './database.ts';
import type { Backlog } from '../telemetry/metrics.ts';

/** A batch as it is stored. */
export type Batch = Selectable<BatchTable>;

/** One stored item of a batch. */
export interface BatchItem {
  readonly position: number;
  readonly payload: unknown;
}

/** What one chunk did. */
export interface ChunkResult {
  readonly imported: number;
  readonly duplicates: number;
  readonly dead: number;
}

/** A batch, locked until the transaction ends. */
export async function lockBatch(sql: Kysely<Schema>, id: string): Promise<Batch | undefined> {
  return sql.selectFrom('batches').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Notes who works on a locked batch from now on, and that an attempt began. */
export async function takeLease(sql: Kysely<Schema>, batch: Batch): Promise<string> {
  const lease = randomUUID();
  await sql
    .updateTable('batches')
    .set({ lease, attempts: batch.attempts + 1 })
    .where('id', '=', batch.id)
    .execute();
  return lease;
}

/** Gives a batch back to be taken by anyone when `dueInMs` are over. */
export async function giveBack(
  sql: Kysely<Schema>,
  id: string,
  change: { readonly attempts: number; readonly dueInMs: number; readonly error?: string },
): Promise<void> {
  await sql
    .updateTable('batches')
    .set({
      lease: null,
      attempts: change.attempts,
      due_at: raw<Date>`now() + ${change.dueInMs} * interval '1 millisecond'`,
      ...(change.error === undefined ? {} : { last_error: change.error }),
    })
    .where('id', '=', id)
    .execute();
}

/** The next items of a batch, in order. */
export async function readItems(
  sql: Kysely<Schema>,
  id: string,
  cursor: number,
  limit: number,
): Promise<BatchItem[]> {
  return sql
    .selectFrom('batch_items')
    .select(['position', 'payload'])
    .where('batch_id', '=', id)
    .where('position', '>=', cursor)
    .orderBy('position')
    .limit(limit)
    .execute();
}

/** Moves the checkpoint past a chunk; returns whether the batch is done with that. */
export async function advance(
  sql: Kysely<Schema>,
  batch: Batch,
  cursor: number,
  result: ChunkResult,
): Promise<boolean> {
  const done = cursor >= batch.total;
  await sql
    .updateTable('batches')
    .set({
      cursor,
      imported: batch.imported + result.imported,
      duplicates: batch.duplicates + result.duplicates,
      dead: batch.dead + result.dead,
      attempts: 0,
      last_error: null,
      due_at: raw<Date>`now()`,
      ...(done ? { state: 'done' as const, lease: null, finished_at: raw<Date>`now()` } : {}),
    })
    .where('id', '=', batch.id)
    .execute();
  return done;
}

/** Ends a batch that can't be worked on. */
export async function markDead(sql: Kysely<Schema>, id: string): Promise<void> {
  await sql
    .updateTable('batches')
    .set({ state: 'dead', lease: null, finished_at: raw<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

/** Makes a dead batch go on from its checkpoint. */
export async function reopen(sql: Kysely<Schema>, id: string): Promise<void> {
  await sql
    .updateTable('batches')
    .set({ state: 'open', attempts: 0, finished_at: null, due_at: raw<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

/** What waits and what could not be done. */
export async function readBacklog(sql: Kysely<Schema>): Promise<Backlog> {
  const { rows } = await raw<{ ready: number; oldest: number; letters: number }>`
    select
      count(*) filter (where lease is null)::integer as ready,
      coalesce(extract(epoch from now() - min(due_at)), 0)::float8 as oldest,
      (select count(*)::integer from dead_letters where replay_id is null) as letters
    from batches
    where state = 'open' and due_at <= now()
  `.execute(sql);
  const [row] = rows;
  return {
    ready: row?.ready ?? 0,
    oldestSeconds: row?.oldest ?? 0,
    deadLetters: row?.letters ?? 0,
  };
}
