import { client } from './generated/client.gen';
import type { Problem } from './generated/types.gen';

/** Where the API is and how long to wait for it. */
export interface ApiSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** Why a call failed: the API said so, or it could not be reached (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  /** What to look for in logs and traces, whoever made it. */
  readonly traceId: string;
  readonly problem: Problem | undefined;

  constructor(status: number, traceId: string, problem: Problem | undefined) {
    super(problem?.detail ?? `status ${String(status)}`);
    this.name = 'ApiError';
    this.status = status;
    this.traceId = traceId;
    this.problem = problem;
  }

  /** Whether the same call may succeed a moment later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

let timeoutMs = 15_000;

/** Tells the generated client where the API is; called once, when the settings are there. */
export function configureApi(settings: ApiSettings): void {
  ({ timeoutMs } = settings);
  // Paths begin with a slash; after another one they would begin with a host.
  client.setConfig({ baseUrl: settings.baseUrl.replace(/\/+$/, ''), credentials: 'same-origin' });
}

function randomHex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** What {@link call} hands to a function of the generated client. */
export interface CallOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface Outcome<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly response?: Response;
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'detail' in body &&
    typeof body.detail === 'string' &&
    'trace_id' in body &&
    typeof body.trace_id === 'string'
  );
}

/**
 * Makes one call: begins a trace, limits the time, and turns whatever goes wrong into an {@link ApiError}. The
 * trace begins here, so even a call that never arrived has an id to report.
 *
 * @throws ApiError
 */
export async function call<T>(
  send: (options: CallOptions) => Promise<Outcome<T>>,
  signal?: AbortSignal,
): Promise<T> {
  const traceId = randomHex(16);
  const options: CallOptions = {
    headers: { traceparent: `00-${traceId}-${randomHex(8)}-01` },
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
  };
  let outcome: Outcome<T>;
  try {
    outcome = await send(options);
  } catch {
    outcome = { data: undefined, error: undefined };
  }
  // Nobody waits for it any more: not a failure.
  signal?.throwIfAborted();
  const { data, error, response } = outcome;
  if (response?.ok === true && data !== undefined) {
    return data;
  }
  const problem = isProblem(error) ? error : undefined;
  throw new ApiError(
    response?.status ?? 0,
    problem?.trace_id ?? response?.headers.get('x-trace-id') ?? traceId,
    problem,
  );
}
