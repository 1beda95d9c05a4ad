import type { IncomingMessage, ServerResponse } from 'node:http';
import { VITALS, type Beacon } from '../config/beacons.ts';
import { createProcessMetrics } from './processMetrics.ts';
import { serviceInfo } from './serviceInfo.ts';

/** Seconds; 0.1 is where the objective for serving cuts. */
const LATENCY_BUCKETS_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Where web.dev draws the line to "good" and to "poor" is a boundary in each, for the objectives to cut at. */
const VITAL_BUCKETS: Readonly<Record<(typeof VITALS)[number], readonly number[]>> = {
  CLS: [0.01, 0.05, 0.1, 0.15, 0.25, 0.5, 1],
  FCP: [0.25, 0.5, 1, 1.8, 3, 5, 10],
  INP: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2],
  LCP: [0.5, 1, 1.5, 2.5, 4, 6, 10],
  TTFB: [0.1, 0.2, 0.4, 0.8, 1.8, 3],
};

/** CLS has no unit; the others are times. */
function histogramOf(name: (typeof VITALS)[number]): string {
  return name === 'CLS' ? 'web_vital_cls' : `web_vital_${name.toLowerCase()}_seconds`;
}

/** Labels of a served request. `route` is a pattern or the kind of file, never the path. */
export interface RequestLabels {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

/** The metrics of the server and of the pages that report to it. */
export interface Metrics {
  /** Counts a request that came in; call the result once when it is over. */
  requestStarted(): (labels: RequestLabels, seconds: number) => void;
  /** Counts what a page reported. */
  reported(beacon: Beacon): void;
  /** Counts what the content security policy stopped in a page. */
  violated(directive: string): void;
  /** Answers a scrape. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  shutdown(): Promise<void>;
}

/** Creates the golden signals of the server, and the web vitals and failures of the pages. */
export function createMetrics(build: { readonly commit: string }): Metrics {
  const { meter, handler, shutdown } = createProcessMetrics({
    commit: build.commit,
    histograms: {
      http_request_duration_seconds: LATENCY_BUCKETS_SECONDS,
      ...Object.fromEntries(VITALS.map((name) => [histogramOf(name), VITAL_BUCKETS[name]])),
    },
  });
  const service = serviceInfo.name;
  const requests = meter.createCounter('http_requests_total', {
    description: 'Requests answered.',
  });
  const duration = meter.createHistogram('http_request_duration_seconds', {
    description: 'Time from the request head to the end of the answer.',
  });
  const inFlight = meter.createUpDownCounter('http_requests_in_flight', {
    description: 'Requests being served now.',
  });
  inFlight.add(0, { service });
  const vitals = new Map(
    VITALS.map((name) => [
      name,
      meter.createHistogram(histogramOf(name), {
        description: `${name} of page views, as browsers measured it.`,
      }),
    ]),
  );
  const errors = meter.createCounter('client_errors_total', {
    description: 'Errors in pages that nothing in them handled.',
  });
  const violations = meter.createCounter('csp_violations_total', {
    description: 'What the content security policy stopped in pages.',
  });
  // There from the start, so that the first one is seen as an increase.
  errors.add(0, { service, page: 'unknown' });
  violations.add(0, { service, directive: 'script-src' });

  return {
    requestStarted() {
      inFlight.add(1, { service });
      return ({ route, method, status }, seconds) => {
        const labels = { service, route, method, status: String(status) };
        inFlight.add(-1, { service });
        requests.add(1, labels);
        duration.record(seconds, labels);
      };
    },
    reported(beacon) {
      if (beacon.kind === 'vital') {
        vitals.get(beacon.name)?.record(beacon.value, { service, page: beacon.page });
      } else {
        errors.add(1, { service, page: beacon.page });
      }
    },
    violated(directive) {
      violations.add(1, { service, directive });
    },
    handler,
    shutdown,
  };
}
