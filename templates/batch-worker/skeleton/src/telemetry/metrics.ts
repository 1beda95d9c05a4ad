import type { IncomingMessage, ServerResponse } from 'node:http';
import { serviceInfo } from '../config/serviceInfo.ts';
import { createProcessMetrics } from './processMetrics.ts';

/** Seconds; 60 is where the freshness SLO cuts. */
const WAIT_BUCKETS_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 900, 3_600];
const DURATION_BUCKETS_SECONDS = [0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600];

/** How an attempt at a job ended. `lost`: another worker had taken the batch over. */
export type JobOutcome = 'done' | 'released' | 'retry' | 'dead' | 'lost';

/** What became of a record. */
export type RecordOutcome = 'imported' | 'duplicate' | 'dead';

/** What waits, asked from the database. */
export interface Backlog {
  /** Batches that are due and that nobody works on. */
  readonly ready: number;
  /** Longest time an open batch has been due, or without a checkpoint since somebody took it. */
  readonly oldestSeconds: number;
  /** Dead letters that were not replayed. */
  readonly deadLetters: number;
}

/** The worker's metrics and the handler that shows them as Prometheus text. */
export interface Metrics {
  jobEnded(outcome: JobOutcome, seconds: number): void;
  jobWaited(seconds: number): void;
  records(outcome: RecordOutcome, count: number): void;
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  shutdown(): Promise<void>;
}

/** Settings of {@link createMetrics}. */
export interface MetricsSettings {
  readonly commit: string;
  readonly queue: string;
  readonly inFlight: () => number;
  readonly isPaused: () => boolean;
  /** Asked at each scrape; while it rejects, the gauges of the backlog are absent. */
  readonly backlog: () => Promise<Backlog>;
}

/** Creates the signals of a worker: throughput, errors, lag and age, saturation. */
export function createMetrics(settings: MetricsSettings): Metrics {
  const { meter, handler, shutdown } = createProcessMetrics({
    commit: settings.commit,
    histograms: {
      job_wait_seconds: WAIT_BUCKETS_SECONDS,
      job_duration_seconds: DURATION_BUCKETS_SECONDS,
    },
  });
  const labels = { service: serviceInfo.name, queue: settings.queue };
  const jobs = meter.createCounter('jobs_total', { description: 'Attempts at jobs that ended.' });
  const records = meter.createCounter('records_total', { description: 'Records handled.' });
  const wait = meter.createHistogram('job_wait_seconds', {
    description: 'Time from when a job was due until a worker took it.',
  });
  const duration = meter.createHistogram('job_duration_seconds', {
    description: 'Time one attempt at a job took.',
  });
  meter
    .createObservableGauge('jobs_in_flight', { description: 'Jobs this instance works on.' })
    .addCallback((result) => {
      result.observe(settings.inFlight(), labels);
    });
  meter
    .createObservableGauge('worker_paused', { description: '1 while the kill switch is on.' })
    .addCallback((result) => {
      result.observe(settings.isPaused() ? 1 : 0, labels);
    });
  const ready = meter.createObservableGauge('queue_ready_jobs', {
    description: 'Jobs that are due and that nobody works on.',
  });
  const oldest = meter.createObservableGauge('queue_oldest_job_age_seconds', {
    description: 'Longest time a batch has been due, or in work without a checkpoint.',
  });
  const deadLetters = meter.createObservableGauge('dead_letters_open', {
    description: 'Dead letters that were not replayed.',
  });
  meter.addBatchObservableCallback(
    async (result) => {
      const backlog = await settings.backlog().catch(() => undefined);
      if (backlog) {
        result.observe(ready, backlog.ready, labels);
        result.observe(oldest, backlog.oldestSeconds, labels);
        result.observe(deadLetters, backlog.deadLetters, labels);
      }
    },
    [ready, oldest, deadLetters],
  );
  return {
    jobEnded(outcome, seconds) {
      jobs.add(1, { ...labels, outcome });
      duration.record(seconds, { ...labels, outcome });
    },
    jobWaited(seconds) {
      wait.record(seconds, labels);
    },
    records(outcome, count) {
      if (count > 0) {
        records.add(count, { ...labels, outcome });
      }
    },
    handler,
    shutdown,
  };
}
