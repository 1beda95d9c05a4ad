import { canonicalJson } from './canonical/canonicalJson';
import { isJsonObject } from './adapters/isJsonObject';
import { isLabel } from './adapters/isLabel';
import { CONTROL_CHARACTERS } from './adapters/controlCharacters';
import { readCdevent } from './adapters/readCdevent';
import { readCloudEvent } from './adapters/readCloudEvent';
import { readGeneric } from './adapters/readGeneric';
import { Rejected } from './adapters/Rejection';
import { settle } from './adapters/settle';
import { parseType } from './schemas/parseType';
import { SchemaRegistry } from './schemas/SchemaRegistry';
import { JsonValue, QuarantineCode, ReadResult } from './types';

/** How many objects and arrays may lie in one another. */
const MAX_DEPTH = 40;

function knownOf(raw: unknown): Omit<Rejected, 'kind' | 'pointer' | 'reason'> {
  if (!isJsonObject(raw)) return {};
  const text = (value: JsonValue | undefined, maxLength: number) =>
    typeof value === 'string' && value.length && value.length <= maxLength
      ? value.replace(CONTROL_CHARACTERS, '\ufffd')
      : undefined;
  const id = text(raw.id, 256);
  const source = text(raw.source, 500);
  const type = text(raw.type, 200);
  const tenant = raw.tenant ?? 'default';
  return {
    ...(id !== undefined && { id }),
    ...(source !== undefined && { source }),
    ...(type !== undefined && { type }),
    ...(typeof tenant === 'string' && isLabel(tenant) && { tenant }),
  };
}

const list = (versions: readonly string[]) => versions.slice(-8).join(', ');

/**
 * Reads a structured CloudEvent: its envelope, the schema of its type, and what it states.
 *
 * Never throws, whatever JSON comes. An event of a type or version that is not known is quarantined, so that it can be
 * taken when the schema is there; one that is wrong is rejected with the place of the fault.
 */
export function readEvent(raw: unknown, registry: SchemaRegistry): ReadResult {
  return settle(
    () => {
      const bytes = canonicalJson(raw, MAX_DEPTH);
      const envelope = readCloudEvent(raw, bytes);
      const { type } = envelope;
      const lookup = registry.find(type);
      const quarantine = (
        code: QuarantineCode,
        reason: string,
      ): ReadResult => ({
        kind: 'quarantined',
        code,
        reason,
        context: envelope.context,
        delivery: envelope.delivery,
        type,
      });

      switch (lookup.kind) {
        case 'exact':
        case 'newer-minor':
          return type.startsWith('dev.cdevents.') ||
            type.startsWith('dev.cdeventsx.')
            ? readCdevent(envelope, lookup.schema, lookup.version)
            : readGeneric(envelope, lookup.schema, lookup.version);
        case 'unknown-major': {
          const parsed = parseType(type);
          return quarantine(
            'unknown-major',
            `${lookup.known.at(-1)} is the newest version of ${
              parsed?.type
            } that is understood; major ${
              parsed?.major
            } is not. Register it and retry`,
          );
        }
        case 'unreadable-version':
          return quarantine(
            'unreadable-version',
            `Of this type the versions ${list(
              lookup.known,
            )} are understood, and newer minor ones; ${type} is neither. Register it and retry`,
          );
        default:
          return quarantine(
            'unknown-type',
            `${parseType(type)?.type ?? type} is no type that is understood${
              parseType(type) ? '' : ', and does not end with a version'
            }. Register it and retry`,
          );
      }
    },
    () => knownOf(raw),
  );
}
