import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExportResultCode, hrTimeToMilliseconds, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** Writes each span as one JSON line: for local debugging and for tests that follow a trace. */
export class JsonLineSpanExporter implements SpanExporter {
  readonly #write: (line: string) => void;

  /** @param file - appended to; without it lines go to standard output, between the log lines. */
  constructor(file?: string) {
    if (file === undefined) {
      this.#write = (line) => process.stdout.write(line);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      this.#write = (line) => {
        appendFileSync(file, line);
      };
    }
  }

  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void {
    try {
      for (const span of spans) {
        this.#write(`${JSON.stringify(toLine(span))}\n`);
      }
      done({ code: ExportResultCode.SUCCESS });
    } catch (error) {
      done({
        code: ExportResultCode.FAILED,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function toLine(span: ReadableSpan): Record<string, unknown> {
  const { traceId, spanId } = span.spanContext();
  return {
    type: 'span',
    service: span.resource.attributes['service.name'],
    name: span.name,
    trace_id: traceId,
    span_id: spanId,
    parent_span_id: span.parentSpanContext?.spanId ?? null,
    kind: span.kind,
    start: new Date(hrTimeToMilliseconds(span.startTime)).toISOString(),
    duration_ms: hrTimeToMilliseconds(span.duration),
    status: span.status.code,
    attributes: span.attributes,
  };
}
