import { randomUUID } from 'node:crypto';
import { sql as raw, type Kysely } from 'kysely';
import type { Schema } from './database.ts';

/** Something that could not be done. */
export interface NewDeadLetter {
  readonly batchId: string;
  /** Without one it is the rest of the batch. */
  readonly position: number | null;
  readonly payload: unknown;
  readonly reason: string;
  readonly attempts: number;
}

/** A stored dead letter. */
export interface DeadLetter extends NewDeadLetter {
  readonly id: string;
  readonly source: string;
  readonly failedAt: Date;
}

/** Which dead letters are meant. */
export interface DeadLetterSelection {
  readonly id?: string | undefined;
  readonly batchId?: string | undefined;
  /** Those that failed at or after it. */
  readonly since?: Date | undefined;
}

/** Longest reason that is kept; what failed can be long itself. */
const REASON_CHARACTERS = 500;

/** Keeps a dead letter; the same item that fails again after a replay is open again. */
export async function keepDeadLetter(sql: Kysely<Schema>, letter: NewDeadLetter): Promise<void> {
  const reason = letter.reason.slice(0, REASON_CHARACTERS);
  await sql
    .insertInto('dead_letters')
    .values({
      id: randomUUID(),
      batch_id: letter.batchId,
      position: letter.position,
      payload: letter.payload === undefined ? null : JSON.stringify(letter.payload),
      reason,
      attempts: letter.attempts,
      replay_id: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['batch_id', 'position']).doUpdateSet({
        reason,
        attempts: letter.attempts,
        failed_at: raw<Date>`now()`,
        replay_id: null,
      }),
    )
    .execute();
}

/** The dead letters that are open and meant, oldest first, locked until the transaction ends. */
export async function openDeadLetters(
  sql: Kysely<Schema>,
  selection: DeadLetterSelection,
  limit: number,
): Promise<DeadLetter[]> {
  let query = sql
    .selectFrom('dead_letters')
    .innerJoin('batches', 'batches.id', 'dead_letters.batch_id')
    .select([
      'dead_letters.id',
      'dead_letters.batch_id',
      'dead_letters.position',
      'dead_letters.payload',
      'dead_letters.reason',
      'dead_letters.attempts',
      'dead_letters.failed_at',
      'batches.source',
    ])
    .where('dead_letters.replay_id', 'is', null)
    .orderBy('dead_letters.failed_at')
    .orderBy('dead_letters.id')
    .limit(limit)
    .forUpdate('dead_letters');
  if (selection.id !== undefined) {
    query = query.where('dead_letters.id', '=', selection.id);
  }
  if (selection.batchId !== undefined) {
    query = query.where('dead_letters.batch_id', '=', selection.batchId);
  }
  if (selection.since !== undefined) {
    query = query.where('dead_letters.failed_at', '>=', selection.since);
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    batchId: row.batch_id,
    position: row.position,
    payload: row.payload,
    reason: row.reason,
    attempts: row.attempts,
    failedAt: row.failed_at,
    source: row.source,
  }));
}
