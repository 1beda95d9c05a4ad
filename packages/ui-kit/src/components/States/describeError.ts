/** What a person may see of an error. */
export interface ErrorDescription {
  /** The cause in one line; undefined when the error has none. */
  cause: string | undefined;
  /** Id under which logs or traces know the request. */
  requestId: string | undefined;
}

const MAX_LENGTH = 500;
const MAX_DEPTH = 5;

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim()
    : undefined;
}

/** The innermost message says what happened; the outer ones mostly say that something did. */
function innermostMessage(error: unknown): string | undefined {
  let message = text(error);
  let current = error;
  for (let depth = 0; current && depth < MAX_DEPTH; depth++) {
    message = text(field(current, 'message')) ?? message;
    current = field(current, 'cause');
  }
  return message;
}

/** The trace id of a W3C `traceparent` header (`00-<trace id>-<span id>-<flags>`). */
function traceId(traceparent: unknown): string | undefined {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(text(traceparent) ?? '')?.[1];
}

function requestIdOf(error: unknown): string | undefined {
  const headers = field(field(error, 'response'), 'headers');
  const get = field(headers, 'get');
  const header = (name: string): unknown =>
    typeof get === 'function' ? get.call(headers, name) : undefined;
  return (
    text(field(error, 'requestId')) ??
    text(field(error, 'traceId')) ??
    text(header('x-request-id')) ??
    traceId(header('traceparent')) ??
    text(field(field(field(error, 'body'), 'response'), 'requestId'))
  );
}

/** Takes from an error what helps a person, and never its stack. */
export function describeError(error: unknown): ErrorDescription {
  const firstLine = innermostMessage(error)?.split('\n')[0];
  const cause =
    firstLine && firstLine.length > MAX_LENGTH
      ? `${firstLine.slice(0, MAX_LENGTH)}…`
      : firstLine;
  return { cause, requestId: requestIdOf(error) };
}
