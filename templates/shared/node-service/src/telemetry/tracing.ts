import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { telemetrySchema } from '../config/environment.ts';
import { serviceInfo } from '../config/serviceInfo.ts';
import { JsonLineSpanExporter } from './jsonLineSpanExporter.ts';

let provider: TracerProvider | undefined;

/** Asked every few seconds by machines; traced only when the caller asks for it. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** Spans of probes keep their ids for the logs but are not recorded. */
export function withoutProbes(sampler: Sampler): Sampler {
  return {
    shouldSample: (ctx, traceId, name, kind, attributes, links) =>
      PROBES.has(String(attributes['url.path']))
        ? { decision: SamplingDecision.NOT_RECORD }
        : sampler.shouldSample(ctx, traceId, name, kind, attributes, links),
    toString: () => `WithoutProbes{${sampler.toString()}}`,
  };
}

/** Builds the processors for an exporter name; `none` has none and still makes trace ids. */
export function spanProcessors(exporter: string, file: string): SpanProcessor[] {
  switch (exporter) {
    case 'otlp':
      return [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })];
    case 'console':
      return [new SimpleSpanProcessor({ exporter: new JsonLineSpanExporter() })];
    case 'file':
      return [new SimpleSpanProcessor({ exporter: new JsonLineSpanExporter(file) })];
    default:
      return [];
  }
}

/**
 * Registers the global tracer provider and W3C trace context propagation.
 * Wrong settings fall back to their defaults here: the entry point validates the same variables a
 * moment later and stops the process with the whole list.
 */
export function startTracing(variables: Readonly<Record<string, string | undefined>>): void {
  const parsed = telemetrySchema.safeParse(variables);
  const settings = parsed.success ? parsed.data : telemetrySchema.parse({});
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceInfo.name,
      'service.version': serviceInfo.version,
      'deployment.environment.name':
        variables['ENVIRONMENT'] ?? variables['NODE_ENV'] ?? 'development',
    }),
    sampler: new ParentBasedSampler({
      root: withoutProbes(new TraceIdRatioBasedSampler(settings.OTEL_TRACES_SAMPLER_ARG)),
    }),
    spanProcessors: spanProcessors(settings.OTEL_TRACES_EXPORTER, settings.TRACES_FILE),
  });
  trace.setGlobalTracerProvider(provider);
}

/** Exports what is still queued and stops recording. */
export async function stopTracing(): Promise<void> {
  await provider?.shutdown();
}

/** Runs `work` inside a child span; an error marks the span and is thrown on. */
export async function traced<T>(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  work: () => Promise<T>,
): Promise<T> {
  return trace.getTracer(serviceInfo.name).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The message of a database error can hold row values, so only its class is recorded.
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
