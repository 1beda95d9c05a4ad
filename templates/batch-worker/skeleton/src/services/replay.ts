import { randomUUID } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import type { PgBoss } from 'pg-boss';
import { MAX_BATCH_RECORDS } from '../models/batch.ts';
import { reopen } from '../models/batchStore.ts';
import type { Database } from '../models/database.ts';
import {
  openDeadLetters,
  type DeadLetter,
  type DeadLetterSelection,
} from '../models/deadLetterStore.ts';
import { continueTrace } from '../telemetry/traceContext.ts';
import { sendJob, storeBatch } from './enqueueBatch.ts';

/** Who wants something done again, and why. */
export interface ReplayOrder {
  readonly selection: DeadLetterSelection;
  readonly requestedBy: string;
  readonly reason: string;
}

/** What a replay does or, in a dry run, would do. */
export interface ReplayResult {
  /** Undefined in a dry run, and when there was nothing to replay. */
  readonly replayId?: string;
  readonly letters: readonly DeadLetter[];
  /** Batches that carry the letters now. */
  readonly batchIds: readonly string[];
}

/** What would be replayed; changes nothing. */
export async function previewReplay(
  database: Database,
  selection: DeadLetterSelection,
): Promise<ReplayResult> {
  return database.atomically(async ({ sql }) => ({
    letters: await openDeadLetters(sql, selection, MAX_BATCH_RECORDS),
    batchIds: [],
  }));
}

/**
 * Has dead letters done again: items as a new batch for each source, dead batches from their checkpoint.
 * Who asked and why is kept, and each letter names its replay, so that none is replayed twice.
 */
export async function replay(
  boss: PgBoss,
  database: Database,
  order: ReplayOrder,
): Promise<ReplayResult> {
  return continueTrace({}, 'replay', SpanKind.PRODUCER, {}, () =>
    database.atomically(async (unit) => {
      const { sql } = unit;
      const letters = await openDeadLetters(sql, order.selection, MAX_BATCH_RECORDS);
      if (letters.length === 0) {
        return { letters, batchIds: [] };
      }
      const replayId = randomUUID();
      await sql
        .insertInto('replays')
        .values({
          id: replayId,
          requested_by: order.requestedBy,
          reason: order.reason,
          selection: JSON.stringify(order.selection),
          letters: letters.length,
        })
        .execute();
      await sql
        .updateTable('dead_letters')
        .set({ replay_id: replayId })
        .where(
          'id',
          'in',
          letters.map(({ id }) => id),
        )
        .execute();
      const batchIds: string[] = [];
      for (const { batchId } of letters.filter(({ position }) => position === null)) {
        await reopen(sql, batchId);
        await sendJob(boss, unit, batchId);
        batchIds.push(batchId);
      }
      const items = letters.filter(({ position }) => position !== null);
      for (const [source, own] of Map.groupBy(items, (letter) => letter.source)) {
        const { batchId } = await storeBatch(boss, unit, {
          idempotency_key: `replay:${replayId}:${source}`,
          source,
          records: own.map(({ payload }) => payload),
        });
        batchIds.push(batchId);
      }
      return { replayId, letters, batchIds };
    }),
  );
}
