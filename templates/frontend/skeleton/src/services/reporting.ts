import { onCLS, onFCP, onINP, onLCP, onTTFB, type MetricType } from 'web-vitals';
import { BEACON_PATH, type Beacon } from '../../config/beacons.ts';
import { pageAt } from '../../config/routes.ts';

/** A page that breaks in a loop must not flood the server. */
const MOST_ERRORS = 10;

let errorsLeft = MOST_ERRORS;

function here(): Beacon['page'] {
  return pageAt(location.pathname) ?? 'unknown';
}

/** Sends a report; survives the page being closed, and a failure is nobody's problem. */
export function sendBeacon(beacon: Beacon): void {
  navigator.sendBeacon(
    BEACON_PATH,
    new Blob([JSON.stringify(beacon)], { type: 'application/json' }),
  );
}

/** Counts an error nothing handled. No text goes along: messages can hold what people typed. */
export function reportError(): void {
  if (errorsLeft > 0) {
    errorsLeft -= 1;
    sendBeacon({ kind: 'error', page: here() });
  }
}

function reportVital({ name, value }: MetricType, page: Beacon['page']): void {
  // Times come in milliseconds; the metrics are in seconds, as Prometheus wants it.
  sendBeacon({ kind: 'vital', name, value: name === 'CLS' ? value : value / 1_000, page });
}

/**
 * Begins to report errors, and the web vitals of a share of page views.
 *
 * @param sampleRatio - ratio 0–1
 * @param draw - a number 0 ≤ x < 1 that decides whether this view is one of them
 */
export function startReporting(sampleRatio: number, draw: number): void {
  // The measures are of the page the visit began with, wherever it went from there.
  const page = here();
  window.addEventListener('error', reportError);
  window.addEventListener('unhandledrejection', reportError);
  if (draw < sampleRatio) {
    for (const observe of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
      observe((metric: MetricType) => {
        reportVital(metric, page);
      });
    }
  }
}
