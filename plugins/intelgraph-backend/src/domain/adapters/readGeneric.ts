import { KnownSchema } from '../schemas/KnownSchema';
import { JsonValue, ReadResult } from '../types';
import { claimOf } from './claimOf';
import { Envelope } from './Envelope';
import { parseEntityRef } from './parseEntityRef';
import { Rejection } from './Rejection';
import { stateEvent } from './stateEvent';
import { summarise } from './summarise';

/**
 * Reads an event of a registered type that is no CDEvent. Its data is what it says; what it is about, is told by the
 * attribute `entityref`, or by `subject` if that is an entity ref.
 *
 * @param envelope - a checked envelope
 * @param schema - that of the version, or of the newest known one of the major if the event is newer
 * @param version - version that the event names
 * @throws {@link Rejection} where the event is wrong
 */
export function readGeneric(
  envelope: Envelope,
  schema: KnownSchema,
  version: string,
): ReadResult {
  const { delivery, context } = envelope;
  const data: JsonValue = envelope.data ?? null;
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

  const entity =
    envelope.entity ??
    (envelope.subject === undefined
      ? undefined
      : parseEntityRef(envelope.subject)?.ref);
  if (entity === undefined) {
    throw new Rejection(
      '/subject',
      'expected an entity ref (kind:namespace/name) here or in entityref, none came',
    );
  }
  const { type } = schema;
  return {
    kind: 'read',
    statement: stateEvent(envelope, {
      type,
      major: schema.major,
      schemaVersion: version,
      entity,
      mentions: [],
      relations: [],
      environment: context.environment,
      claim: claimOf(entity, type, envelope.claimVersion, undefined),
      summary: summarise(type, entity, {}),
      content: { data: schema.normalise(data) },
    }),
    delivery,
  };
}
