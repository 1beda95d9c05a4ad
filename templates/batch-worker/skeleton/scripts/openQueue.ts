import type { PgBoss } from 'pg-boss';
import type { Environment } from '../src/config/environment.ts';
import type { Database } from '../src/models/database.ts';
import { migrate } from '../src/models/migrate.ts';
import { startQueue, stopQueue } from '../src/services/queue.ts';
import { createLogger } from '../src/telemetry/logger.ts';
import { stopTracing } from '../src/telemetry/tracing.ts';
import { openConfiguredDatabase } from './openConfiguredDatabase.ts';

/** What a script works with. */
export interface OpenQueue {
  readonly environment: Environment;
  readonly database: Database;
  readonly boss: PgBoss;
  /** Migrations that were applied on the way. */
  readonly applied: readonly string[];
}

async function withQueue(
  work: (open: OpenQueue) => Promise<void>,
  alwaysMigrate: boolean,
): Promise<void> {
  const { environment, database } = await openConfiguredDatabase();
  try {
    const isMigrating = alwaysMigrate || environment.migrateOnStart;
    const applied = isMigrating ? await migrate(database) : [];
    const boss = await startQueue(database, {
      migrate: isMigrating,
      supervise: false,
      heartbeatSeconds: environment.heartbeatSeconds,
      superviseIntervalSeconds: environment.superviseIntervalSeconds,
      logger: createLogger({ level: 'error', env: environment.name, region: environment.region }),
    });
    try {
      await work({ environment, database, boss, applied });
    } finally {
      await stopQueue(boss);
    }
  } finally {
    await database.close();
  }
}

/**
 * Runs a script's work with database and queue open as a worker opens them, without becoming a worker; what
 * goes wrong is one sentence and exit code 1.
 *
 * @param alwaysMigrate - whatever MIGRATE_ON_START says
 */
export async function runScript(
  work: (open: OpenQueue) => Promise<void>,
  alwaysMigrate = false,
): Promise<void> {
  try {
    await withQueue(work, alwaysMigrate);
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'It did not work.');
    process.exitCode = 1;
  }
  await stopTracing().catch(() => {
    console.error('The spans could not be exported.');
  });
}
