import { z } from 'zod';
import type { ColumnType, Generated } from 'kysely';

/** Most records a batch may have: what one row of JSON can carry without hurting anybody. */
export const MAX_BATCH_RECORDS = 50_000;

/** A record as senders write it; checked one by one, so that a wrong one does not stop the others. */
export const recordSchema = z.strictObject({
  external_id: z.string().regex(/^[\w.:-]{1,100}$/),
  name: z.string().trim().min(1).max(200),
  amount_cents: z.int().min(-2_000_000_000).max(2_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** A record that can be imported. */
export type ImportRecord = z.output<typeof recordSchema>;

/**
 * The escapes that JSON.stringify writes for half a surrogate pair, and for U+0000: valid JSON, and nothing
 * that PostgreSQL can store. An even number of backslashes before it is text that only looks like one.
 */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

const storedSchema = z.json().refine((record) => !UNSTORABLE.test(JSON.stringify(record)), {
  message: 'has a character that can not be stored: U+0000 or half a surrogate pair',
});

/** A batch as it is handed in. */
export const newBatchSchema = z.strictObject({
  idempotency_key: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1–200 visible characters'),
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1–64 of a–z, 0–9 and -'),
  records: z.array(storedSchema).min(1).max(MAX_BATCH_RECORDS),
});

/** A valid batch. */
export type NewBatch = z.output<typeof newBatchSchema>;

/** What a job of the queue carries: who it is about, and the trace it belongs to. */
export const jobSchema = z.object({
  batch_id: z.uuid(),
  trace: z.record(z.string(), z.string()).default({}),
});

/** A row of `batches`. */
export interface BatchTable {
  id: string;
  idempotency_key: string;
  content_sha256: string;
  source: string;
  total: number;
  state: Generated<'open' | 'done' | 'dead'>;
  cursor: Generated<number>;
  imported: Generated<number>;
  duplicates: Generated<number>;
  dead: Generated<number>;
  attempts: Generated<number>;
  last_error: string | null;
  lease: string | null;
  due_at: Generated<Date>;
  created_at: Generated<Date>;
  finished_at: Date | null;
}

/** A row of `batch_items`. */
export interface BatchItemTable {
  batch_id: string;
  position: number;
  payload: ColumnType<unknown, string, never>;
}

/** A row of `records`. */
export interface RecordTable extends ImportRecord {
  source: string;
  batch_id: string;
  position: number;
  imported_at: Generated<Date>;
}

/** A row of `source_totals`. */
export interface SourceTotalTable {
  source: string;
  records: number;
  /** A bigint: drivers differ in how they hand it out, so it is only written here. */
  amount_cents: ColumnType<unknown, number, unknown>;
}

/** A row of `dead_letters`. */
export interface DeadLetterTable {
  id: string;
  batch_id: string;
  position: number | null;
  payload: ColumnType<unknown, string | null, never>;
  reason: string;
  attempts: number;
  failed_at: Generated<Date>;
  replay_id: string | null;
}

/** A row of `replays`: who had what done again, and why. */
export interface ReplayTable {
  id: string;
  requested_by: string;
  reason: string;
  selection: string;
  letters: number;
  created_at: Generated<Date>;
}
