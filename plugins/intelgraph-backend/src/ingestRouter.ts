import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, toError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  IngestResponse,
  IngestResult,
  intelgraphEventIngestPermission,
} from '@companyos/plugin-intelgraph-common';
import express, { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { setTimeout as delay } from 'node:timers/promises';
import { Access, Caller, writerOf } from './Access';
import { binaryToCloudEvent } from './domain/adapters/binaryToCloudEvent';
import { isLabel } from './domain/adapters/isLabel';
import { readBareCdevent } from './domain/adapters/readBareCdevent';
import { readOpenLineage } from './domain/adapters/readOpenLineage';
import { readStixBundle } from './domain/adapters/readStixBundle';
import { readEvent } from './domain/readEvent';
import { TokenBucket } from './domain/TokenBucket';
import { Context, ReadResult } from './domain/types';
import { Ingest, Reader } from './Ingest';
import { IngestLimits } from './readOptions';
import { MOST_LINES, readStream, StreamLine } from './readStream';
import { writeLines } from './writeLines';

const MOST_ITEMS = 1_000;
/** Groups of lines of one stream that are written at the same time. */
const MOST_UNDER_WAY = 6;

/**
 * HTTP over the taking of events. Apart from the other routes because bodies come in several shapes, as bytes, and
 * streams are answered while they come.
 */
export function createIngestRouter(options: {
  ingest: Ingest;
  access: Access;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  limits: IngestLimits;
  bucket: TokenBucket;
}): Router {
  const { ingest, access, httpAuth, auditor, limits, bucket } = options;
  const router = PromiseRouter();
  const raw = express.raw({ type: () => true, limit: limits.batchBytes });

  async function authorized(req: Request): Promise<Caller> {
    const caller = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    // Services need a rule for each source instead, which each item is held against.
    if (caller.principal.type === 'user') {
      await access.authorize(intelgraphEventIngestPermission, caller);
    }
    return caller;
  }

  /** Takes what `read` makes of the body, and answers with what became of it. */
  async function answer(
    req: Request,
    res: Response,
    via: string,
    prepare: (body: Buffer) => { count: number; read: Reader },
    tenant?: string,
  ): Promise<void> {
    const caller = await authorized(req);
    const writer = writerOf(caller);
    const event = await auditor.createEvent({
      eventId: 'ingest',
      severityLevel: 'low',
      request: req,
      meta: { via },
    });
    try {
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      const { count, read } = prepare(body);
      const waitMs = bucket.take(writer.subject, count);
      if (waitMs > 0) {
        res.set('Retry-After', String(Math.ceil(waitMs / 1000)));
        throw Object.assign(
          new Error(
            `${writer.subject} sends faster than ${limits.eventsPerSecond} events a second; try again in ${waitMs} ms`,
          ),
          { name: 'TooManyRequestsError', statusCode: 429 },
        );
      }
      const response = await ingest.take(
        writer,
        registry =>
          read(registry).map(item => withinLimit(item, limits.eventBytes)),
        { via, tenant, body, idempotencyKey: keyOf(req) },
      );
      await event.success({ meta: { ...countsOf(response) } });
      res.json(response);
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  }

  const single = (value: JsonValue): { count: number; read: Reader } => ({
    count: 1,
    read: registry => [readEvent(value, registry)],
  });

  async function stream(req: Request, res: Response): Promise<void> {
    const caller = await authorized(req);
    if (req.headers['content-encoding']) {
      throw new InputError('A stream is sent as it is, without an encoding');
    }
    const writer = writerOf(caller);
    const event = await auditor.createEvent({
      eventId: 'ingest',
      severityLevel: 'low',
      request: req,
      meta: { via: 'stream' },
    });
    const operation = ingest.open(writer, { via: 'stream' });
    let counts: IngestResponse['counts'] | undefined;
    const underWay: Promise<IngestResponse>[] = [];
    const next = async () => {
      const response = await underWay[0];
      underWay.shift();
      counts = response.counts;
      return response.results;
    };
    async function* results(): AsyncGenerator<IngestResult[]> {
      for await (const lines of readStream(req, {
        lineBytes: limits.eventBytes,
      })) {
        // A stream that is too fast is read more slowly.
        for (
          let waitMs = bucket.take(writer.subject, lines.length);
          waitMs > 0;
          waitMs = bucket.take(writer.subject, lines.length)
        ) {
          await delay(waitMs);
        }
        const registry = await ingest.registry();
        const taking = operation.take(
          lines.map(line => readLine(line, registry, limits.eventBytes)),
        );
        // Seen where it is waited for, which may be after another failed.
        taking.catch(() => {});
        underWay.push(taking);
        // Reading the next lines goes on while the last are written; when no more come for now, all are answered.
        const most = lines.length < MOST_LINES ? 1 : MOST_UNDER_WAY;
        while (underWay.length >= most) yield await next();
      }
      while (underWay.length > 0) yield await next();
    }
    try {
      res.set('X-Operation-Id', operation.id);
      await writeLines(res, results());
      await event.success({ meta: { ...counts } });
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  }

  router.post('/events', async (req, res, next) => {
    if (req.is('application/x-ndjson')) await stream(req, res);
    else next();
  });
  router.post('/events', raw, async (req, res) => {
    if (req.is('application/cloudevents-batch+json')) {
      await answer(req, res, 'batch', body => {
        const items = parse(body);
        if (!Array.isArray(items) || items.length > MOST_ITEMS) {
          throw new InputError(
            `An array of at most ${MOST_ITEMS} events was expected, ${
              Array.isArray(items)
                ? `${items.length} came`
                : 'something else came'
            }; send more as several batches, or as a stream`,
          );
        }
        return {
          count: items.length,
          read: registry => items.map(item => readEvent(item, registry)),
        };
      });
    } else if (req.is('application/cloudevents+json')) {
      await answer(req, res, 'structured', body => single(parse(body)));
    } else if (hasCloudEventHeaders(req)) {
      await answer(req, res, 'binary', body =>
        single(
          binaryToCloudEvent(
            req.headers,
            body.length === 0 ? undefined : parse(body),
          ),
        ),
      );
    } else if (req.is('application/json')) {
      await answer(req, res, 'cdevent', body => {
        const value = parse(body);
        if (typeof value !== 'object' || !value || Array.isArray(value)) {
          throw new InputError('A CDEvent was expected, which is an object');
        }
        return {
          count: 1,
          read: registry => [readBareCdevent(value as JsonObject, registry)],
        };
      });
    } else {
      throw Object.assign(
        new Error(
          'The content type is none of application/cloudevents+json, application/cloudevents-batch+json, application/json and application/x-ndjson',
        ),
        { name: 'UnsupportedMediaTypeError', statusCode: 415 },
      );
    }
  });

  router.post('/adapters/openlineage', raw, async (req, res) => {
    const context = contextOf(req);
    await answer(
      req,
      res,
      'openlineage',
      body => {
        const value = parse(body);
        const events = Array.isArray(value) ? value : [value];
        if (events.length > MOST_ITEMS) {
          throw new InputError(
            `At most ${MOST_ITEMS} run events were expected, ${events.length} came`,
          );
        }
        return {
          count: events.length,
          read: () => events.map(event => readOpenLineage(event, context)),
        };
      },
      context.tenant,
    );
  });

  router.post('/adapters/stix', raw, async (req, res) => {
    const context = contextOf(req);
    const { source } = req.query;
    if (typeof source !== 'string' || !source || source.length > 500) {
      throw new InputError(
        '/source: the URI of who published the bundle was expected',
      );
    }
    await answer(
      req,
      res,
      'stix',
      body => {
        const bundle = parse(body);
        const items = readStixBundle(bundle, { ...context, source });
        return { count: items.length, read: () => items };
      },
      context.tenant,
    );
  });

  return router;
}

function parse(body: Buffer): JsonValue {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new InputError(`The body is no JSON: ${toError(error).message}`);
  }
}

function readLine(
  { number, text }: StreamLine,
  registry: Parameters<Reader>[0],
  limit: number,
): ReadResult {
  if (text === undefined) {
    return {
      kind: 'rejected',
      pointer: '',
      reason: `Line ${number} is longer than ${limit} bytes`,
    };
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      kind: 'rejected',
      pointer: '',
      reason: `Line ${number} is no JSON: ${toError(error).message}`,
    };
  }
  return withinLimit(readEvent(value, registry), limit);
}

/** Rejects an event that is larger than allowed. */
function withinLimit(item: ReadResult, limit: number): ReadResult {
  if (item.kind === 'rejected') return item;
  const { bytes, id, source } = item.delivery;
  // No text has more bytes than three times its length.
  return bytes.length * 3 <= limit || Buffer.byteLength(bytes) <= limit
    ? item
    : {
        kind: 'rejected',
        pointer: '',
        reason: `The event has more than ${limit} bytes; keep what is large elsewhere, and name its digest`,
        id,
        source,
      };
}

function countsOf({ counts }: IngestResponse): JsonObject {
  return { ...counts };
}

function keyOf(req: Request): string | undefined {
  const key = req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (key.length === 0 || key.length > 200) {
    throw new InputError(
      'An idempotency key of 1 to 200 characters was expected',
    );
  }
  return key;
}

function hasCloudEventHeaders(req: Request): boolean {
  return req.header('ce-specversion') !== undefined;
}

function contextOf(req: Request): Context {
  const label = (name: string, otherwise: string) => {
    const value = req.query[name] ?? otherwise;
    if (typeof value !== 'string' || !isLabel(value)) {
      throw new InputError(
        `/${name}: lower case letters, digits, dots and dashes were expected`,
      );
    }
    return value;
  };
  return {
    tenant: label('tenant', 'default'),
    environment: label('environment', 'all'),
    region: label('region', 'global'),
  };
}
