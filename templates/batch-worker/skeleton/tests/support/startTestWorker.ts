import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { vi } from 'vitest';
import { closeServer } from '../../src/closeServer.ts';
import { loadEnvironment } from '../../src/config/environment.ts';
import { rootUrl } from '../../src/config/serviceInfo.ts';
import { createWorker, type Worker } from '../../src/createWorker.ts';
import type { Batch } from '../../src/models/batchStore.ts';
import { openDatabase, type Database } from '../../src/models/database.ts';
import { enqueueBatch, type EnqueuedBatch } from '../../src/services/enqueueBatch.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { TraceCarrier } from '../../src/telemetry/traceContext.ts';

/** A whole worker with its log at hand. */
export interface TestWorker {
  readonly worker: Worker;
  readonly database: Database;
  readonly boss: PgBoss;
  readonly baseUrl: string;
  /** Log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  enqueue(records: readonly unknown[], key: string, carrier?: TraceCarrier): Promise<EnqueuedBatch>;
  batch(id: string): Promise<Batch>;
  /** Waits until the batch is in this state. */
  until(id: string, state: string): Promise<Batch>;
  /** Changes a feature flag's file and has it read. */
  setFlag(key: string, change: (text: string) => string): Promise<void>;
  stop(): Promise<boolean>;
}

/** A database that outlives its workers. */
export async function openTestDatabase(url: string | undefined): Promise<Database> {
  return openDatabase({
    url,
    poolMax: 5,
    timeoutMs: 5_000,
    onConnectionError: () => undefined,
  });
}

/** Valid records, numbered. */
export function records(count: number, from = 0): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    external_id: `r-${String(from + index)}`,
    name: `Record ${String(from + index)}`,
    amount_cents: 100,
    currency: 'EUR',
  }));
}

/** Starts a worker on a database with these variables on top of a test environment. */
export async function startTestWorker(
  database: Database,
  variables: Record<string, string> = {},
): Promise<TestWorker> {
  const environment = loadEnvironment({
    NODE_ENV: 'test',
    POLL_INTERVAL_MS: '100',
    RETRY_BASE_MS: '1',
    RETRY_CAP_MS: '10',
    CHUNK_SIZE: '10',
    ...variables,
  });
  const folder = mkdtempSync(join(tmpdir(), 'flags-'));
  cpSync(new URL('feature-flags/', rootUrl), folder, { recursive: true });
  const log: Record<string, unknown>[] = [];
  const logger = createLogger(
    { level: 'debug', env: environment.name, region: environment.region },
    {
      write: (line: string) => {
        log.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  );
  const worker = await createWorker(environment, logger, database, pathToFileURL(`${folder}/`));
  const server = createServer(worker.listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  await worker.start();
  worker.readiness.phase = 'ready';
  const boss = worker.boss;
  if (!boss) {
    throw new Error('the queue was not started');
  }
  const batch = (id: string): Promise<Batch> =>
    database.sql.selectFrom('batches').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return {
    worker,
    database,
    boss,
    log,
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    enqueue: (items, key, carrier) =>
      enqueueBatch(
        boss,
        database,
        { idempotency_key: key, source: 'test', records: items },
        carrier,
      ),
    batch,
    until: (id, state) =>
      vi.waitFor(
        async () => {
          const found = await batch(id);
          if (found.state !== state) {
            throw new Error(`the batch is ${found.state}: ${found.last_error ?? ''}`);
          }
          return found;
        },
        { timeout: 15_000, interval: 50 },
      ),
    async setFlag(key, change) {
      const file = join(folder, `${key}.yaml`);
      writeFileSync(file, change(readFileSync(file, 'utf8')));
      await worker.flags.refresh();
    },
    async stop() {
      const drained = await worker.stop();
      await closeServer(server, 1_000);
      await worker.metrics.shutdown();
      return drained;
    },
  };
}
