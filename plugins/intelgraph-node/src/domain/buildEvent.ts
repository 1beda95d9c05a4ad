import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { EventInput } from '@companyos/plugin-intelgraph-common';

/** A CloudEvents 1.0 event in its structured form. */
export type OutboxEvent = JsonObject & { id: string; source: string };

const CDEVENTS_SPEC = '0.5.1';
const CDEVENT = /^dev\.cdeventsx?\./;
const CDEVENT_TYPE =
  /^dev\.cdeventsx?(\.[a-z0-9-]+){2}\.\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,40})?$/;
const TYPE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const LABEL = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;
const ENTITY = /^[a-z0-9][a-z0-9.-]{0,62}:[a-z0-9][a-z0-9._-]{0,62}\/\S+$/;
const LONGEST_TYPE = 200;
const LONGEST_ID = 256;
const LONGEST_REF = 500;

function expected(field: string, wanted: string, came: unknown): InputError {
  const shown = typeof came === 'string' ? `'${came.slice(0, 80)}'` : came;
  return new InputError(
    `The event's ${field} must be ${wanted}, but is ${shown}`,
  );
}

function isoTime(field: string, value: Date | string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw expected(field, 'a time', value);
  // A string may hold more digits than a Date does.
  return typeof value === 'string' && /[Zz]$|[+-]\d{2}:\d{2}$/.test(value)
    ? value
    : date.toISOString();
}

function text(field: string, value: string, longest: number): string {
  if (typeof value !== 'string' || !value || value.length > longest) {
    throw expected(field, `1 to ${longest} characters`, value);
  }
  return value;
}

function label(field: string, value: string | undefined): string | undefined {
  if (value !== undefined && !LABEL.test(value)) {
    throw expected(field, `a label (${LABEL.source})`, value);
  }
  return value;
}

/**
 * The CloudEvent that says what the input says. The data of a CDEvents type is the content of its subject; the
 * CDEvent around it is made here. The data of all other types is taken as it is.
 *
 * @param defaults - used where the input names none
 * @throws InputError naming the field, what was expected and what came
 */
export function buildEvent(
  input: EventInput,
  defaults: { readonly id: string; readonly source: string },
): OutboxEvent {
  const type = text('type', input.type, LONGEST_TYPE);
  const isCdEvent = CDEVENT.test(type);
  if (!(isCdEvent ? CDEVENT_TYPE : TYPE).test(type)) {
    throw expected(
      'type',
      isCdEvent
        ? 'a CDEvents type with its version, such as dev.cdeventsx.companyos-entity.created.0.1.0'
        : 'letters, digits and ._-',
      type,
    );
  }
  const entity = text('entity', input.entity, LONGEST_REF);
  if (!ENTITY.test(entity)) {
    throw expected('entity', 'kind:namespace/name in lower case', entity);
  }
  if (
    typeof input.data !== 'object' ||
    input.data === null ||
    Array.isArray(input.data)
  ) {
    throw expected('data', 'an object', input.data);
  }
  const { confidence, ordinal } = input;
  if (
    confidence !== undefined &&
    !(Number.isInteger(confidence) && confidence >= 0 && confidence <= 100)
  ) {
    throw expected('confidence', 'whole percent', confidence);
  }
  if (ordinal !== undefined && !Number.isSafeInteger(ordinal)) {
    throw expected('ordinal', 'a whole number', ordinal);
  }
  const id = text('id', input.id ?? defaults.id, LONGEST_ID);
  const source = text('source', input.source ?? defaults.source, LONGEST_REF);
  const time = isoTime('time', input.time);

  const event = {
    specversion: '1.0',
    id,
    source,
    type,
    subject: entity,
    time,
    datacontenttype: 'application/json',
    entityref: entity,
    tenant: label('tenant', input.tenant),
    environment: label('environment', input.environment),
    region: label('region', input.region),
    dataclassification: input.classification,
    confidence,
    ordinal,
    claimversion: input.claimVersion,
    validto:
      input.validTo === undefined
        ? undefined
        : isoTime('validTo', input.validTo),
    correlationid: input.correlationId,
    data: isCdEvent
      ? {
          context: {
            specversion: CDEVENTS_SPEC,
            id,
            source,
            type,
            timestamp: time,
          },
          subject: { id: entity, content: input.data },
        }
      : input.data,
  };
  // What stands in the database and goes over the wire: no undefined, no Dates.
  return JSON.parse(JSON.stringify(event));
}
