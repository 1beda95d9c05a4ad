import { EventSchemaVersion, JsonObject } from '../types';

const VERSION = '0.1.0';

const text = (maxLength: number): JsonObject => ({
  type: 'string',
  minLength: 1,
  maxLength,
});
const identifier = (maxLength: number): JsonObject => ({
  ...text(maxLength),
  'x-companyos-identifier': true,
});
const entityRef: JsonObject = {
  type: 'string',
  maxLength: 500,
  pattern:
    '^[A-Za-z0-9][A-Za-z0-9.-]{0,62}:[A-Za-z0-9][A-Za-z0-9._-]{0,62}/\\S+$',
  'x-companyos-identifier': true,
};
const count: JsonObject = { type: 'integer', minimum: 0 };
const anything: JsonObject = {};
const freeObject: JsonObject = { type: 'object' };

function closed(
  properties: Record<string, JsonObject>,
  required: readonly string[],
): JsonObject {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    required: [...required],
  };
}

const set = (items: JsonObject, maxItems = 1000): JsonObject => ({
  type: 'array',
  items,
  maxItems,
  'x-companyos-set': true,
});

const policy = closed(
  {
    id: text(200),
    decision: {
      type: 'string',
      enum: ['allow', 'deny', 'redact', 'not-evaluated'],
    },
    reason: text(500),
    bundle: text(200),
  },
  ['id'],
);

/** The one place of relations: `subject.content.relations`. */
const relations = set(
  closed(
    {
      from: entityRef,
      type: identifier(100),
      to: entityRef,
      state: { type: 'string', enum: ['asserted', 'ended'] },
      policies: set(policy, 100),
    },
    ['type', 'to'],
  ),
);

/** The form of the catalog: from the entity itself. */
const catalogRelations = set(
  closed({ type: identifier(100), targetRef: entityRef }, [
    'type',
    'targetRef',
  ]),
);

const uriReference: JsonObject = {
  type: 'string',
  minLength: 1,
  format: 'uri-reference',
};

function eventSchema(type: string, content: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...closed(
      {
        context: closed(
          {
            specversion: { type: 'string', minLength: 1 },
            id: { type: 'string', minLength: 1 },
            source: uriReference,
            type: { type: 'string', enum: [`${type}.${VERSION}`] },
            timestamp: { type: 'string', format: 'date-time' },
            schemaUri: { type: 'string', minLength: 1, format: 'uri' },
            chainId: { type: 'string', minLength: 1 },
            links: { type: 'array', items: { type: 'object' } },
          },
          ['specversion', 'id', 'source', 'type', 'timestamp'],
        ),
        subject: closed(
          { id: identifier(500), source: uriReference, content },
          ['id', 'content'],
        ),
        customData: {
          oneOf: [
            { type: 'object' },
            { type: 'string', contentEncoding: 'base64' },
          ],
        },
        customDataContentType: { type: 'string' },
      },
      ['context', 'subject'],
    ),
  };
}

function define(
  subject: string,
  predicates: readonly string[],
  properties: Record<string, JsonObject>,
  required: readonly string[],
): EventSchemaVersion[] {
  const content = closed({ relations, ...properties }, required);
  return predicates.map(predicate => {
    const type = `dev.cdeventsx.companyos-${subject}.${predicate}`;
    return {
      type,
      version: VERSION,
      // Newer minors are read leniently anyhow, so that only the way back has to be kept.
      compatibility: 'backward-transitive',
      origin: 'built-in',
      schema: eventSchema(type, content),
    };
  });
}

const lineageItem = closed(
  {
    entity: entityRef,
    namespace: text(1000),
    name: text(1000),
    facets: freeObject,
    inputFacets: freeObject,
    outputFacets: freeObject,
  },
  ['entity', 'namespace', 'name'],
);

/** Our own event types, which have the shape of custom CDEvents. */
export const companyosSchemas: readonly EventSchemaVersion[] = [
  ...define(
    'entity',
    ['created', 'changed', 'removed'],
    {
      kind: identifier(63),
      name: identifier(200),
      namespace: identifier(63),
      title: text(300),
      owner: entityRef,
      lifecycle: text(100),
      tier: text(100),
      system: entityRef,
      location: text(1000),
      commit: text(100),
      changes: {
        type: 'array',
        maxItems: 1000,
        items: closed({ path: text(500), from: anything, to: anything }, [
          'path',
        ]),
      },
      relations: catalogRelations,
    },
    ['kind', 'name', 'namespace'],
  ),
  ...define(
    'scaffoldertask',
    ['created', 'completed', 'failed', 'cancelled'],
    {
      taskId: identifier(200),
      template: identifier(500),
      templateVersion: text(100),
      actor: identifier(500),
      entity: entityRef,
      repository: identifier(500),
      durationMs: count,
      error: text(4000),
    },
    ['taskId', 'template', 'actor'],
  ),
  ...define(
    'branch',
    ['pushed'],
    {
      repository: identifier(500),
      branch: identifier(500),
      before: text(100),
      after: text(100),
      commits: count,
      actor: identifier(500),
      url: text(2000),
      subject: text(1000),
      forced: { type: 'boolean' },
    },
    ['repository', 'branch', 'after', 'commits'],
  ),
  ...define(
    'tag',
    ['created', 'moved', 'removed'],
    {
      repository: identifier(500),
      tag: identifier(500),
      before: text(100),
      after: text(100),
      actor: identifier(500),
    },
    ['repository', 'tag'],
  ),
  ...define(
    'docs',
    ['built', 'failed'],
    {
      commit: text(100),
      durationMs: count,
      reason: text(4000),
      buildId: identifier(200),
    },
    ['durationMs', 'buildId'],
  ),
  ...define(
    'audit',
    ['recorded'],
    {
      plugin: identifier(200),
      event: identifier(200),
      severity: text(50),
      actor: identifier(500),
      status: { type: 'string', enum: ['succeeded', 'failed'] },
      meta: freeObject,
      reason: text(4000),
    },
    ['plugin', 'event', 'severity', 'actor', 'status'],
  ),
  ...define(
    'incident',
    ['acknowledged'],
    { incident: identifier(500), note: text(4000), actor: identifier(500) },
    ['incident', 'actor'],
  ),
  ...define(
    'fact',
    ['erased'],
    { fact: identifier(200), reason: text(500), actor: identifier(500) },
    ['fact', 'reason', 'actor'],
  ),
  ...define(
    'decision',
    ['recorded'],
    {
      number: count,
      title: text(300),
      status: text(100),
      url: text(2000),
    },
    ['title', 'status'],
  ),
  ...define(
    'policy',
    ['decided'],
    {
      policy: identifier(200),
      decision: { type: 'string', enum: ['allow', 'deny'] },
      reason: text(4000),
      bundle: text(200),
      resource: identifier(500),
    },
    ['policy', 'decision'],
  ),
  ...define(
    'lineagerun',
    ['started', 'running', 'completed', 'aborted', 'failed', 'other'],
    {
      runId: identifier(100),
      job: closed(
        { namespace: text(1000), name: text(1000), facets: freeObject },
        ['namespace', 'name'],
      ),
      facets: freeObject,
      inputs: set(lineageItem),
      outputs: set(lineageItem),
    },
    ['runId', 'job'],
  ),
  ...define('stix', ['stated'], { object: freeObject }, ['object']),
];
