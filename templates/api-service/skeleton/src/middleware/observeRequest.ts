import { randomUUID } from 'node:crypto';
import { trace, type Span } from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics.ts';
import { requestContext } from '../telemetry/requestContext.ts';

/** Callers choose this text, so it is held to a shape that is safe in logs and headers. */
const CORRELATION_ID = /^[\w.:-]{1,128}$/;

/**
 * The pattern the request was matched with. Routers declare whole paths, so it needs no mount point.
 * Unknown paths share one label: scans can't blow up the metrics.
 */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  return typeof route === 'object' &&
    route !== null &&
    'path' in route &&
    typeof route.path === 'string'
    ? route.path
    : 'unmatched';
}

function outcomeOf(response: Response): string {
  if (!response.writableFinished) {
    return 'aborted';
  }
  if (response.statusCode >= 500) {
    return 'error';
  }
  return response.statusCode >= 400 ? 'client_error' : 'success';
}

function traceHeaders(span: Span | undefined): Record<string, string> {
  if (!span) {
    return {};
  }
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    'x-trace-id': traceId,
  };
}

/**
 * First middleware of every request: gives it its ids, returns them as headers, and when it is over
 * writes one log line and the metrics.
 */
export function observeRequest(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestEnded = metrics.requestStarted();
    const span = trace.getActiveSpan();
    const requestId = randomUUID();
    const given = request.get('x-correlation-id');
    const correlationId = given !== undefined && CORRELATION_ID.test(given) ? given : requestId;
    response.set({
      'x-request-id': requestId,
      'x-correlation-id': correlationId,
      ...traceHeaders(span),
    });
    const resource = request.path;
    response.once('close', () => {
      const route = routeOf(request);
      const latencyMs = performance.now() - startedAt;
      const outcome = outcomeOf(response);
      // 499 is the usual stand-in for "the client left before the answer".
      const status = outcome === 'aborted' ? 499 : response.statusCode;
      requestEnded({ route, method: request.method, status }, latencyMs / 1_000);
      logger.info(
        {
          trace_id: span?.spanContext().traceId,
          span_id: span?.spanContext().spanId,
          request_id: requestId,
          correlation_id: correlationId,
          action: `${request.method} ${route}`,
          resource,
          outcome,
          status,
          latency_ms: Math.round(latencyMs * 1_000) / 1_000,
        },
        'request',
      );
    });
    requestContext.run({ requestId, correlationId }, next);
  };
}
