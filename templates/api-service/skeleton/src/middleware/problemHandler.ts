import { trace } from '@opentelemetry/api';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../models/databaseUnavailable.ts';
import { Problem } from '../models/problem.ts';
import { requestContext } from '../telemetry/requestContext.ts';

/** Answers what no route took. */
export const notFound: RequestHandler = () => {
  throw new Problem(404, 'not-found', 'Not found', 'There is nothing at this address.');
};

/** What body-parser and the router throw: an HTTP status and whether the text may be shown. */
function isHttpError(error: unknown): error is { status: number; type?: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

/** Turns anything thrown into a {@link Problem}; what was not foreseen becomes a bare 500. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (isDatabaseUnavailable(error)) {
    return new Problem(
      503,
      'dependency-unavailable',
      'Temporarily unavailable',
      'The database does not answer. Try again shortly.',
      { headers: { 'retry-after': '5' } },
    );
  }
  if (isHttpError(error)) {
    if (error.status === 413) {
      return new Problem(
        413,
        'body-too-large',
        'Body too large',
        'The body is larger than this service accepts.',
      );
    }
    return error.type === 'entity.parse.failed'
      ? new Problem(400, 'invalid-json', 'Invalid JSON', 'The body is not valid JSON.')
      : new Problem(error.status, 'bad-request', 'Bad request', 'The request could not be read.');
  }
  return new Problem(
    500,
    'internal-error',
    'Internal error',
    'Something went wrong on our side. Quote the trace id when you report it.',
  );
}

/** The last middleware: one place where errors are logged and answered. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      logger.error({ err: error, problem: problem.kind }, 'request failed');
    }
    if (response.headersSent) {
      // Too late for an answer: Express ends the connection so that the client sees the break.
      next(error);
      return;
    }
    response
      .status(problem.status)
      .set(problem.headers)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:companyos:problem:${problem.kind}`,
          title: problem.title,
          status: problem.status,
          detail: problem.message,
          instance: request.path,
          trace_id: trace.getActiveSpan()?.spanContext().traceId,
          request_id: requestContext.getStore()?.requestId,
          errors: problem.errors,
        }),
      );
  };
}
