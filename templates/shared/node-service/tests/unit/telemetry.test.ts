import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SamplingDecision,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.ts';
import { requestContext } from '../../src/telemetry/requestContext.ts';
import {
  spanProcessors,
  startTracing,
  stopTracing,
  traced,
  withoutProbes,
} from '../../src/telemetry/tracing.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('log lines carry the required fields and mask what must not be written', () => {
  const lines: string[] = [];
  const logger = createLogger(
    { level: 'info', env: 'test', region: 'eu' },
    { write: (line) => lines.push(line) },
  );
  trace.getTracer('test').startActiveSpan('work', (span) => {
    requestContext.run({ requestId: 'r1', correlationId: 'c1' }, () => {
      logger.info(
        { password: 'a', user: { email: 'b', name: 'c' }, x: { y: { token: 'd' } } },
        'hello',
      );
    });
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({
      level: 'info',
      env: 'test',
      region: 'eu',
      msg: 'hello',
      trace_id: span.spanContext().traceId,
      span_id: span.spanContext().spanId,
      request_id: 'r1',
      correlation_id: 'c1',
      password: '[redacted]',
      user: { email: '[redacted]', name: 'c' },
      x: { y: { token: '[redacted]' } },
    });
    span.end();
  });
});

test('the file exporter writes a line a span, with the parent', async () => {
  const file = join(temporaryFolder(), 'deep', 'spans.jsonl');
  const provider = new TracerProvider({ spanProcessors: spanProcessors('file', file) });
  const tracer = provider.getTracer('test');
  const parent = tracer.startSpan('parent');
  tracer.startSpan('child', {}, trace.setSpan(context.active(), parent)).end();
  parent.end();
  await provider.shutdown();
  const [child, root] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(root).toMatchObject({ type: 'span', name: 'parent', parent_span_id: null });
  expect(child).toMatchObject({
    name: 'child',
    trace_id: root?.['trace_id'],
    parent_span_id: root?.['span_id'],
  });
});

test('the console exporter writes to standard output, the default exports nothing', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const provider = new TracerProvider({ spanProcessors: spanProcessors('console', '') });
  provider.getTracer('test').startSpan('shown').end();
  await provider.shutdown();
  expect(write).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"name":"shown"'));
  expect(spanProcessors('none', '')).toEqual([]);
  expect(spanProcessors('otlp', '')).toHaveLength(1);
});

test('probes are not sampled, other requests are', () => {
  const sampler = withoutProbes(new AlwaysOnSampler());
  const decide = (path: string) =>
    sampler.shouldSample(
      context.active(),
      'a'.repeat(32),
      'GET',
      SpanKind.SERVER,
      { 'url.path': path },
      [],
    ).decision;
  expect(decide('/readyz')).toBe(SamplingDecision.NOT_RECORD);
  expect(decide('/documents')).toBe(SamplingDecision.RECORD_AND_SAMPLED);
  expect(sampler.toString()).toContain('AlwaysOn');
});

test('a failing unit of work marks its span without the message, which can hold data', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  vi.spyOn(trace, 'getTracer').mockReturnValue(provider.getTracer('test'));
  await expect(
    traced('work', {}, () => Promise.reject(new TypeError('row: hunter2'))),
  ).rejects.toThrow();
  expect(exporter.getFinishedSpans()[0]?.status).toEqual({
    code: SpanStatusCode.ERROR,
    message: 'TypeError',
  });
});

test('wrong telemetry settings do not keep the hook from starting', async () => {
  // The hook has registered its provider already; the API keeps the first one.
  expect(() => {
    startTracing({ OTEL_TRACES_EXPORTER: 'fax', OTEL_TRACES_SAMPLER_ARG: '7' });
  }).not.toThrow();
  await expect(stopTracing()).resolves.toBeUndefined();
});
