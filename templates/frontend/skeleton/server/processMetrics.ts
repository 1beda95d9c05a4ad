import type { IncomingMessage, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { AggregationType, MeterProvider } from '@opentelemetry/sdk-metrics';
import { serviceInfo } from './serviceInfo.ts';

/** Settings of {@link createProcessMetrics}. */
export interface ProcessMetricsSettings {
  /** Commit this build was made from. */
  readonly commit: string;
  /** Bucket boundaries of each histogram, by its name, in the unit of the name. */
  readonly histograms: Readonly<Record<string, readonly number[]>>;
}

/** A meter for the service's own instruments, beside what every process shows of itself. */
export interface ProcessMetrics {
  readonly meter: Meter;
  /** Answers a scrape with everything recorded so far, as Prometheus text. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly shutdown: () => Promise<void>;
}

/** Creates the pipeline of all metrics, and the gauges about this process: build, event loop, memory. */
export function createProcessMetrics(settings: ProcessMetricsSettings): ProcessMetrics {
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    withoutScopeInfo: true,
    withoutTargetInfo: true,
  });
  const provider = new MeterProvider({
    readers: [exporter],
    views: Object.entries(settings.histograms).map(([instrumentName, boundaries]) => ({
      instrumentName,
      aggregation: {
        type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
        options: { boundaries: [...boundaries] },
      },
    })),
  });
  const meter = provider.getMeter(serviceInfo.name);
  const service = serviceInfo.name;

  meter
    .createObservableGauge('service_build_info', { description: 'Always 1; says what runs.' })
    .addCallback((result) => {
      result.observe(1, { service, version: serviceInfo.version, commit: settings.commit });
    });
  const eventLoop = monitorEventLoopDelay();
  eventLoop.enable();
  meter
    .createObservableGauge('nodejs_eventloop_delay_p99_seconds', {
      description: 'How late timers fire, 99th percentile since the last scrape.',
    })
    .addCallback((result) => {
      const nanoseconds = eventLoop.percentile(99);
      result.observe(Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0, { service });
      eventLoop.reset();
    });
  meter
    .createObservableGauge('process_resident_memory_bytes', { description: 'Resident set size.' })
    .addCallback((result) => {
      result.observe(process.memoryUsage.rss(), { service });
    });

  return {
    meter,
    handler: (request, response) => {
      exporter.getMetricsRequestHandler(request, response);
    },
    shutdown: async () => {
      eventLoop.disable();
      await provider.shutdown();
    },
  };
}
