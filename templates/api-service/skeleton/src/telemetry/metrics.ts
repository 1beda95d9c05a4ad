import type { RequestHandler } from 'express';
import { serviceInfo } from '../config/serviceInfo.ts';
import { createProcessMetrics } from './processMetrics.ts';

/** Seconds; the boundaries of the OpenTelemetry HTTP conventions plus 0.3, where the latency SLO cuts. */
const LATENCY_BUCKETS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.3, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** Labels of a served request. `route` is the pattern (`/documents/:id`), never the path. */
export interface RequestLabels {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

/** The service's metrics and the handler that shows them as Prometheus text. */
export interface Metrics {
  /** Counts a request that came in; call the result once when it is over. */
  requestStarted(): (labels: RequestLabels, seconds: number) => void;
  readonly handler: RequestHandler;
  shutdown(): Promise<void>;
}

/** Creates the golden signals: traffic, errors, latency, saturation. */
export function createMetrics(build: { readonly commit: string }): Metrics {
  const { meter, handler, shutdown } = createProcessMetrics({
    commit: build.commit,
    histograms: { http_request_duration_seconds: LATENCY_BUCKETS_SECONDS },
  });
  const service = serviceInfo.name;
  const requests = meter.createCounter('http_requests_total', {
    description: 'Requests answered.',
  });
  const errors = meter.createCounter('http_request_errors_total', {
    description: 'Requests answered with a 5xx status; an unready probe is no error.',
  });
  const duration = meter.createHistogram('http_request_duration_seconds', {
    description: 'Time from the request head to the end of the answer.',
  });
  const inFlight = meter.createUpDownCounter('http_requests_in_flight', {
    description: 'Requests being served now.',
  });
  inFlight.add(0, { service });

  return {
    requestStarted() {
      inFlight.add(1, { service });
      return ({ route, method, status }, seconds) => {
        const labels = { service, route, method, status: String(status) };
        inFlight.add(-1, { service });
        requests.add(1, labels);
        duration.record(seconds, labels);
        if (status >= 500 && route !== '/readyz') {
          errors.add(1, labels);
        }
      };
    },
    handler,
    shutdown,
  };
}
