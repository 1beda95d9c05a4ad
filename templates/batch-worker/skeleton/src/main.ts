import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { closeServer } from './closeServer.ts';
import { EnvironmentError, loadEnvironment, type Environment } from './config/environment.ts';
import { createWorker, type Worker } from './createWorker.ts';
import { openDatabase, type Database } from './models/database.ts';
import { isDatabaseUnavailable } from './models/databaseUnavailable.ts';
import { createLogger } from './telemetry/logger.ts';
import { stopTracing } from './telemetry/tracing.ts';

const START_RETRY_MS = 1_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** What is not exported by then is dropped: telemetry must not hold up a deploy. */
const TELEMETRY_FLUSH_MS = 2_000;

function readEnvironment(): Environment {
  try {
    return loadEnvironment(process.env);
  } catch (error) {
    if (error instanceof EnvironmentError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    throw error;
  }
}

/** Waits for the database as long as it takes: until then the instance is alive but not ready. */
async function startWorker(worker: Worker, logger: Logger, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const applied = await worker.start();
      logger.info({ action: 'migrate', outcome: 'success', applied }, 'database is current');
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        throw error;
      }
      logger.warn({ action: 'migrate', outcome: 'retry', err: error }, 'database does not answer');
      await delay(START_RETRY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}

async function listen(server: Server, environment: Environment): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(environment.port, environment.host, () => {
    resolve(undefined);
  });
  await promise;
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : environment.port;
}

interface Running {
  readonly logger: Logger;
  readonly database: Database;
  readonly worker: Worker;
  readonly server: Server;
}

/** Unready → checkpoint and give back → close the database → flush telemetry → exit 0, or 1 if work was cut off. */
async function shutDown(running: Running, reason: string): Promise<never> {
  const { logger, worker, server } = running;
  logger.info({ action: 'shutdown', reason }, 'draining');
  worker.readiness.phase = 'draining';
  const drained = await worker.stop();
  await closeServer(server, CLOSE_TIMEOUT_MS);
  // A chunk that hangs would hold the pool open for ever; its transaction is rolled back by the server.
  await Promise.race([running.database.close(), delay(CLOSE_TIMEOUT_MS)]);
  await worker.metrics.shutdown();
  await Promise.race([stopTracing(), delay(TELEMETRY_FLUSH_MS)]).catch((error: unknown) => {
    logger.warn({ action: 'shutdown', err: error }, 'the last spans could not be exported');
  });
  logger.info({ action: 'shutdown', outcome: drained ? 'success' : 'error' }, 'stopped');
  logger.flush();
  process.exit(drained ? 0 : 1);
}

const environment = readEnvironment();
const logger = createLogger({
  level: environment.logLevel,
  env: environment.name,
  region: environment.region,
});
const stop = new AbortController();

process.on('uncaughtException', (error) => {
  logger.fatal({ err: error, outcome: 'error' }, 'uncaught exception');
  logger.flush();
  process.exit(1);
});

const database = await openDatabase({
  url: environment.databaseUrl,
  directory: environment.databaseDirectory,
  poolMax: environment.databasePoolMax,
  timeoutMs: environment.databaseTimeoutMs,
  onConnectionError: (error) => {
    logger.warn({ err: error, resource: 'database' }, 'idle database connection broke');
  },
});
const worker = await createWorker(environment, logger, database);
const server = createServer(worker.listener);
let starting: Promise<void> = Promise.resolve();

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) {
      logger.warn({ action: 'shutdown', outcome: 'aborted' }, 'second signal, leaving at once');
      process.exit(1);
    }
    stopping = true;
    stop.abort();
    void starting
      .catch(() => undefined)
      .then(() => shutDown({ logger, database, worker, server }, signal));
  });
}

const port = await listen(server, environment);
logger.info(
  { action: 'listen', outcome: 'success', host: environment.host, port, database: database.kind },
  `listening on http://${environment.host}:${String(port)}`,
);
starting = startWorker(worker, logger, stop.signal);
await starting;
if (!stop.signal.aborted) {
  worker.readiness.phase = 'ready';
  logger.info({ action: 'ready', outcome: 'success' }, 'ready');
}
