import { readEvent } from '../readEvent';
import { builtInSchemas } from '../schemas/builtInSchemas';
import { SchemaRegistry } from '../schemas/SchemaRegistry';
import { EventSchemaVersion, JsonObject } from '../types';
import { binaryToCloudEvent } from './binaryToCloudEvent';
import { cdeventsToCloudEvent } from './cdeventsToCloudEvent';
import { parseEntityRef } from './parseEntityRef';
import { readBareCdevent } from './readBareCdevent';
import { toEntityRef } from './toEntityRef';

const registry = new SchemaRegistry(builtInSchemas);

const cdevent = (
  type: string,
  id: string,
  content: JsonObject,
  customData?: JsonObject,
): JsonObject => ({
  context: {
    specversion: '0.5.1',
    id: 'd-1',
    source: '/companyos/catalog',
    type,
    timestamp: '2026-01-05T10:00:00Z',
  },
  subject: { id, content },
  ...(customData && { customData }),
});

function stated(
  type: string,
  id: string,
  content: JsonObject,
  extensions: JsonObject = {},
) {
  const name = type.includes('.dev.')
    ? type
    : `dev.cdeventsx.companyos-${type}.0.1.0`;
  const result = readBareCdevent(
    cdevent(name, id, content),
    registry,
    extensions,
  );
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result.statement;
}

describe('our own event types', () => {
  it.each<[string, string, JsonObject, string, string]>([
    [
      'entity.created',
      'Component:Default/Payments-API',
      { kind: 'Component', namespace: 'default', name: 'payments-api' },
      'component:default/payments-api',
      'payments-api was added to the catalog',
    ],
    [
      'entity.changed',
      'payments',
      {
        kind: 'API',
        namespace: 'default',
        name: 'Payments',
        changes: [{ path: 'owner', from: 'a', to: { b: 1 } }, { path: 'tier' }],
      },
      'api:default/payments',
      'payments was changed in the catalog: owner, tier',
    ],
    [
      'scaffoldertask.failed',
      't-1',
      {
        taskId: 't-1',
        template: 'template:default/service',
        actor: 'user:default/leo',
        error: 'No space\nleft',
      },
      'scaffoldertask:default/t-1',
      'leo failed with service: No space',
    ],
    [
      'branch.pushed',
      'payments/payments-api:main',
      {
        repository: 'payments/payments-api',
        branch: 'main',
        after: 'abc',
        commits: 3,
        actor: 'Leo',
        subject: 'fix rounding',
      },
      'branch:default/payments/payments-api:main',
      'Leo pushed 3 commits to main of payments/payments-api: fix rounding',
    ],
    [
      'tag.moved',
      'v1',
      {
        repository: 'payments/payments-api',
        tag: 'v1',
        after: '0123456789abcdef',
      },
      'tag:default/v1',
      'Tag v1 of payments/payments-api was moved to 0123456789ab',
    ],
    [
      'docs.failed',
      'component:default/payments-api',
      { durationMs: 3, buildId: 'b', reason: 'no mkdocs.yml' },
      'component:default/payments-api',
      'Docs of payments-api could not be built: no mkdocs.yml',
    ],
    [
      'audit.recorded',
      'catalog.entity-delete',
      {
        plugin: 'catalog',
        event: 'entity-delete',
        severity: 'medium',
        actor: 'user:default/leo',
        status: 'failed',
        reason: 'denied',
      },
      'audit:default/catalog.entity-delete',
      'leo: entity-delete of catalog failed: denied',
    ],
    [
      'incident.acknowledged',
      'inc 42',
      { incident: 'inc 42', actor: 'user:default/leo' },
      'incident:default/inc%2042',
      'leo acknowledged incident inc 42',
    ],
    [
      'fact.erased',
      'sha256:ab',
      { fact: 'sha256:ab', reason: 'was a name', actor: 'user:default/leo' },
      'fact:default/sha256:ab',
      'leo erased a fact: was a name',
    ],
    [
      'decision.recorded',
      'adr-7',
      { number: 7, title: 'Use SQLite', status: 'accepted' },
      'decision:default/adr-7',
      'Decision 7 is accepted: Use SQLite',
    ],
    [
      'policy.decided',
      'p',
      {
        policy: 'sbom-required',
        decision: 'deny',
        reason: 'no SBOM',
        resource: 'component:default/payments-api',
      },
      'policy:default/p',
      'Policy sbom-required denied payments-api: no SBOM',
    ],
  ])('reads %s', (type, id, content, entity, summary) => {
    expect(stated(type, id, content)).toMatchObject({ entity, summary });
  });

  it('reads relations of the catalog, and those that it has no longer', () => {
    const content: JsonObject = {
      kind: 'Component',
      namespace: 'default',
      name: 'a',
      relations: [
        { type: 'ownedBy', targetRef: 'group:default/Pay' },
        { type: 'ownedBy', targetRef: 'group:default/Pay' },
      ],
      changes: [
        { path: 'relations/dependsOn/component:default/old', from: true },
        {
          path: 'relations/partOf',
          from: ['system:default/x', 'system:default/y'],
          to: ['system:default/y'],
        },
        { path: 'relations/ownedBy', from: 'group:default/pay' },
      ],
    };
    const changed = stated('entity.changed', 'component:default/a', content);
    expect(
      changed.relations.map(each => `${each.type} ${each.to} ${each.state}`),
    ).toEqual([
      'ownedBy group:default/pay asserted',
      'dependsOn component:default/old ended',
      'partOf system:default/x ended',
    ]);
    expect(changed.mentions).toContainEqual({
      entity: 'group:default/pay',
      role: 'ownedBy',
    });
    const removed = stated('entity.removed', 'component:default/a', content);
    expect(removed.relations[0].state).toBe('ended');
  });

  it('reads relations with the policies of their edges', () => {
    const relation = {
      from: 'dataset:shop/orders',
      type: 'flowsInto',
      to: 'job:shop/report',
      policies: [{ id: 'pii', decision: 'redact', bundle: 'sha256:1' }],
    };
    const content = { policy: 'pii', decision: 'allow', relations: [relation] };
    expect(stated('policy.decided', 'p', content).relations).toEqual([
      { ...relation, state: 'asserted' },
    ]);
  });

  it('takes sets in another order, and identifiers with spaces, for the same', () => {
    const of = (targets: string[], kind: string) =>
      stated('entity.created', 'component:default/a', {
        kind,
        namespace: 'default',
        name: 'a',
        relations: targets.map(targetRef => ({ type: 'dependsOn', targetRef })),
      }).canonical;
    expect(of(['api:default/x', 'api:default/y'], 'Component')).toBe(
      of(['api:default/y', 'api:default/x'], ' Component '),
    );
  });

  it('points at what is wrong in a bare CDEvent', () => {
    const pointerOf = (event: JsonObject) => {
      const result = readBareCdevent(event, registry);
      return result.kind === 'rejected' ? result.pointer : result.kind;
    };
    const type = 'dev.cdeventsx.companyos-docs.built.0.1.0';
    expect(
      pointerOf(cdevent(type, 'd', { durationMs: -1, buildId: 'b' })),
    ).toBe('/subject/content/durationMs');
    expect(pointerOf({ subject: {} })).toBe('/context/id');
    expect(
      pointerOf(cdevent(type, 'd', { durationMs: 1, buildId: 'b', more: 1 })),
    ).toBe('/subject/content/more');
  });
});

describe('claims', () => {
  const claim = (
    type: string,
    content: JsonObject,
    extensions?: JsonObject,
  ) => {
    const result = readBareCdevent(
      cdevent(`dev.cdevents.${type}`, 'x', content),
      registry,
      extensions,
    );
    return result.kind === 'read' ? result.statement.claim : result;
  };

  it('has one for what happens once, or what the sender names', () => {
    expect(claim('build.started.0.3.0', {})).toEqual({
      entity: 'build:default/x',
      version: 'dev.cdevents.build.started',
    });
    expect(claim('build.started.0.3.0', {}, { claimversion: '7' })).toEqual({
      entity: 'build:default/x',
      version: '7',
    });
    expect(
      claim('service.removed.0.3.0', { environment: { id: 'prod' } }),
    ).toBeUndefined();
  });
});

describe('entity refs', () => {
  it.each([
    ['service', 'myApp', 'component:default/myapp'],
    [
      'artifact',
      'pkg:oci/x@sha256%3A0b',
      'artifact:default/pkg:oci/x@sha256%253A0b',
    ],
    ['artifact', 'localhost:5000/app', 'artifact:default/localhost:5000/app'],
    ['service', 'Component:Payments/API', 'component:payments/api'],
    ['incident', 'incident:ops/Inc-1', 'incident:ops/Inc-1'],
    ['change', 'a b\u00a0\u0001', 'change:default/a%20b%C2%A0%01'],
  ])('calls the %s %s', (kind, id, expected) => {
    const ref = toEntityRef(kind, id, '/x');
    expect(ref).toBe(expected);
    expect(parseEntityRef(ref)?.ref).toBe(ref);
  });

  it('refuses ids that are too long', () => {
    expect(() => toEntityRef('change', 'x'.repeat(490), '/p')).toThrow(
      expect.objectContaining({ pointer: '/p' }),
    );
  });
});

describe('registered types that are no CDEvents', () => {
  const schema: EventSchemaVersion = {
    type: 'com.example.flag.flipped',
    version: '1.0.0',
    compatibility: 'none',
    origin: 'registered',
    schema: {
      type: 'object',
      required: ['at'],
      properties: { at: { type: 'string', format: 'date-time' } },
    },
  };
  const event: JsonObject = {
    specversion: '1.0',
    id: '1',
    source: '/flags',
    type: 'com.example.flag.flipped.1.0.0',
    time: '2026-01-05T10:00:00Z',
    subject: 'component:default/payments-api',
    data: { at: '2026-01-05T11:00:00+01:00' },
  };
  const withFlag = registry.with(schema);

  it('are read by their schema once it is there', () => {
    expect(readEvent(event, registry)).toMatchObject({ code: 'unknown-type' });
    expect(readEvent(event, withFlag)).toMatchObject({
      kind: 'read',
      statement: {
        entity: 'component:default/payments-api',
        summary: 'payments-api: com.example.flag.flipped',
        canonical: expect.stringContaining(
          '"data":{"at":"2026-01-05T10:00:00.000000Z"}',
        ),
      },
    });
  });

  it('need an entity', () => {
    expect(readEvent({ ...event, subject: 'x' }, withFlag)).toMatchObject({
      kind: 'rejected',
      pointer: '/subject',
    });
    expect(readEvent({ ...event, data: { at: 1 } }, withFlag)).toMatchObject({
      kind: 'rejected',
      pointer: '/data/at',
    });
  });
});

describe('binaryToCloudEvent', () => {
  it('makes the structured event of headers and body', () => {
    const bare = cdevent('dev.cdevents.build.queued.0.3.0', 'b-1', {});
    const structured = cdeventsToCloudEvent(bare, {
      tenant: 'acme',
      ordinal: 3,
    });
    const binary = binaryToCloudEvent(
      {
        host: 'localhost',
        'content-type': 'application/json; charset=utf-8',
        'ce-specversion': '1.0',
        'ce-id': 'd-1',
        'ce-source': '/companyos/catalog',
        'ce-type': 'dev.cdevents.build.queued.0.3.0',
        'ce-subject': 'b-1',
        'ce-time': '2026-01-05T10:00:00Z',
        'ce-tenant': '"acme"',
        'ce-ordinal': '3',
        'ce-note': 'Euro%20%E2%82%AC',
        'ce-odd': '100%',
        'ce-data': 'ignored',
      },
      bare,
    );
    expect(binary).toEqual({
      ...structured,
      datacontenttype: 'application/json; charset=utf-8',
      note: 'Euro €',
      odd: '100%',
    });
    const [a, b] = [binary, structured].map(each => readEvent(each, registry));
    expect(a.kind === 'read' && a.statement).toEqual(
      b.kind === 'read' && b.statement,
    );
  });
});
