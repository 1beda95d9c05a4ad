import { context, propagation, SpanStatusCode, trace, type SpanKind } from '@opentelemetry/api';
import { serviceInfo } from '../config/serviceInfo.ts';

/** Trace context as text, the way it travels inside a job. */
export type TraceCarrier = Readonly<Record<string, string>>;

/** The context of the running span, to be stored with a job. */
export function captureTrace(): TraceCarrier {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Runs `work` in a span whose parent is what the carrier holds: enqueueing and working are one trace. */
export async function continueTrace<T>(
  carrier: TraceCarrier,
  name: string,
  kind: SpanKind,
  attributes: Readonly<Record<string, string | number>>,
  work: () => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), carrier);
  return trace
    .getTracer(serviceInfo.name)
    .startActiveSpan(name, { kind, attributes }, parent, async (span) => {
      try {
        return await work();
      } catch (error) {
        // The message can hold row values, so only the class is recorded.
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: error instanceof Error ? error.name : 'Error',
        });
        throw error;
      } finally {
        span.end();
      }
    });
}
