import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { closeServer } from './closeServer.ts';
import { EnvironmentError, loadEnvironment, type Environment } from './config/environment.ts';
import { createService, type Service } from './createService.ts';
import { openDatabase, type Database } from './models/database.ts';
import { isDatabaseUnavailable } from './models/databaseUnavailable.ts';
import { migrate } from './models/migrate.ts';
import { createLogger } from './telemetry/logger.ts';
import { stopTracing } from './telemetry/tracing.ts';

const MIGRATION_RETRY_MS = 1_000;
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
async function prepareDatabase(
  database: Database,
  logger: Logger,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    try {
      const applied = await migrate(database);
      logger.info({ action: 'migrate', outcome: 'success', applied }, 'database is current');
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        throw error;
      }
      logger.warn({ action: 'migrate', outcome: 'retry', err: error }, 'database does not answer');
      await delay(MIGRATION_RETRY_MS, undefined, { signal: stopped }).catch(() => undefined);
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
  readonly environment: Environment;
  readonly logger: Logger;
  readonly database: Database;
  readonly service: Service;
  readonly server: Server;
}

/** Unready → drain → close the database → flush telemetry → exit 0; exit 1 if requests had to be cut off. */
async function shutDown(running: Running, reason: string): Promise<never> {
  const { environment, logger, service, server } = running;
  logger.info({ action: 'shutdown', reason }, 'draining');
  service.readiness.phase = 'draining';
  await delay(environment.drainDelayMs);
  const drained = await closeServer(server, environment.shutdownTimeoutMs);
  await running.database.close();
  await service.metrics.shutdown();
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
const service = await createService(environment, logger, database);
const server = createServer({ requestTimeout: environment.requestTimeoutMs }, service.app);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) {
      logger.warn({ action: 'shutdown', outcome: 'aborted' }, 'second signal, leaving at once');
      process.exit(1);
    }
    stopping = true;
    stop.abort();
    void shutDown({ environment, logger, database, service, server }, signal);
  });
}

const port = await listen(server, environment);
logger.info(
  { action: 'listen', outcome: 'success', host: environment.host, port, database: database.kind },
  `listening on http://${environment.host}:${String(port)}`,
);
if (environment.migrateOnStart) {
  await prepareDatabase(database, logger, stop.signal);
}
if (!stop.signal.aborted) {
  service.readiness.phase = 'ready';
  logger.info({ action: 'ready', outcome: 'success' }, 'ready');
}
