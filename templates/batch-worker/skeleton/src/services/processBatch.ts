import { setTimeout as delay } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import {
  addToTotals,
  importOneByOne,
  importTogether,
  type ImportHandler,
  type PlacedRecord,
} from '../handlers/importRecords.ts';
import { recordSchema } from '../models/batch.ts';
import {
  advance,
  giveBack,
  lockBatch,
  markDead,
  readItems,
  takeLease,
  type Batch,
  type BatchItem,
} from '../models/batchStore.ts';
import type { Database, Unit } from '../models/database.ts';
import { keepDeadLetter } from '../models/deadLetterStore.ts';
import type { JobOutcome, Metrics } from '../telemetry/metrics.ts';
import { traced } from '../telemetry/tracing.ts';
import { fullJitter, type BackoffSettings } from './backoff.ts';
import { sendJob } from './enqueueBatch.ts';
import type { FeatureFlags } from './featureFlags.ts';
import { IMPORT_QUEUE } from './queue.ts';

/** Settings of {@link processBatch}. */
export interface ProcessSettings {
  readonly boss: PgBoss;
  readonly database: Database;
  readonly flags: FeatureFlags;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly chunkSize: number;
  /** Rest between two chunks, to spare the database. */
  readonly chunkPauseMs: number;
  /** Claims in a row without progress after which the batch is a dead letter. */
  readonly maxAttempts: number;
  readonly backoff: BackoffSettings;
  readonly random: () => number;
}

/** One job that was taken from the queue. */
interface Claim {
  readonly job: JobWithMetadata;
  readonly batchId: string;
  readonly lease: string;
  readonly attempts: number;
}

/** Another worker has the batch: this one was taken for dead. */
class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** SQLSTATE classes that say "this value can't be stored": repeating it does not help. */
const DATA_ERROR = /^2[23]/;

function isDataError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    DATA_ERROR.test(error.code)
  );
}

/** Why a payload is no record, without the values in it. */
function reasonAgainst(payload: unknown): string | undefined {
  const parsed = recordSchema.safeParse(payload);
  return parsed.success
    ? undefined
    : parsed.error.issues
        .map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`)
        .join('; ');
}

/** The name of the constraint, or the SQLSTATE: the message of the database can hold values. */
function databaseReason(error: Error): string {
  const { code = '', constraint = '' } = error as { code?: string; constraint?: string };
  return `database refused it: ${constraint || 'value'} (${code})`;
}

async function complete(settings: ProcessSettings, unit: Unit, job: JobWithMetadata) {
  await settings.boss.complete(IMPORT_QUEUE, job.id, null, { db: unit.queue });
}

/** Takes the batch, or ends the job where there is nothing (more) to be done. */
async function claim(
  settings: ProcessSettings,
  job: JobWithMetadata,
  batchId: string,
): Promise<Claim | 'done' | 'dead'> {
  return settings.database.atomically(async (unit) => {
    const batch = await lockBatch(unit.sql, batchId);
    if (batch?.state !== 'open') {
      await complete(settings, unit, job);
      return 'done';
    }
    if (batch.attempts >= settings.maxAttempts) {
      const reason = batch.last_error ?? 'the worker died each time it worked on it';
      await keepDeadLetter(unit.sql, {
        batchId,
        position: null,
        payload: undefined,
        reason,
        attempts: batch.attempts,
      });
      await markDead(unit.sql, batchId);
      await complete(settings, unit, job);
      settings.logger.error(
        { action: 'batch', outcome: 'dead', batch_id: batchId, reason, cursor: batch.cursor },
        'batch is a dead letter',
      );
      return 'dead';
    }
    settings.metrics.jobWaited(Math.max(0, Date.now() - batch.due_at.getTime()) / 1_000);
    const lease = await takeLease(unit.sql, batch);
    return { job, batchId, lease, attempts: batch.attempts + 1 };
  });
}

/** Imports what can be, and keeps the rest as dead letters. */
async function importItems(
  unit: Unit,
  batch: Batch,
  items: readonly BatchItem[],
  handler: ImportHandler,
): Promise<{ imported: number; duplicates: number; dead: number }> {
  const records: PlacedRecord[] = [];
  for (const { position, payload } of items) {
    const reason = reasonAgainst(payload);
    if (reason === undefined) {
      const record = recordSchema.parse(payload);
      records.push({ ...record, source: batch.source, batch_id: batch.id, position });
    } else {
      await keepDeadLetter(unit.sql, { batchId: batch.id, position, payload, reason, attempts: 1 });
    }
  }
  // In one order for all: two batches with the same records would wait for each other.
  records.sort((one, other) => (one.external_id < other.external_id ? -1 : 1));
  const added = records.length === 0 ? [] : await handler(unit.sql, records);
  if (added.length > 0) {
    await addToTotals(unit.sql, batch.source, added);
  }
  return {
    imported: added.length,
    duplicates: records.length - added.length,
    dead: items.length - records.length,
  };
}

/**
 * One chunk: its effect, its dead letters, the checkpoint, and at the end of the batch the end of the
 * job, all in one transaction. Returns whether that was the last one.
 *
 * @param refused - why the only item of this chunk is known to be refused by the database
 */
async function workOnChunk(
  settings: ProcessSettings,
  claimed: Claim,
  handler: ImportHandler,
  size: number,
  refused?: string,
): Promise<boolean> {
  const { result, done } = await settings.database.atomically(async (unit) => {
    const batch = await lockBatch(unit.sql, claimed.batchId);
    if (batch?.state !== 'open' || batch.lease !== claimed.lease) {
      throw new LeaseLost();
    }
    const items = await readItems(unit.sql, batch.id, batch.cursor, size);
    const [first] = items;
    if (refused !== undefined && first !== undefined) {
      await keepDeadLetter(unit.sql, { ...first, batchId: batch.id, reason: refused, attempts: 1 });
    }
    const chunk =
      refused === undefined
        ? await importItems(unit, batch, items, handler)
        : { imported: 0, duplicates: 0, dead: items.length };
    const cursor = batch.cursor + items.length;
    const isDone = await advance(unit.sql, batch, cursor, chunk);
    if (isDone) {
      await complete(settings, unit, claimed.job);
    } else {
      await settings.boss.touch(IMPORT_QUEUE, claimed.job.id, { db: unit.queue });
    }
    return { result: chunk, done: isDone };
  });
  // Counted when it is committed, not when it was tried.
  settings.metrics.records('imported', result.imported);
  settings.metrics.records('duplicate', result.duplicates);
  settings.metrics.records('dead', result.dead);
  return done;
}

/** Goes through a chunk one item at a time: the one that the database refuses becomes a dead letter. */
async function isolate(
  settings: ProcessSettings,
  claimed: Claim,
  handler: ImportHandler,
): Promise<boolean> {
  for (let left = settings.chunkSize; left > 0; left -= 1) {
    let done: boolean;
    try {
      done = await workOnChunk(settings, claimed, handler, 1);
    } catch (error) {
      if (!isDataError(error)) {
        throw error;
      }
      done = await workOnChunk(settings, claimed, handler, 1, databaseReason(error));
    }
    if (done) {
      return true;
    }
  }
  return false;
}

/** Gives the batch back at its checkpoint, as a new job: being asked to stop is no failed attempt. */
async function release(settings: ProcessSettings, claimed: Claim): Promise<void> {
  await settings.database.atomically(async (unit) => {
    const batch = await lockBatch(unit.sql, claimed.batchId);
    if (batch?.lease !== claimed.lease) {
      throw new LeaseLost();
    }
    await giveBack(unit.sql, batch.id, { attempts: Math.max(0, batch.attempts - 1), dueInMs: 0 });
    await complete(settings, unit, claimed.job);
    await sendJob(settings.boss, unit, batch.id);
  });
}

/** Puts the job back for later; how much later depends on how often it has failed in a row. */
async function retryLater(settings: ProcessSettings, claimed: Claim, error: unknown) {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  return settings.database.atomically(async (unit) => {
    const batch = await lockBatch(unit.sql, claimed.batchId);
    if (batch?.lease !== claimed.lease) {
      throw new LeaseLost();
    }
    // Progress within this attempt has set the count back.
    const failures = Math.max(1, batch.attempts);
    const waitMs = fullJitter(failures, settings.backoff, settings.random());
    await giveBack(unit.sql, batch.id, {
      attempts: failures,
      dueInMs: waitMs,
      error: `${name}: ${message}`.slice(0, 500),
    });
    await settings.boss.fail(IMPORT_QUEUE, claimed.job.id, { name }, { db: unit.queue });
    await settings.boss.update(IMPORT_QUEUE, undefined, {
      id: claimed.job.id,
      startAfter: new Date(Date.now() + waitMs),
      db: unit.queue,
    });
    return { failures, waitMs };
  });
}

async function workOn(
  settings: ProcessSettings,
  claimed: Claim,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const { chunkSize, flags } = settings;
  // Decided once for each attempt, by the batch: a batch does not change handlers half-way without need.
  const isBulk = await flags.isOn('bulk-import', { batch_id: claimed.batchId });
  const handler = isBulk ? importTogether : importOneByOne;
  for (;;) {
    if (stop.aborted || (await flags.isOn('pause-imports', {}))) {
      await release(settings, claimed);
      return 'released';
    }
    const done = await traced('import chunk', { 'batch.id': claimed.batchId }, async () => {
      try {
        return await workOnChunk(settings, claimed, handler, chunkSize);
      } catch (error) {
        if (!isDataError(error)) {
          throw error;
        }
        return isolate(settings, claimed, handler);
      }
    });
    if (done) {
      return 'done';
    }
    if (settings.chunkPauseMs > 0) {
      await delay(settings.chunkPauseMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

/**
 * One attempt at a batch: to its end, or to the next chunk after `stop` or the kill switch. Never throws:
 * what goes wrong is put back with a delay, and where even that is impossible, supervision finds the job
 * when its heartbeat is missing.
 */
export async function processBatch(
  settings: ProcessSettings,
  job: JobWithMetadata,
  batchId: string,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const { logger } = settings;
  let claimed: Claim | undefined;
  try {
    const taken = await claim(settings, job, batchId);
    if (typeof taken === 'string') {
      return taken;
    }
    claimed = taken;
    return await workOn(settings, claimed, stop);
  } catch (error) {
    if (error instanceof LeaseLost) {
      return 'lost';
    }
    logger.warn({ action: 'batch', outcome: 'error', err: error }, 'an attempt failed');
    if (claimed !== undefined) {
      await retryLater(settings, claimed, error).then(
        (retry) => {
          logger.warn({ action: 'batch', outcome: 'retry', ...retry }, 'it is tried again later');
        },
        (later: unknown) => {
          logger.warn({ action: 'batch', err: later }, 'it could not be put back');
        },
      );
    }
    return 'retry';
  }
}
