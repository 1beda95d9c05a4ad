import { SpanKind } from '@opentelemetry/api';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { jobSchema } from '../models/batch.ts';
import type { JobOutcome, Metrics } from '../telemetry/metrics.ts';
import { requestContext } from '../telemetry/requestContext.ts';
import { continueTrace } from '../telemetry/traceContext.ts';
import { IMPORT_QUEUE } from './queue.ts';

/** Settings of {@link createIntake}. */
export interface IntakeSettings {
  readonly boss: PgBoss;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Most jobs this instance works on at once. */
  readonly concurrency: number;
  /** How often the queue is asked when it was empty. */
  readonly pollMs: number;
  readonly isPaused: () => Promise<boolean>;
  readonly process: (
    job: JobWithMetadata,
    batchId: string,
    stop: AbortSignal,
  ) => Promise<JobOutcome>;
}

/** Takes jobs from the queue, as many as there is room for. */
export interface Intake {
  readonly inFlight: number;
  start(): void;
  /** Takes no more, lets what runs come to its next checkpoint; false when that took too long. */
  stop(timeoutMs: number): Promise<boolean>;
}

/** Creates the intake of one instance. */
export function createIntake(settings: IntakeSettings): Intake {
  const { boss, logger, metrics } = settings;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let loop: Promise<void> = Promise.resolve();
  let wake: () => void = () => undefined;

  async function work(job: JobWithMetadata): Promise<void> {
    const startedAt = performance.now();
    const parsed = jobSchema.safeParse(job.data);
    if (!parsed.success) {
      // Nobody can do anything with it; the row in the queue keeps what it was.
      logger.error({ action: 'job', outcome: 'dead', job_id: job.id }, 'the job has no batch');
      await boss.cancel(IMPORT_QUEUE, job.id);
      metrics.jobEnded('dead', 0);
      return;
    }
    const { batch_id, trace } = parsed.data;
    const attributes = {
      'messaging.system': 'pg-boss',
      'messaging.destination.name': IMPORT_QUEUE,
      'messaging.message.id': job.id,
    };
    await requestContext.run({ requestId: job.id, correlationId: batch_id }, () =>
      continueTrace(trace, `process ${IMPORT_QUEUE}`, SpanKind.CONSUMER, attributes, async () => {
        const outcome = await settings.process(job, batch_id, stopping.signal);
        const seconds = (performance.now() - startedAt) / 1_000;
        metrics.jobEnded(outcome, seconds);
        logger.info(
          {
            action: 'job',
            resource: IMPORT_QUEUE,
            outcome,
            batch_id,
            latency_ms: Math.round(seconds * 1_000),
          },
          `import-records ${outcome}`,
        );
      }),
    );
  }

  function begin(job: JobWithMetadata): void {
    const ended = work(job)
      .catch((error: unknown) => {
        logger.error({ err: error, job_id: job.id }, 'a job failed outside of its handler');
      })
      .finally(() => {
        running.delete(ended);
        wake();
      });
    running.add(ended);
  }

  async function take(): Promise<boolean> {
    const room = settings.concurrency - running.size;
    if (room <= 0 || (await settings.isPaused())) {
      return false;
    }
    const jobs = await boss.fetch<object>(IMPORT_QUEUE, { batchSize: room, includeMetadata: true });
    jobs.forEach(begin);
    return jobs.length > 0;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const tookSome = await take().catch((error: unknown) => {
        logger.warn({ action: 'take', outcome: 'retry', err: error }, 'the queue does not answer');
        return false;
      });
      if (!tookSome) {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const timer = setTimeout(() => {
          resolve(undefined);
        }, settings.pollMs);
        wake = () => {
          resolve(undefined);
        };
        await promise;
        clearTimeout(timer);
      }
    }
  }

  return {
    get inFlight() {
      return running.size;
    },
    start() {
      loop = run();
    },
    async stop(timeoutMs) {
      stopping.abort();
      wake();
      const drained = loop.then(async () => {
        await Promise.all(running);
        return true;
      });
      const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => {
        resolve(false);
      }, timeoutMs);
      const inTime = await Promise.race([drained, tooLate]);
      clearTimeout(timer);
      return inTime;
    },
  };
}
