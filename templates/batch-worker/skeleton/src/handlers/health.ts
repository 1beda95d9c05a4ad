import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import { serviceInfo } from '../config/serviceInfo.ts';
import { Problem } from '../models/problem.ts';
import type { Readiness } from '../services/readiness.ts';
import type { Backlog } from '../telemetry/metrics.ts';

/** What {@link healthListener} shows. */
export interface HealthSettings {
  readonly environment: string;
  readonly region: string;
  readonly commit: string;
  readonly readiness: Readiness;
  readonly inFlight: () => number;
  readonly isPaused: () => boolean;
  readonly backlog: () => Promise<Backlog>;
  readonly metrics: (request: IncomingMessage, response: ServerResponse) => void;
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  type = 'application/json',
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** Endpoints for probes, deploy checks and people on call; work comes through the queue only. */
export function healthListener(settings: HealthSettings): RequestListener {
  const { readiness } = settings;
  const startedAt = new Date().toISOString();

  const pages: Readonly<Record<string, (response: ServerResponse) => void | Promise<void>>> = {
    // Alive means the event loop turns; dependencies must not make the orchestrator kill us.
    '/healthz': (response) => {
      answer(response, 200, { status: 'ok' });
    },
    '/readyz': async (response) => {
      const dependencies = readiness.phase === 'ready' ? await readiness.dependencies() : [];
      const isReady =
        readiness.phase === 'ready' && dependencies.every(({ state }) => state === 'up');
      answer(response, isReady ? 200 : 503, {
        status: isReady ? 'ready' : 'unavailable',
        phase: readiness.phase,
      });
    },
    '/health': (response) => {
      answer(response, 200, {
        status: 'ok',
        service: serviceInfo.name,
        version: serviceInfo.version,
        commit: settings.commit,
        node: process.version,
        started_at: startedAt,
      });
    },
    '/status': async (response) => {
      const dependencies = await readiness.dependencies();
      const backlog = await settings.backlog().catch(() => undefined);
      answer(response, 200, {
        service: serviceInfo.name,
        version: serviceInfo.version,
        environment: settings.environment,
        region: settings.region,
        phase: readiness.phase,
        status: dependencies.every(({ state }) => state === 'up') ? 'up' : 'degraded',
        dependencies,
        paused: settings.isPaused(),
        in_flight: settings.inFlight(),
        queue: backlog && {
          ready: backlog.ready,
          oldest_age_seconds: Math.round(backlog.oldestSeconds),
          dead_letters: backlog.deadLetters,
        },
      });
    },
  };

  return (request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      fail(response, new Problem(405, 'method-not-allowed', 'Method not allowed', 'Only GET.'));
    } else if (path === '/metrics') {
      settings.metrics(request, response);
    } else if (Object.hasOwn(pages, path)) {
      Promise.resolve(pages[path]?.(response)).catch(() => {
        response.destroy();
      });
    } else {
      fail(
        response,
        new Problem(404, 'not-found', 'Not found', 'There is nothing at this address.'),
      );
    }
  };
}

function fail(response: ServerResponse, problem: Problem): void {
  answer(
    response,
    problem.status,
    {
      type: `urn:problem:${problem.kind}`,
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      trace_id: trace.getActiveSpan()?.spanContext().traceId,
    },
    'application/problem+json',
  );
}
