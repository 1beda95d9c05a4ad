import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../models/database.ts';

/** The queue of batches to import. */
export const IMPORT_QUEUE = 'import-records';
/** The queue the schedule puts housekeeping into. */
export const HOUSEKEEPING_QUEUE = 'housekeeping';

/** Longer than this pg-boss lets no job run; a claim that is that old gives up its lease. */
const LONGEST_RUN_SECONDS = 23 * 3_600;
/** Never the limit: attempts are counted in `batches`, where progress sets them back. */
const NO_RETRY_LIMIT = 1_000_000;
/** pg-boss deletes what waits for longer, two weeks by default: a kill switch may be on for longer. */
const WAIT_TEN_YEARS_SECONDS = 10 * 365 * 86_400;
const STOP_TIMEOUT_MS = 2_000;

/** Settings of {@link startQueue}. */
export interface QueueSettings {
  /** Install or update the tables of pg-boss. */
  readonly migrate: boolean;
  /** Take care of jobs whose worker died, and of schedules. Scripts leave that to the workers. */
  readonly supervise: boolean;
  /** A worker that was not heard of for so long is taken for dead. */
  readonly heartbeatSeconds: number;
  readonly superviseIntervalSeconds: number;
  readonly logger: Logger;
}

/** Starts pg-boss on the database and makes sure that the queues exist. */
export async function startQueue(database: Database, settings: QueueSettings): Promise<PgBoss> {
  const { logger } = settings;
  const boss = new PgBoss({
    ...database.queue,
    ...('db' in database.queue ? { backend: 'pglite' } : { max: 4 }),
    application_name: 'pg-boss',
    migrate: settings.migrate,
    supervise: settings.supervise,
    schedule: settings.supervise,
    superviseIntervalSeconds: settings.superviseIntervalSeconds,
    monitorIntervalSeconds: settings.superviseIntervalSeconds,
  });
  boss.on('error', (error) => {
    logger.warn({ err: error, resource: 'queue' }, 'the queue had an error');
  });
  boss.on('warning', ({ message }) => {
    logger.warn({ resource: 'queue' }, message);
  });
  await boss.start();
  const options = {
    retryLimit: NO_RETRY_LIMIT,
    retryDelay: 1,
    expireInSeconds: LONGEST_RUN_SECONDS,
    heartbeatSeconds: settings.heartbeatSeconds,
    retentionSeconds: WAIT_TEN_YEARS_SECONDS,
  };
  // One job for each batch, whoever sends it again.
  await boss.createQueue(IMPORT_QUEUE, { ...options, policy: 'exclusive' });
  if (settings.supervise) {
    await boss.updateQueue(IMPORT_QUEUE, options);
  }
  await boss.createQueue(HOUSEKEEPING_QUEUE, {
    policy: 'exclusive',
    retryLimit: 3,
    retryDelay: 60,
  });
  return boss;
}

/** Stops pg-boss; jobs that somebody still holds are left to the supervision of the others. */
export async function stopQueue(boss: PgBoss): Promise<void> {
  await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
}
