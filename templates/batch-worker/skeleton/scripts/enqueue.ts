import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { trace } from '@opentelemetry/api';
import { z } from 'zod';
import { Problem } from '../src/models/problem.ts';
import { enqueueBatch } from '../src/services/enqueueBatch.ts';
import { continueTrace } from '../src/telemetry/traceContext.ts';
import { SpanKind } from '@opentelemetry/api';
import { runScript } from './openQueue.ts';

const USAGE = `Hands a batch of records in. The same key twice is one batch.

  npm run enqueue -- --key KEY --file FILE.json [--source NAME] [--traceparent 00-…]

FILE.json is an array of records: {"external_id", "name", "amount_cents", "currency"}. Prints one JSON line.
Exit code 0: the batch is in the queue or was already, 1: refused, 2: wrong use.`;

const PARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        key: { type: 'string' },
        file: { type: 'string' },
        source: { type: 'string', default: 'manual' },
        traceparent: { type: 'string' },
      },
    });
    const { key, file, source, traceparent } = values;
    if (
      key === undefined ||
      file === undefined ||
      !PARENT.test(traceparent ?? `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`)
    ) {
      throw new Error('--key and --file are needed, and --traceparent must be a W3C trace parent');
    }
    return { key, file, source, carrier: traceparent === undefined ? {} : { traceparent } };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(USAGE);
    process.exit(2);
  }
}

const { key, file, source, carrier } = readArguments();
await runScript(async ({ boss, database }) => {
  const records = z.array(z.json()).parse(JSON.parse(readFileSync(file, 'utf8')));
  await continueTrace(carrier, 'enqueue', SpanKind.INTERNAL, {}, async () => {
    try {
      const { batchId, created } = await enqueueBatch(boss, database, {
        idempotency_key: key,
        source,
        records,
      });
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      console.log(JSON.stringify({ batch_id: batchId, created, trace_id: traceId }));
    } catch (error) {
      if (error instanceof Problem && error.errors) {
        console.error(error.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
      }
      throw error;
    }
  });
});
