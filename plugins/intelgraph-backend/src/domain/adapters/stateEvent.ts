import { canonicalJson } from '../canonical/canonicalJson';
import { formatMicros } from '../canonical/formatMicros';
import { PROFILE } from '../canonical/profile';
import { sha256 } from '../canonical/sha256';
import { JsonObject, JsonValue, Statement } from '../types';
import { CONTROL_CHARACTERS } from './controlCharacters';
import { Envelope } from './Envelope';

/** What an adapter has found out. */
export interface Finding
  extends Pick<
    Statement,
    'type' | 'schemaVersion' | 'entity' | 'mentions' | 'relations' | 'summary'
  > {
  readonly major: number;
  readonly environment: string;
  readonly claim: Statement['claim'];
  /** Normalised: subject and custom data of a CDEvent, or the data of another event. */
  readonly content: {
    readonly subject?: JsonValue;
    readonly customData?: JsonValue;
    readonly data?: JsonValue;
  };
}

/** Six digits always, as the profile has it. */
function digestedTime(micros: number): string {
  const text = formatMicros(micros);
  return text.length === 24 ? `${text.slice(0, 23)}000Z` : text;
}

/** Text that every database keeps as it is: events may say what none stores, such as U+0000. */
function plain(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '\ufffd');
}

/**
 * Makes the statement of what an adapter has found out. Its identity has what was said and where it holds, but nothing
 * of its delivery, so that a second source that says the same makes the same statement.
 */
export function stateEvent(
  envelope: Pick<
    Envelope,
    | 'context'
    | 'occurredAtMicros'
    | 'validToMicros'
    | 'ordinal'
    | 'classification'
  >,
  finding: Finding,
): Statement {
  const { occurredAtMicros, validToMicros, ordinal, classification } = envelope;
  const { tenant, region } = envelope.context;
  const { type, major, entity, environment, claim, content } = finding;
  // In the order of canonical JSON already, which saves it the sorting.
  const digested: JsonObject = {
    // Who describes another version says something else.
    claim: claim?.version,
    classification,
    customData: content.customData,
    data: content.data,
    entity,
    environment,
    major,
    occurredAt: digestedTime(occurredAtMicros),
    ordinal,
    region,
    subject: content.subject,
    tenant,
    type,
    validTo:
      validToMicros === undefined ? undefined : digestedTime(validToMicros),
  };
  const canonical = canonicalJson(digested);
  return {
    tenant,
    environment,
    region,
    type,
    schemaVersion: finding.schemaVersion,
    entity,
    mentions: finding.mentions,
    occurredAtMicros,
    ...(validToMicros !== undefined && { validToMicros }),
    ordinal,
    classification,
    ...(claim && { claim }),
    relations: finding.relations.map(relation => ({
      ...relation,
      type: plain(relation.type),
    })),
    summary: plain(finding.summary),
    profile: PROFILE,
    canonical,
    factId: sha256(canonical),
  };
}
