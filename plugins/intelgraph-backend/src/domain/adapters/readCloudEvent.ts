import { sha256 } from '../canonical/sha256';
import { Classification } from '@companyos/plugin-intelgraph-common';
import { parseTime } from '../canonical/parseTime';
import { describeValue } from '../schemas/describeValue';
import { JsonObject, JsonValue } from '../types';
import { Envelope } from './Envelope';
import { isLabel } from './isLabel';
import { parseEntityRef } from './parseEntityRef';
import { Rejection } from './Rejection';

const CLASSIFICATIONS: ReadonlySet<string> = new Set<Classification>([
  'public',
  'internal',
  'confidential',
  'restricted',
  'pii',
]);
/** Attributes that are read below; all others are only checked for their form. */
const READ = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'data',
  'data_base64',
  'tenant',
  'environment',
  'region',
  'dataclassification',
  'confidence',
  'entityref',
  'ordinal',
  'claimversion',
  'validto',
  'recordedtime',
  'senttime',
  'sequence',
]);
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;
/** Control characters, which attributes must not have. */
const CONTROL = /\p{Cc}/u;
/** RFC 3986: the characters of URIs, each `%` with two hexadecimal digits. */
const URI_REFERENCE = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const JSON_CONTENT = /^\s*[a-z]+\/(?:[a-z0-9.+-]+\+)?json\s*(?:;.*)?$/i;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function fail(name: string, expected: string, value: unknown): never {
  throw new Rejection(
    `/${name}`,
    `expected ${expected}, ${describeValue(value)} came`,
  );
}

function readText(
  event: JsonObject,
  name: string,
  maxLength: number,
): string | undefined {
  const value = event[name];
  // JSON null stands for an attribute that is not set.
  if (value === undefined || value === null) return undefined;
  if (
    typeof value !== 'string' ||
    value.length === 0 ||
    value.length > maxLength ||
    CONTROL.test(value)
  ) {
    return fail(
      name,
      `text of 1 to ${maxLength} characters without control characters`,
      value,
    );
  }
  return value;
}

function requireText(
  event: JsonObject,
  name: string,
  maxLength: number,
): string {
  return (
    readText(event, name, maxLength) ??
    fail(name, `text of 1 to ${maxLength} characters`, undefined)
  );
}

function readTime(event: JsonObject, name: string): number | undefined {
  const value = event[name];
  if (value === undefined || value === null) return undefined;
  const micros = typeof value === 'string' ? parseTime(value) : undefined;
  return (
    micros ??
    fail(name, 'an RFC 3339 time between the years 1684 and 2255', value)
  );
}

function readLabel(event: JsonObject, name: string, otherwise: string): string {
  const value = event[name];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'string' || !isLabel(value)) {
    return fail(
      name,
      'at most 63 lower-case letters, digits, dots, dashes and underscores with a letter or digit at both ends',
      value,
    );
  }
  return value;
}

function readInteger(
  event: JsonObject,
  name: string,
  otherwise: number,
  maximum: number,
): number {
  const value = event[name];
  if (value === undefined || value === null) return otherwise;
  if (
    typeof value !== 'number' ||
    !Number.isSafeInteger(value) ||
    value < 0 ||
    value > maximum
  ) {
    return fail(name, `an integer from 0 to ${maximum}`, value);
  }
  return value;
}

function readEntity(event: JsonObject): string | undefined {
  const value = event.entityref;
  if (value === undefined || value === null) return undefined;
  const parsed = typeof value === 'string' ? parseEntityRef(value) : undefined;
  return (
    parsed?.ref ??
    fail(
      'entityref',
      'an entity ref (kind:namespace/name) of at most 500 characters',
      value,
    )
  );
}

function readClassification(event: JsonObject): Classification {
  const value = event.dataclassification;
  if (value === undefined || value === null) return 'internal';
  if (typeof value !== 'string' || !CLASSIFICATIONS.has(value)) {
    return fail(
      'dataclassification',
      `one of ${[...CLASSIFICATIONS].join(', ')}`,
      value,
    );
  }
  return value as Classification;
}

function readData(event: JsonObject): JsonValue | undefined {
  const contentType = readText(event, 'datacontenttype', 200);
  if (contentType !== undefined && !JSON_CONTENT.test(contentType)) {
    fail('datacontenttype', 'application/json', contentType);
  }
  const encoded = event.data_base64;
  if (encoded === undefined || encoded === null) return event.data;
  if (event.data !== undefined) {
    throw new Rejection(
      '/data_base64',
      'expected either data or data_base64, both came',
    );
  }
  if (typeof encoded !== 'string' || !BASE64.test(encoded)) {
    return fail('data_base64', 'Base64', encoded);
  }
  try {
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(
        Buffer.from(encoded, 'base64'),
      ),
    );
  } catch {
    throw new Rejection(
      '/data_base64',
      'expected JSON in UTF-8 as Base64, something else came',
    );
  }
}

function checkOtherAttributes(event: JsonObject): void {
  for (const name of Object.keys(event)) {
    if (READ.has(name)) continue;
    const value = event[name];
    const pointer = `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (!ATTRIBUTE_NAME.test(name)) {
      throw new Rejection(
        pointer,
        'expected attribute names of lower-case letters and digits, another one came',
      );
    }
    if (
      (typeof value === 'object' && value !== null) ||
      (typeof value === 'string' && CONTROL.test(value))
    ) {
      throw new Rejection(
        pointer,
        `expected text without control characters, a number or a boolean, ${describeValue(
          value,
        )} came`,
      );
    }
  }
}

const toMilliseconds = (micros: number | undefined) =>
  micros === undefined ? undefined : Math.floor(micros / 1000);

/**
 * Checks the attributes of a structured CloudEvent 1.0 and those of our extensions. Its data is decoded, but not
 * looked at.
 *
 * @param raw - the event
 * @param bytes - its canonical JSON
 * @throws {@link Rejection} with the pointer of the first thing that is wrong
 */
export function readCloudEvent(raw: unknown, bytes: string): Envelope {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new Rejection(
      '',
      `expected a CloudEvent, which is an object, ${describeValue(raw)} came`,
    );
  }
  const event = raw as JsonObject;
  if (event.specversion !== '1.0') {
    fail('specversion', '"1.0"', event.specversion);
  }
  const id = requireText(event, 'id', 256);
  const source = requireText(event, 'source', 500);
  if (!URI_REFERENCE.test(source)) fail('source', 'a URI reference', source);
  const type = requireText(event, 'type', 200);
  const subject = readText(event, 'subject', 500);
  const occurredAtMicros =
    readTime(event, 'time') ?? fail('time', 'an RFC 3339 time', undefined);
  const validToMicros = readTime(event, 'validto');
  if (validToMicros !== undefined && validToMicros < occurredAtMicros) {
    fail('validto', 'a time that is not before time', event.validto);
  }
  const tenant = readLabel(event, 'tenant', 'default');
  const environment = readLabel(event, 'environment', 'all');
  const region = readLabel(event, 'region', 'global');
  const classification = readClassification(event);
  const confidence = readInteger(event, 'confidence', 100, 100);
  const ordinal = readInteger(event, 'ordinal', 0, 2_147_483_647);
  const entity = readEntity(event);
  const claimVersion = readText(event, 'claimversion', 200);
  const sequence = readText(event, 'sequence', 200);
  const statedRecordedAtMs = toMilliseconds(readTime(event, 'recordedtime'));
  const sentAtMs = toMilliseconds(readTime(event, 'senttime'));
  checkOtherAttributes(event);

  return {
    id,
    source,
    type,
    subject,
    occurredAtMicros,
    validToMicros,
    context: { tenant, environment, region },
    namesEnvironment:
      event.environment !== undefined && event.environment !== null,
    classification,
    ordinal,
    entity,
    claimVersion,
    data: readData(event),
    delivery: {
      source,
      id,
      confidence,
      bytes,
      bytesDigest: sha256(bytes),
      ...(sequence !== undefined && { sequence }),
      ...(statedRecordedAtMs !== undefined && { statedRecordedAtMs }),
      ...(sentAtMs !== undefined && { sentAtMs }),
    },
  };
}
