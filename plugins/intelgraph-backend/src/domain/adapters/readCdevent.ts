import { parseTime } from '../canonical/parseTime';
import { describeValue } from '../schemas/describeValue';
import { KnownSchema } from '../schemas/KnownSchema';
import { JsonObject, ReadResult } from '../types';
import { claimOf } from './claimOf';
import { collectMentions } from './collectMentions';
import { collectRelations } from './collectRelations';
import { Envelope } from './Envelope';
import { isJsonObject } from './isJsonObject';
import { isLabel } from './isLabel';
import { CdeventType, parseCdeventType } from './parseCdeventType';
import { parseEntityRef } from './parseEntityRef';
import { Rejection } from './Rejection';
import { stateEvent } from './stateEvent';
import { summarise } from './summarise';
import { toEntityRef } from './toEntityRef';

const EMPTY: JsonObject = {};
const KIND = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const STIX_ID = /^([a-z0-9][a-z0-9-]{0,62})--[0-9a-f-]{36}$/;

function requireSame(
  context: JsonObject,
  name: string,
  attribute: string,
  expected: string,
): void {
  if (context[name] !== expected) {
    throw new Rejection(
      `/data/context/${name}`,
      `expected the same as the attribute ${attribute}, ${describeValue(
        expected,
      )}, ${describeValue(context[name])} came`,
    );
  }
}

/** The CDEvent must be the one that its envelope says; otherwise one could be taken for another. */
function checkAgreement(envelope: Envelope, data: JsonObject): void {
  const context = isJsonObject(data.context) ? data.context : EMPTY;
  requireSame(context, 'id', 'id', envelope.id);
  requireSame(context, 'source', 'source', envelope.source);
  requireSame(context, 'type', 'type', envelope.type);
  const { timestamp } = context;
  // One instant may be written in two ways.
  const micros =
    typeof timestamp === 'string' ? parseTime(timestamp) : undefined;
  if (micros !== envelope.occurredAtMicros) {
    throw new Rejection(
      '/data/context/timestamp',
      `expected the same as the attribute time, ${describeValue(
        timestamp,
      )} came`,
    );
  }
}

function resolveEntity(
  envelope: Envelope,
  words: CdeventType,
  id: string,
  content: JsonObject,
): string {
  if (envelope.entity !== undefined) return envelope.entity;
  const pointer = '/data/subject/id';
  if (words.tool === 'companyos') {
    // In our own types, that an id is an entity ref is meant.
    const parsed = parseEntityRef(id);
    if (parsed) return parsed.ref;
    if (words.subject === 'entity') {
      const ref = `${content.kind}:${content.namespace}/${content.name}`;
      const ofContent = parseEntityRef(ref);
      if (ofContent) return ofContent.ref;
    }
    const stixType =
      words.subject === 'stix' ? STIX_ID.exec(id)?.[1] : undefined;
    if (stixType !== undefined) return `${stixType}:stix/${id}`;
  }
  const kind = KIND.test(words.subject) ? words.subject : 'other';
  return toEntityRef(kind, id, pointer);
}

function environmentOf(envelope: Envelope, content: JsonObject): string {
  const { environment } = content;
  if (
    !envelope.namesEnvironment &&
    isJsonObject(environment) &&
    typeof environment.id === 'string' &&
    isLabel(environment.id)
  ) {
    return environment.id;
  }
  return envelope.context.environment;
}

/**
 * Reads a CDEvent, one that CDEvents defines or a custom one, in a checked envelope.
 *
 * @param envelope - its data must be the whole CDEvent and agree with it
 * @param schema - that of the version, or of the newest known one of the major if the event is newer
 * @param version - version that the event names
 * @throws {@link Rejection} where the event is wrong
 */
export function readCdevent(
  envelope: Envelope,
  schema: KnownSchema,
  version: string,
): ReadResult {
  const { data, delivery, context } = envelope;
  if (!isJsonObject(data)) {
    throw new Rejection(
      '/data',
      `expected the whole CDEvent, which is an object, ${describeValue(
        data,
      )} came`,
    );
  }
  const isNewer = schema.version !== version;
  const fault = isNewer
    ? schema.validateLeniently(data)
    : schema.validate(data);
  if (fault && isNewer) {
    return {
      kind: 'quarantined',
      code: 'unreadable-version',
      reason: `${schema.version} is the newest version of ${schema.type} that is understood, and ${version} does not read like it: /data${fault.pointer}: ${fault.reason}. Register ${version} and retry`,
      context,
      delivery,
      type: envelope.type,
    };
  }
  if (fault) throw new Rejection(`/data${fault.pointer}`, fault.reason);
  checkAgreement(envelope, data);

  const { type } = schema;
  const words = parseCdeventType(type);
  const given = data.subject;
  if (!words || !isJsonObject(given) || typeof given.id !== 'string') {
    // Only schemas that someone registered let this through.
    throw new Rejection(
      words ? '/data/subject/id' : '/type',
      words
        ? 'expected text, something else came'
        : 'expected dev.cdevents.<subject>.<predicate> or dev.cdeventsx.<tool>-<subject>.<predicate>, another one came',
    );
  }
  // The source of the subject tells where its id holds, and differs from source to source.
  const { source, ...stated } = given;
  const normalised = schema.normalise({
    subject: stated,
    ...(data.customData !== undefined && { customData: data.customData }),
  });
  const subject = normalised.subject as JsonObject;
  const content = isJsonObject(subject.content) ? subject.content : EMPTY;
  if (typeof subject.id !== 'string' || subject.id === '') {
    throw new Rejection('/data/subject/id', 'expected text, nothing came');
  }

  const entity = resolveEntity(envelope, words, subject.id, content);
  const relations = collectRelations(words, content, entity);
  return {
    kind: 'read',
    statement: stateEvent(envelope, {
      type,
      major: schema.major,
      schemaVersion: version,
      entity,
      mentions: collectMentions(content, entity, relations),
      relations,
      environment: environmentOf(envelope, content),
      claim: claimOf(entity, type, envelope.claimVersion, words),
      summary: summarise(type, entity, content),
      content: { subject, customData: normalised.customData },
    }),
    delivery,
  };
}
