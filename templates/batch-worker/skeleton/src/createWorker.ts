import type { RequestListener } from 'node:http';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { healthListener } from './handlers/health.ts';
import { readBacklog } from './models/batchStore.ts';
import type { Database } from './models/database.ts';
import { migrate } from './models/migrate.ts';
import { housekeep, resendLost } from './services/housekeep.ts';
import { createIntake, type Intake } from './services/intake.ts';
import { createLiveFlags, type LiveFlags } from './services/liveFlags.ts';
import { processBatch } from './services/processBatch.ts';
import { HOUSEKEEPING_QUEUE, IMPORT_QUEUE, startQueue, stopQueue } from './services/queue.ts';
import { createReadiness, type Readiness } from './services/readiness.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

/** A worker that is wired but takes nothing yet. */
export interface Worker {
  readonly listener: RequestListener;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly flags: LiveFlags;
  /** The queue, once it was started. */
  readonly boss: PgBoss | undefined;
  /** Brings the database up to date and begins to take jobs; rejects when the database does not answer. */
  start(): Promise<readonly string[]>;
  /** Takes no more and lets what runs come to a checkpoint; false when that took too long. */
  stop(): Promise<boolean>;
}

/** Wires everything together; the only place that knows all parts. */
export async function createWorker(
  environment: Environment,
  logger: Logger,
  database: Database,
  flagFolder?: URL,
): Promise<Worker> {
  const readiness = createReadiness(database.ping, environment.databaseTimeoutMs);
  const flags = await createLiveFlags({
    ...(flagFolder && { folder: flagFolder }),
    overrides: environment.flagOverrides,
    refreshMs: environment.flagsRefreshMs,
    logger,
  });
  let paused = false;
  const isPaused = async (): Promise<boolean> => {
    const before = paused;
    paused = await flags.isOn('pause-imports', {});
    if (paused !== before) {
      logger.warn(
        { action: 'pause', paused },
        paused ? 'taking no more jobs' : 'taking jobs again',
      );
    }
    return paused;
  };
  let intake: Intake | undefined;
  let boss: PgBoss | undefined;
  const seen = {
    inFlight: () => intake?.inFlight ?? 0,
    isPaused: () => paused,
    backlog: () => readBacklog(database.sql),
  };
  const metrics = createMetrics({ ...seen, commit: environment.commit, queue: IMPORT_QUEUE });
  const listener = healthListener({
    ...seen,
    environment: environment.name,
    region: environment.region,
    commit: environment.commit,
    readiness,
    metrics: metrics.handler,
  });

  async function scheduleHousekeeping(queue: PgBoss): Promise<void> {
    await queue.schedule(HOUSEKEEPING_QUEUE, environment.housekeepingCron);
    await queue.work(HOUSEKEEPING_QUEUE, async () => {
      const removed = await housekeep(database, environment.retentionDays);
      const resent = await resendLost(queue, database);
      logger.info(
        { action: 'housekeeping', outcome: 'success', removed, resent },
        'old batches removed, lost jobs sent again',
      );
    });
  }

  return {
    listener,
    readiness,
    metrics,
    flags,
    get boss() {
      return boss;
    },
    async start() {
      const applied = environment.migrateOnStart ? await migrate(database) : [];
      boss = await startQueue(database, {
        migrate: environment.migrateOnStart,
        supervise: true,
        heartbeatSeconds: environment.heartbeatSeconds,
        superviseIntervalSeconds: environment.superviseIntervalSeconds,
        logger,
      });
      await scheduleHousekeeping(boss);
      const settings = {
        boss,
        database,
        flags,
        metrics,
        logger,
        chunkSize: environment.chunkSize,
        chunkPauseMs: environment.chunkPauseMs,
        maxAttempts: environment.maxAttempts,
        backoff: { baseMs: environment.retryBaseMs, capMs: environment.retryCapMs },
        random: Math.random,
      };
      intake = createIntake({
        boss,
        logger,
        metrics,
        concurrency: environment.concurrency,
        pollMs: environment.pollIntervalMs,
        isPaused,
        process: (job, batchId, stop) => processBatch(settings, job, batchId, stop),
      });
      intake.start();
      return applied;
    },
    async stop() {
      flags.close();
      const drained = (await intake?.stop(environment.shutdownTimeoutMs)) ?? true;
      if (boss) {
        await stopQueue(boss);
      }
      return drained;
    },
  };
}
