import { canonicalJson } from '../canonical/canonicalJson';
import { CanonicalJsonError } from '../canonical/CanonicalJsonError';
import { escapePointer } from '../canonical/escapePointer';
import { formatMicros } from '../canonical/formatMicros';
import { normaliseTime } from '../canonical/normaliseTime';
import { parseTime } from '../canonical/parseTime';
import { sha256 } from '../canonical/sha256';
import { sortAsSet } from '../canonical/sortAsSet';
import { describeValue } from '../schemas/describeValue';
import {
  Context,
  JsonObject,
  JsonValue,
  ReadResult,
  RelationStatement,
  Statement,
} from '../types';
import { CONTROL_CHARACTERS } from './controlCharacters';
import { companyosSchema } from './companyosSchema';
import { isJsonObject } from './isJsonObject';
import { Rejection } from './Rejection';
import { settle } from './settle';
import { sortMentions } from './sortMentions';
import { stateEvent } from './stateEvent';
import { summarise } from './summarise';

const TYPE = 'dev.cdeventsx.companyos-stix.stated';
const MAX_OBJECTS = 5000;
/** Two less than for events, since objects lie in the list of a bundle. */
const MAX_DEPTH = 38;
const STIX_ID =
  /^([a-z0-9][a-z0-9-]{0,62})--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const RELATIONSHIP_TYPE = /^[a-z0-9-]{1,100}$/;
/** Lists whose order says nothing. */
const SETS = new Set([
  'labels',
  'x_mitre_platforms',
  'object_marking_refs',
  'aliases',
  'external_references',
]);
const TIMES = new Set([
  'created',
  'modified',
  'first_seen',
  'last_seen',
  'first_observed',
  'last_observed',
  'published',
  'start_time',
  'stop_time',
  'valid_from',
  'valid_until',
]);

function refOf(id: JsonValue | undefined): string | undefined {
  const match = typeof id === 'string' ? STIX_ID.exec(id) : null;
  return match ? `${match[1]}:stix/${id}` : undefined;
}

function normalise(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (SETS.has(name) && Array.isArray(value)) {
        return [name, sortAsSet(value)];
      }
      if (TIMES.has(name) && typeof value === 'string') {
        return [name, normaliseTime(value) ?? value];
      }
      return [name, value];
    }),
  );
}

/** All that the object refers to, by the name of the property without `_ref` or `_refs`. */
function mentionsIn(object: JsonObject, entity: string): Statement['mentions'] {
  const mentions = Object.entries(object).flatMap(([name, value]) => {
    const role = /^([a-z0-9_]{1,100})_refs?$/.exec(name)?.[1];
    if (role === undefined) return [];
    return [value].flat().flatMap(id => {
      const ref = refOf(id);
      return ref === undefined ? [] : { entity: ref, role };
    });
  });
  return sortMentions(mentions, entity);
}

function relationsIn(object: JsonObject, pointer: string): RelationStatement[] {
  if (object.type !== 'relationship') return [];
  const { relationship_type: type, source_ref, target_ref } = object;
  const requireRef = (name: string, id: JsonValue | undefined) => {
    const ref = refOf(id);
    if (ref !== undefined) return ref;
    throw new Rejection(
      `${pointer}/${name}`,
      `expected the id of a STIX object, ${describeValue(id)} came`,
    );
  };
  if (typeof type !== 'string' || !RELATIONSHIP_TYPE.test(type)) {
    throw new Rejection(
      `${pointer}/relationship_type`,
      `expected lower-case letters, digits and dashes, ${describeValue(
        type,
      )} came`,
    );
  }
  return [
    {
      from: requireRef('source_ref', source_ref),
      to: requireRef('target_ref', target_ref),
      type,
      state: object.revoked === true ? 'ended' : 'asserted',
      policies: [],
    },
  ];
}

function readObject(
  object: JsonValue,
  pointer: string,
  source: string,
  context: Context,
): ReadResult {
  const bytes = (() => {
    try {
      return canonicalJson(object, MAX_DEPTH);
    } catch (error) {
      if (!(error instanceof CanonicalJsonError)) throw error;
      throw new Rejection(`${pointer}${error.pointer}`, error.reason);
    }
  })();
  const fail = (name: string, expected: string, value: unknown): never => {
    throw new Rejection(
      `${pointer}${name}`,
      `expected ${expected}, ${describeValue(value)} came`,
    );
  };
  if (!isJsonObject(object)) return fail('', 'a STIX object', object);
  const { id, type, confidence = 100 } = object;
  const entity = refOf(id);
  if (typeof id !== 'string' || entity === undefined) {
    return fail('/id', 'a STIX id (type--UUID)', id);
  }
  if (typeof type !== 'string' || !id.startsWith(`${type}--`)) {
    return fail('/type', `the type that ${id} begins with`, type);
  }
  const timeName = object.modified === undefined ? 'created' : 'modified';
  const time = object[timeName];
  const occurredAtMicros =
    typeof time === 'string' ? parseTime(time) : undefined;
  if (occurredAtMicros === undefined) {
    return fail(
      time === undefined ? '/modified' : `/${timeName}`,
      'an RFC 3339 time here, or in created',
      time,
    );
  }
  if (
    typeof confidence !== 'number' ||
    !Number.isInteger(confidence) ||
    confidence < 0 ||
    confidence > 100
  ) {
    return fail('/confidence', 'an integer from 0 to 100', confidence);
  }

  const schema = companyosSchema(TYPE);
  const content: JsonObject = { object: normalise(object) };
  const version = formatMicros(occurredAtMicros);
  const bytesDigest = sha256(bytes);
  const digest = bytesDigest.toString('hex').slice(0, 16);
  return {
    kind: 'read',
    statement: stateEvent(
      {
        context,
        occurredAtMicros,
        ordinal: 0,
        classification: 'internal',
      },
      {
        type: TYPE,
        major: schema.major,
        schemaVersion: schema.version,
        entity,
        mentions: mentionsIn(object, entity),
        relations: relationsIn(object, pointer),
        environment: context.environment,
        claim: { entity, version },
        summary: summarise(TYPE, entity, content),
        content: { subject: { id: entity, content } },
      },
    ),
    delivery: {
      source,
      id: `${id}@${version}#${digest}`,
      confidence,
      bytes,
      bytesDigest,
    },
  };
}

/**
 * Reads a STIX 2.1 bundle: each object is a fact of the type `dev.cdeventsx.companyos-stix.stated`, which claims to be
 * the one content of its version (`modified`, or `created`). Relationships are relations too, ended where revoked.
 *
 * @param bundle - with at most 5,000 objects
 * @param origin - URI reference of who published it, and where it holds
 * @returns a result for each object, in their order; or one rejection of the whole
 */
export function readStixBundle(
  bundle: unknown,
  origin: Context & { readonly source: string },
): ReadResult[] {
  const { source, ...context } = origin;
  const { tenant } = context;
  const refuse = (pointer: string, reason: string) => [
    new Rejection(pointer, reason).toResult({ source, tenant }),
  ];
  if (!isJsonObject(bundle) || bundle.type !== 'bundle') {
    return refuse(
      isJsonObject(bundle) ? '/type' : '',
      `expected a STIX bundle, ${describeValue(
        isJsonObject(bundle) ? bundle.type : bundle,
      )} came`,
    );
  }
  const { objects } = bundle;
  if (!Array.isArray(objects) || objects.length > MAX_OBJECTS) {
    return refuse(
      '/objects',
      `expected a list of at most ${MAX_OBJECTS} objects, ${describeValue(
        objects,
      )} came`,
    );
  }
  return objects.map((object, index) =>
    settle(
      () =>
        readObject(object, `/objects${escapePointer(index)}`, source, context),
      () => {
        const id = isJsonObject(object) ? object.id : undefined;
        return {
          ...(typeof id === 'string' &&
            id.length <= 256 && {
              id: id.replace(CONTROL_CHARACTERS, '\ufffd'),
            }),
          source,
          type: TYPE,
          tenant,
        };
      },
    ),
  );
}
