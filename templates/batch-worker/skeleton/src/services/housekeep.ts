import { sql as raw } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../models/database.ts';
import { sendJob } from './enqueueBatch.ts';

/** Batches one transaction removes: small enough not to hold up the import. */
const BATCHES_AT_ONCE = 100;

/**
 * Removes batches that are done for longer than `days`, with their items and replayed letters. What has
 * an open dead letter stays; imported records stay in any case. Returns how many batches went.
 */
export async function housekeep(database: Database, days: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rows } = await database.atomically((unit) =>
      raw<{ id: string }>`
        delete from batches where id in (
          select id from batches
          where state = 'done'
            and finished_at < now() - ${days} * interval '1 day'
            and not exists (
              select from dead_letters where batch_id = batches.id and replay_id is null
            )
          limit ${BATCHES_AT_ONCE}
        )
        returning id
      `.execute(unit.sql),
    );
    removed += rows.length;
    if (rows.length < BATCHES_AT_ONCE) {
      return removed;
    }
  }
}

/**
 * Sends a job for each open batch that has none, and returns how many that were. There is no way for them
 * to get lost in here; a table restored from a backup, or a hand in the queue, is another matter.
 */
export async function resendLost(boss: PgBoss, database: Database): Promise<number> {
  const open = await database.sql
    .selectFrom('batches')
    .select('id')
    .where('state', '=', 'open')
    .orderBy('created_at')
    .execute();
  let sent = 0;
  for (const { id } of open) {
    // The queue refuses a second job for a batch.
    sent += (await database.atomically((unit) => sendJob(boss, unit, id))) ? 1 : 0;
  }
  return sent;
}
