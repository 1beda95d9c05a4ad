import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sql as raw } from 'kysely';
import type { JobWithMetadata } from 'pg-boss';
import type { Database } from '../../src/models/database.ts';
import { migrate } from '../../src/models/migrate.ts';
import { enqueueBatch } from '../../src/services/enqueueBatch.ts';
import { createFeatureFlags } from '../../src/services/featureFlags.ts';
import { processBatch, type ProcessSettings } from '../../src/services/processBatch.ts';
import { HOUSEKEEPING_QUEUE, IMPORT_QUEUE } from '../../src/services/queue.ts';
import { previewReplay, replay } from '../../src/services/replay.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import {
  openTestDatabase,
  records,
  startTestWorker,
  type TestWorker,
} from '../support/startTestWorker.ts';
import { createTestDatabase, engines, type TestDatabase } from '../support/testDatabase.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
/** A busy machine needs seconds for what takes milliseconds. */
const PATIENCE = { timeout: 15_000, interval: 50 };
const REPLAY = { requestedBy: 'somebody', reason: 'it was fixed' };

describe.each(engines)('on %s', (engine) => {
  let server: TestDatabase;
  let database: Database;
  let worker: TestWorker;

  beforeAll(async () => {
    server = await createTestDatabase(engine);
    database = await openTestDatabase(server.url);
    await migrate(database);
  });
  beforeEach(async () => {
    await raw`truncate batches, batch_items, records, source_totals, dead_letters, replays`.execute(
      database.sql,
    );
    worker = await startTestWorker(database);
  });
  afterEach(async () => {
    await worker.stop();
  });
  afterAll(async () => {
    await database.close();
    await server.drop();
  });

  /** Rows of `records`, and what the counter beside them says. */
  async function counted(): Promise<{ records: number; totals: number; cents: number }> {
    const { rows } = await raw<{ records: number; totals: number; cents: number }>`
      select (select count(*)::integer from records) as records,
             coalesce(sum(records), 0)::integer as totals,
             coalesce(sum(amount_cents), 0)::integer as cents
      from source_totals
    `.execute(database.sql);
    return rows[0] ?? { records: 0, totals: 0, cents: 0 };
  }

  async function letters() {
    return database.sql.selectFrom('dead_letters').selectAll().orderBy('position').execute();
  }

  async function metric(pattern: RegExp): Promise<string | undefined> {
    const text = await (await fetch(`${worker.baseUrl}/metrics`)).text();
    return pattern.exec(text)?.[1];
  }

  /** A job in hand of nobody's loop, and what is needed to work on it. */
  async function inHand(
    changes: Partial<ProcessSettings> = {},
  ): Promise<{ settings: ProcessSettings; next: () => Promise<JobWithMetadata> }> {
    const settings: ProcessSettings = {
      boss: worker.boss,
      database,
      flags: await createFeatureFlags([], new Map()),
      metrics: worker.worker.metrics,
      logger: createLogger({ level: 'silent', env: 'test', region: 'eu' }),
      chunkSize: 10,
      chunkPauseMs: 0,
      maxAttempts: 3,
      backoff: { baseMs: 1, capMs: 1 },
      random: () => 0,
      ...changes,
    };
    await worker.setFlag('pause-imports', (text) =>
      text.replace('default_variant: off', 'default_variant: on'),
    );
    await vi.waitFor(() => {
      expect(worker.log.some((line) => line['action'] === 'pause')).toBe(true);
    }, PATIENCE);
    const next = (): Promise<JobWithMetadata> =>
      vi.waitFor(async () => {
        const [job] = await worker.boss.fetch<object>(IMPORT_QUEUE, { includeMetadata: true });
        if (!job) {
          throw new Error('no job is due');
        }
        return job;
      }, PATIENCE);
    return { settings, next };
  }

  test('a batch is imported once, however often it is sent, in the trace of its sender', async () => {
    const carrier = { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` };
    const sent = await Promise.all(
      [1, 2, 3].map(() => worker.enqueue(records(45), 'one', carrier)),
    );
    const id = sent[0]?.batchId ?? '';
    expect(sent.map(({ batchId }) => batchId)).toEqual([id, id, id]);
    expect(sent.filter(({ created }) => created)).toHaveLength(1);
    expect(await worker.until(id, 'done')).toMatchObject({ cursor: 45, imported: 45, dead: 0 });
    await vi.waitFor(() => {
      expect(worker.log.find((line) => line['action'] === 'job')).toMatchObject({
        outcome: 'done',
        trace_id: TRACE_ID,
        batch_id: id,
        correlation_id: id,
      });
    }, PATIENCE);
    const again = await worker.enqueue(records(45), 'other-key');
    expect(await worker.until(again.batchId, 'done')).toMatchObject({
      imported: 0,
      duplicates: 45,
    });
    expect(await counted()).toEqual({ records: 45, totals: 45, cents: 4_500 });
    await expect(worker.enqueue(records(2), 'one')).rejects.toMatchObject({ status: 409 });
    await expect(worker.enqueue([], 'two')).rejects.toMatchObject({ status: 400 });
    expect(await metric(/jobs_total\{[^}]*outcome="done"[^}]*\} (\d+)/)).toBe('2');
    expect(await metric(/records_total\{[^}]*outcome="imported"[^}]*\} (\d+)/)).toBe('45');
    expect(await metric(/queue_ready_jobs\{[^}]*\} (\d+)/)).toBe('0');
  });

  test('poison becomes dead letters with reasons; after the fix a replay imports what it can', async () => {
    const items = [
      ...records(12),
      { external_id: 'bad', amount_cents: 'secret-value' },
      { ...records(1, 500)[0], currency: 'SEK' },
      ...records(12, 100),
    ];
    const { batchId } = await worker.enqueue(items, 'poison');
    expect(await worker.until(batchId, 'done')).toMatchObject({ imported: 24, dead: 2 });
    const dead = await letters();
    expect(dead.map(({ position, reason }) => [position, reason])).toEqual([
      [12, expect.stringContaining('amount_cents: ')],
      [13, 'database refused it: records_currency_fkey (23503)'],
    ]);
    expect(dead.map(({ reason }) => reason).join()).not.toContain('secret-value');
    expect(await metric(/dead_letters_open\{[^}]*\} (\d+)/)).toBe('2');

    const selection = { batchId };
    expect((await previewReplay(database, selection)).letters).toHaveLength(2);
    expect(await letters()).toMatchObject([{ replay_id: null }, { replay_id: null }]);

    await raw`insert into currencies values ('SEK') on conflict do nothing`.execute(database.sql);
    const done = await replay(worker.boss, database, { ...REPLAY, selection });
    expect(done.letters).toHaveLength(2);
    const [second = ''] = done.batchIds;
    expect(await worker.until(second, 'done')).toMatchObject({ imported: 1, dead: 1 });
    expect(await counted()).toEqual({ records: 25, totals: 25, cents: 2_500 });
    expect(await database.sql.selectFrom('replays').selectAll().execute()).toMatchObject([
      { id: done.replayId, requested_by: 'somebody', reason: 'it was fixed', letters: 2 },
    ]);
    // The letters are spent; only the one that failed again is open.
    expect((await replay(worker.boss, database, { ...REPLAY, selection })).letters).toEqual([]);
    const open = await previewReplay(database, { since: new Date(0) });
    expect(open.letters.map((letter) => letter.batchId)).toEqual([second]);
    expect((await previewReplay(database, { id: open.letters[0]?.id })).letters).toHaveLength(1);
    await raw`delete from currencies where code = 'SEK' and not exists (select from records)`.execute(
      database.sql,
    );
  });

  test('the kill switch stops intake, and a running batch at its next checkpoint', async () => {
    const pause = (to: 'on' | 'off') =>
      worker.setFlag('pause-imports', (text) =>
        text.replace(/default_variant: \w+/, `default_variant: ${to}`),
      );
    await worker.stop();
    worker = await startTestWorker(database, { CHUNK_PAUSE_MS: '50' });
    const { batchId } = await worker.enqueue(records(250), 'running');
    await vi.waitFor(async () => {
      expect((await worker.batch(batchId)).cursor).toBeGreaterThan(0);
    }, PATIENCE);
    await pause('on');
    await vi.waitFor(() => {
      expect(worker.log).toContainEqual(
        expect.objectContaining({ action: 'job', outcome: 'released' }),
      );
    }, PATIENCE);
    const held = await worker.batch(batchId);
    expect(held.cursor).toBeLessThan(250);
    expect(held).toMatchObject({ state: 'open', lease: null, attempts: 0 });
    const waiting = await worker.enqueue(records(5, 1_000), 'waiting');
    await vi.waitFor(async () => {
      const status = (await (await fetch(`${worker.baseUrl}/status`)).json()) as object;
      expect(status).toMatchObject({ paused: true, in_flight: 0, queue: { ready: 2 } });
    }, PATIENCE);
    expect(await worker.batch(waiting.batchId)).toMatchObject({ cursor: 0, attempts: 0 });
    expect((await worker.batch(batchId)).cursor).toBe(held.cursor);
    await pause('off');
    await worker.until(waiting.batchId, 'done');
    await worker.until(batchId, 'done');
    expect(await counted()).toMatchObject({ records: 255, totals: 255 });
  });

  test('a stop releases the batch at its checkpoint; the next worker goes on from there', async () => {
    await worker.stop();
    worker = await startTestWorker(database, { CHUNK_PAUSE_MS: '50' });
    const { batchId } = await worker.enqueue(records(300), 'stopped');
    await vi.waitFor(async () => {
      expect((await worker.batch(batchId)).cursor).toBeGreaterThan(0);
    }, PATIENCE);
    expect(await worker.stop()).toBe(true);
    const { cursor, state } = await worker.batch(batchId);
    expect(state).toBe('open');
    expect(cursor).toBeLessThan(300);
    worker = await startTestWorker(database);
    expect(await worker.until(batchId, 'done')).toMatchObject({ cursor: 300, imported: 300 });
    expect(await counted()).toEqual({ records: 300, totals: 300, cents: 30_000 });
  });

  test('what fails is tried again with a growing delay, and after that is a dead letter that a replay reopens', async () => {
    const refused = vi.fn(() => Promise.reject(new Error('the shelf is closed')));
    const { settings, next } = await inHand({ flags: { isOn: refused } });
    const { batchId } = await worker.enqueue(records(20), 'failing');
    const never = new AbortController().signal;
    for (const attempts of [1, 2, 3]) {
      expect(await processBatch(settings, await next(), batchId, never)).toBe('retry');
      expect(await worker.batch(batchId)).toMatchObject({
        attempts,
        lease: null,
        last_error: 'Error: the shelf is closed',
      });
    }
    expect(await processBatch(settings, await next(), batchId, never)).toBe('dead');
    expect(await worker.batch(batchId)).toMatchObject({ state: 'dead', cursor: 0 });
    expect(await letters()).toMatchObject([
      { position: null, attempts: 3, reason: 'Error: the shelf is closed', replay_id: null },
    ]);
    await replay(worker.boss, database, { ...REPLAY, selection: { batchId } });
    const healthy = { ...settings, flags: await createFeatureFlags([], new Map()) };
    expect(await processBatch(healthy, await next(), batchId, never)).toBe('done');
    expect(await counted()).toMatchObject({ records: 20, totals: 20 });
    const late = { ...(await worker.boss.findJobs<object>(IMPORT_QUEUE))[0] } as JobWithMetadata;
    expect(await processBatch(healthy, late, batchId, never)).toBe('done');
  });

  test('a worker that was taken for dead can write no more', async () => {
    const { settings, next } = await inHand();
    const { batchId } = await worker.enqueue(records(30), 'zombie');
    const never = new AbortController().signal;
    const job = await next();
    let chunks = 0;
    const overtaken: ProcessSettings = {
      ...settings,
      flags: {
        isOn: async (key) => {
          chunks += key === 'pause-imports' ? 1 : 0;
          if (chunks === 2 && key === 'pause-imports') {
            expect(await processBatch(settings, job, batchId, never)).toBe('done');
          }
          return false;
        },
      },
    };
    expect(await processBatch(overtaken, job, batchId, never)).toBe('lost');
    expect(await worker.batch(batchId)).toMatchObject({ state: 'done', imported: 30 });
    expect(await counted()).toMatchObject({ records: 30, totals: 30 });
  });

  test('the ramp decides by batch which handler imports, with the same outcome', async () => {
    const { settings, next } = await inHand();
    const never = new AbortController().signal;
    for (const [round, isBulk] of [true, false].entries()) {
      const flags = {
        isOn: (key: string) => Promise.resolve(isBulk && key === 'bulk-import'),
      };
      const { batchId } = await worker.enqueue(records(25, round * 100), `ramp-${String(round)}`);
      expect(await processBatch({ ...settings, flags }, await next(), batchId, never)).toBe('done');
      expect(await worker.batch(batchId)).toMatchObject({ imported: 25 });
    }
    expect(await counted()).toMatchObject({ records: 50, totals: 50 });
  });

  test('housekeeping is scheduled, and removes what is done and nothing else', async () => {
    const old = await worker.enqueue(records(3), 'old');
    const failed = await worker.enqueue([{}], 'old-and-dead');
    const fresh = await worker.enqueue(records(3, 50), 'fresh');
    await Promise.all([old, failed, fresh].map(({ batchId }) => worker.until(batchId, 'done')));
    await database.sql
      .updateTable('batches')
      .set({ finished_at: raw`now() - interval '31 days'` })
      .where('id', 'in', [old.batchId, failed.batchId])
      .execute();
    expect(await worker.boss.getSchedules(HOUSEKEEPING_QUEUE)).toMatchObject([
      { cron: '17 3 * * *' },
    ]);
    await worker.boss.send(HOUSEKEEPING_QUEUE);
    await vi.waitFor(() => {
      expect(worker.log).toContainEqual(
        expect.objectContaining({ action: 'housekeeping', removed: 1 }),
      );
    }, PATIENCE);
    const left = await database.sql.selectFrom('batches').select('id').execute();
    expect(left.map(({ id }) => id).sort()).toEqual([failed.batchId, fresh.batchId].sort());
    expect(await counted()).toMatchObject({ records: 6 });
  });

  test('a batch whose job got lost is seen to age, and housekeeping sends it again', async () => {
    const queue = await worker.boss.getQueue(IMPORT_QUEUE);
    expect(queue?.retentionSeconds).toBeGreaterThan(365 * 86_400);
    const { settings, next } = await inHand();
    const { batchId } = await worker.enqueue(records(5), 'lost');
    const running = await worker.enqueue(records(5, 10), 'running');
    const job = await next();
    expect(job.data).toMatchObject({ batch_id: batchId });
    await worker.boss.deleteJob(IMPORT_QUEUE, job.id);
    // Taken, and never heard of again.
    await database.sql
      .updateTable('batches')
      .set({ lease: randomUUID(), due_at: raw`now() - interval '1 hour'` })
      .where('id', '=', batchId)
      .execute();
    expect(await metric(/queue_oldest_job_age_seconds\{[^}]*\} (\d+)/)).toMatch(/^36\d\d$/);
    expect(await metric(/queue_ready_jobs\{[^}]*\} (\d+)/)).toBe('1');
    await worker.boss.send(HOUSEKEEPING_QUEUE);
    await vi.waitFor(() => {
      expect(worker.log).toContainEqual(
        expect.objectContaining({ action: 'housekeeping', resent: 1 }),
      );
    }, PATIENCE);
    const never = new AbortController().signal;
    for (const id of [running.batchId, batchId]) {
      expect(await processBatch(settings, await next(), id, never)).toBe('done');
    }
    expect(await counted()).toMatchObject({ records: 10, totals: 10 });
  });

  test('what PostgreSQL can not store is refused with its place, before anything is', async () => {
    const [good] = records(1);
    const odd = ['\0', '\ud83d', '\udc4d'].map((name) => ({ ...good, name }));
    await expect(worker.enqueue([good, ...odd], 'odd')).rejects.toMatchObject({
      status: 400,
      errors: ['records.1', 'records.2', 'records.3'].map((path) => ({ path })),
    });
    const fine = ['\\u0000', '\\\\ud83d', '👍', '\u001f'].map((name, index) => ({
      ...good,
      external_id: `fine-${String(index)}`,
      name: `${name}.`,
    }));
    const { batchId } = await worker.enqueue(fine, 'fine');
    expect(await worker.until(batchId, 'done')).toMatchObject({ imported: 4, dead: 0 });
  });

  test('an unfinished transaction leaves neither a batch nor a job', async () => {
    await expect(
      database.atomically(async (unit) => {
        await worker.boss.send(IMPORT_QUEUE, { batch_id: 'x' }, { db: unit.queue });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const broken = { idempotency_key: 'broken', source: 'NOT A SOURCE', records: [{}] };
    await expect(enqueueBatch(worker.boss, database, broken)).rejects.toMatchObject({
      status: 400,
      errors: [{ path: 'source', message: expect.stringContaining('a–z') as string }],
    });
    expect(await database.sql.selectFrom('batches').select('id').execute()).toEqual([]);
  });

  test('a job that names no batch is set aside', async () => {
    const id = await worker.boss.send(IMPORT_QUEUE, { nothing: true }, { singletonKey: 'odd' });
    await vi.waitFor(async () => {
      expect(await worker.boss.findJobs(IMPORT_QUEUE, { id: id ?? '' })).toMatchObject([
        { state: 'cancelled' },
      ]);
    }, PATIENCE);
    expect(worker.log).toContainEqual(expect.objectContaining({ action: 'job', outcome: 'dead' }));
  });

  test('probes tell what is up; everything else is a problem document', async () => {
    const get = async (path: string, method = 'GET') => {
      const response = await fetch(`${worker.baseUrl}${path}`, { method });
      return { status: response.status, body: await response.json() };
    };
    expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { phase: 'ready' } });
    expect(await get('/health')).toMatchObject({ status: 200, body: { version: '0.1.0' } });
    expect(await get('/status')).toMatchObject({
      body: { status: 'up', paused: false, queue: { ready: 0, dead_letters: 0 } },
    });
    expect(await get('/batches')).toMatchObject({
      status: 404,
      body: { type: 'urn:problem:not-found' },
    });
    expect(await get('/healthz', 'POST')).toMatchObject({ status: 405 });
    worker.worker.readiness.phase = 'draining';
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { phase: 'draining' } });
  });
});
