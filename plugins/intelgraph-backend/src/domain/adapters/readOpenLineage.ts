import {
  Classification,
  EdgePolicy,
} from '@companyos/plugin-intelgraph-common';
import { canonicalJson } from '../canonical/canonicalJson';
import { escapePointer } from '../canonical/escapePointer';
import { parseTime } from '../canonical/parseTime';
import { sha256 } from '../canonical/sha256';
import { describeValue } from '../schemas/describeValue';
import {
  Context,
  JsonObject,
  JsonValue,
  ReadResult,
  RelationStatement,
} from '../types';
import { collectRelations } from './collectRelations';
import { companyosSchema } from './companyosSchema';
import { isJsonObject } from './isJsonObject';
import { lineageRef } from './lineageRef';
import { parseCdeventType } from './parseCdeventType';
import { Rejection } from './Rejection';
import { settle } from './settle';
import { sortMentions } from './sortMentions';
import { stateEvent } from './stateEvent';
import { summarise } from './summarise';

const PREDICATES: ReadonlyMap<string, string> = new Map([
  ['START', 'started'],
  ['RUNNING', 'running'],
  ['COMPLETE', 'completed'],
  ['ABORT', 'aborted'],
  ['FAIL', 'failed'],
  ['OTHER', 'other'],
]);
/** Happen once in a run. */
const CLAIMED = new Set(['START', 'COMPLETE', 'ABORT', 'FAIL']);
/** From the least careful on. */
const CLASSIFICATIONS: readonly Classification[] = [
  'public',
  'internal',
  'confidential',
  'restricted',
  'pii',
];
const DECISIONS: ReadonlySet<unknown> = new Set<EdgePolicy['decision']>([
  'allow',
  'deny',
  'redact',
  'not-evaluated',
]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const URI =
  /^[a-z][a-z0-9+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;
const CONTROL = /\p{Cc}/u;
const MAX_DEPTH = 40;
const MAX_DATASETS = 1000;

interface Dataset {
  readonly entity: string;
  readonly item: JsonObject;
  readonly policies: readonly EdgePolicy[];
  readonly classification: Classification;
}

function fail(pointer: string, expected: string, value: unknown): never {
  throw new Rejection(
    pointer,
    `expected ${expected}, ${describeValue(value)} came`,
  );
}

function requireObject(
  value: JsonValue | undefined,
  pointer: string,
): JsonObject {
  return isJsonObject(value) ? value : fail(pointer, 'an object', value);
}

function requireText(
  value: JsonValue | undefined,
  pointer: string,
  maxLength = 1000,
): string {
  return typeof value === 'string' &&
    value.length > 0 &&
    value.length <= maxLength &&
    !CONTROL.test(value)
    ? value
    : fail(
        pointer,
        `text of 1 to ${maxLength} characters without control characters`,
        value,
      );
}

function requireUri(value: JsonValue | undefined, pointer: string): string {
  return typeof value === 'string' && value.length <= 500 && URI.test(value)
    ? value
    : fail(pointer, 'a URI of at most 500 characters', value);
}

/** What the facets say; who made them and by which schema differs from sender to sender. */
function readFacets(
  value: JsonValue | undefined,
  pointer: string,
): JsonObject | undefined {
  if (value === undefined) return undefined;
  const facets = requireObject(value, pointer);
  return Object.fromEntries(
    Object.entries(facets).map(([name, facet]) => {
      if (!isJsonObject(facet)) return [name, facet];
      const { _producer, _schemaURL, ...said } = facet;
      return [name, said];
    }),
  );
}

function readPolicies(
  facets: JsonObject | undefined,
  pointer: string,
): EdgePolicy[] {
  const facet = facets?.companyos_policies;
  if (facet === undefined) return [];
  const at = `${pointer}/facets/companyos_policies`;
  // A facet has to be an object by the specification; the bare list is taken as well.
  const policies = isJsonObject(facet) ? facet.policies : facet;
  if (!Array.isArray(policies)) return fail(at, 'a list of policies', policies);
  return policies.map((value, index) => {
    const policy = requireObject(value, `${at}/${index}`);
    const { decision, reason, bundle } = policy;
    if (decision !== undefined && !DECISIONS.has(decision)) {
      fail(
        `${at}/${index}/decision`,
        'one of allow, deny, redact, not-evaluated',
        decision,
      );
    }
    return {
      id: requireText(policy.id, `${at}/${index}/id`, 200),
      ...(decision !== undefined && {
        decision: decision as EdgePolicy['decision'],
      }),
      ...(reason !== undefined && {
        reason: requireText(reason, `${at}/${index}/reason`, 500),
      }),
      ...(bundle !== undefined && {
        bundle: requireText(bundle, `${at}/${index}/bundle`, 200),
      }),
    };
  });
}

function readClassification(
  facets: JsonObject | undefined,
  pointer: string,
): Classification {
  const facet = facets?.companyos_classification;
  if (facet === undefined) return 'internal';
  const value = isJsonObject(facet) ? facet.classification : facet;
  return (
    CLASSIFICATIONS.find(each => each === value) ??
    fail(
      `${pointer}/facets/companyos_classification`,
      `one of ${CLASSIFICATIONS.join(', ')}`,
      value,
    )
  );
}

function readDatasets(
  event: JsonObject,
  key: 'inputs' | 'outputs',
  facetsKey: 'inputFacets' | 'outputFacets',
): Dataset[] {
  const value = event[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_DATASETS) {
    return fail(`/${key}`, `a list of at most ${MAX_DATASETS}`, value);
  }
  return value.map((element, index) => {
    const pointer = `/${key}${escapePointer(index)}`;
    const dataset = requireObject(element, pointer);
    const namespace = requireText(dataset.namespace, `${pointer}/namespace`);
    const name = requireText(dataset.name, `${pointer}/name`);
    const entity = lineageRef('dataset', namespace, name, `${pointer}/name`);
    const facets = readFacets(dataset.facets, `${pointer}/facets`);
    const own = readFacets(dataset[facetsKey], `${pointer}/${facetsKey}`);
    return {
      entity,
      item: {
        entity,
        namespace,
        name,
        ...(facets && { facets }),
        ...(own && { [facetsKey]: own }),
      },
      policies: readPolicies(facets, pointer),
      classification: readClassification(facets, pointer),
    };
  });
}

function sourceOf(producer: string, namespace: string): string {
  const separator = producer.includes('#') ? '/' : '#';
  const source = `${producer}${separator}${encodeURIComponent(namespace)}`;
  return source.length <= 500
    ? source
    : fail(
        '/producer',
        'a producer that has at most 500 characters together with the namespace of the job',
        producer,
      );
}

function parentRunOf(facets: JsonObject | undefined): string | undefined {
  const parent = facets?.parent;
  const run = isJsonObject(parent) ? parent.run : undefined;
  const id = isJsonObject(run) ? run.runId : undefined;
  return typeof id === 'string' && UUID.test(id) ? id.toLowerCase() : undefined;
}

function readRunEvent(raw: unknown, context: Context): ReadResult {
  const bytes = canonicalJson(raw, MAX_DEPTH);
  const bytesDigest = sha256(bytes);
  if (!isJsonObject(raw)) {
    return fail('', 'an OpenLineage run event, which is an object', raw);
  }
  const occurredAtMicros =
    (typeof raw.eventTime === 'string'
      ? parseTime(raw.eventTime)
      : undefined) ?? fail('/eventTime', 'an RFC 3339 time', raw.eventTime);
  const eventType = raw.eventType ?? 'OTHER';
  const predicate =
    (typeof eventType === 'string' ? PREDICATES.get(eventType) : undefined) ??
    fail(
      '/eventType',
      `one of ${[...PREDICATES.keys()].join(', ')}`,
      eventType,
    );
  const run = requireObject(raw.run, '/run');
  const { runId: statedRunId } = run;
  if (typeof statedRunId !== 'string' || !UUID.test(statedRunId)) {
    return fail('/run/runId', 'a UUID', statedRunId);
  }
  const runId = statedRunId.toLowerCase();
  const job = requireObject(raw.job, '/job');
  const namespace = requireText(job.namespace, '/job/namespace');
  const name = requireText(job.name, '/job/name');
  const producer = requireUri(raw.producer, '/producer');
  requireUri(raw.schemaURL, '/schemaURL');
  const source = sourceOf(producer, namespace);
  const inputs = readDatasets(raw, 'inputs', 'inputFacets');
  const outputs = readDatasets(raw, 'outputs', 'outputFacets');
  const runFacets = readFacets(run.facets, '/run/facets');
  const jobFacets = readFacets(job.facets, '/job/facets');

  const entity = lineageRef('job', namespace, name, '/job/name');
  const relation = (
    from: string,
    to: string,
    policies: readonly EdgePolicy[],
  ) => ({
    from,
    type: 'flowsInto',
    to,
    state: 'asserted',
    ...(policies.length && {
      policies: policies.map(policy => ({ ...policy })),
    }),
  });
  const relationItems: JsonObject[] = [
    ...inputs.map(input => relation(input.entity, entity, input.policies)),
    ...outputs.map(output => relation(entity, output.entity, output.policies)),
  ];
  const type = `dev.cdeventsx.companyos-lineagerun.${predicate}`;
  const schema = companyosSchema(type);
  const { subject } = schema.normalise<{ subject: JsonObject }>({
    subject: {
      id: entity,
      content: {
        runId,
        job: { namespace, name, ...(jobFacets && { facets: jobFacets }) },
        ...(runFacets && { facets: runFacets }),
        ...(inputs.length && { inputs: inputs.map(({ item }) => item) }),
        ...(outputs.length && { outputs: outputs.map(({ item }) => item) }),
        ...(relationItems.length && { relations: relationItems }),
      },
    },
  });
  const content = subject.content as JsonObject;
  const relations: RelationStatement[] = collectRelations(
    parseCdeventType(type)!,
    content,
    entity,
  );
  const runRef = `run:default/${runId}`;
  const parentRun = parentRunOf(runFacets);
  const mentions = [
    { entity: runRef, role: 'run' },
    ...inputs.map(input => ({ entity: input.entity, role: 'input' })),
    ...outputs.map(output => ({ entity: output.entity, role: 'output' })),
    ...(parentRun === undefined
      ? []
      : [{ entity: `run:default/${parentRun}`, role: 'parentRun' }]),
  ];

  const datasetsOfRun = [...inputs, ...outputs];
  const classification =
    CLASSIFICATIONS[
      datasetsOfRun.length
        ? Math.max(
            ...datasetsOfRun.map(dataset =>
              CLASSIFICATIONS.indexOf(dataset.classification),
            ),
          )
        : CLASSIFICATIONS.indexOf('internal')
    ];
  return {
    kind: 'read',
    statement: stateEvent(
      { context, occurredAtMicros, ordinal: 0, classification },
      {
        type,
        major: schema.major,
        schemaVersion: schema.version,
        entity,
        mentions: sortMentions(mentions, entity),
        relations,
        environment: context.environment,
        claim:
          typeof eventType === 'string' && CLAIMED.has(eventType)
            ? { entity: runRef, version: eventType }
            : undefined,
        summary: summarise(type, entity, content),
        content: { subject },
      },
    ),
    delivery: {
      source,
      id: `sha256:${bytesDigest.toString('hex')}`,
      confidence: 100,
      bytes,
      bytesDigest,
    },
  };
}

/**
 * Reads an OpenLineage 2-0-2 run event as an event of the type `dev.cdeventsx.companyos-lineagerun.*` about its job.
 * Input data sets flow into the job and the job into output data sets, with the policies of their facets
 * `companyos_policies`; the classification is the most careful one of their facets `companyos_classification`.
 *
 * OpenLineage events have no id. Their digest is taken for it, so that an exact repetition is one delivery.
 *
 * @param raw - the run event
 * @param context - where it holds
 * @returns never quarantined; rejections point into the run event
 */
export function readOpenLineage(raw: unknown, context: Context): ReadResult {
  return settle(
    () => readRunEvent(raw, context),
    () => ({ tenant: context.tenant }),
  );
}
