import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdeventsToCloudEvent } from './adapters/cdeventsToCloudEvent';
import { readEvent } from './readEvent';
import { builtInSchemas } from './schemas/builtInSchemas';
import { SchemaRegistry } from './schemas/SchemaRegistry';
import { JsonObject, JsonValue, ReadResult } from './types';

const registry = new SchemaRegistry(builtInSchemas);
const FIXTURES = join(__dirname, 'schemas/__fixtures__/cdevents-conformance');
const examples = readdirSync(FIXTURES)
  .filter(name => name.endsWith('.json'))
  .map(name => ({
    name,
    event: JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as JsonObject,
  }));

function edit(
  value: JsonValue,
  path: readonly string[],
  change: (parent: JsonObject, key: string) => void,
): JsonObject {
  const copy = structuredClone(value) as JsonObject;
  let parent = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] as JsonObject;
  change(parent, path.at(-1)!);
  return copy;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of all properties that the schema requires and the example has. */
function requiredPaths(
  schema: JsonObject,
  document: JsonValue | undefined,
  path: readonly string[] = [],
): string[][] {
  if (!isObject(document)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  return [
    ...required.map(name => [...path, String(name)]),
    ...Object.entries(properties).flatMap(([name, property]) =>
      isObject(property)
        ? requiredPaths(property, document[name], [...path, name])
        : [],
    ),
  ];
}

function statementOf(result: ReadResult) {
  if (result.kind !== 'read') {
    throw new Error(`Expected it to be read: ${JSON.stringify(result)}`);
  }
  return result.statement;
}

const deployed = (changes: JsonObject = {}): JsonObject => ({
  specversion: '1.0',
  id: 'd-1',
  source: '/ci/payments',
  type: 'dev.cdevents.service.deployed.0.3.0',
  subject: 'payments-api',
  time: '2026-01-05T10:00:00Z',
  tenant: 'acme',
  datacontenttype: 'application/json',
  data: {
    context: {
      specversion: '0.6.0',
      id: 'd-1',
      source: '/ci/payments',
      type: 'dev.cdevents.service.deployed.0.3.0',
      timestamp: '2026-01-05T11:00:00.000+01:00',
    },
    subject: {
      id: 'payments-api',
      source: '/cluster/a',
      content: {
        environment: { id: 'production' },
        artifactId: 'pkg:oci/payments-api@1.4.2',
      },
    },
  },
  ...changes,
});

describe('readEvent with the conformance examples of CDEvents', () => {
  it('has all of them', () => {
    expect(examples).toHaveLength(48);
  });

  it.each(examples)('reads $name, each time the same', ({ event }) => {
    const cloudEvent = cdeventsToCloudEvent(event);
    const statement = statementOf(readEvent(cloudEvent, registry));
    expect(statement.summary.length).toBeGreaterThan(10);
    expect(statement.summary.length).toBeLessThanOrEqual(300);
    expect(statement.summary).not.toMatch(/undefined|\[object|null/);
    expect(
      statementOf(readEvent(structuredClone(cloudEvent), registry)),
    ).toEqual(statement);
  });

  it.each(examples)(
    'names exactly the required field that is missing from, or wrong in, $name',
    ({ event }) => {
      const { type } = event.context as { type: string };
      const lookup = registry.find(type);
      if (lookup.kind !== 'exact') throw new Error(`${type} is not known`);
      const { schema } = lookup.schema.definition;
      const paths = requiredPaths(schema, event);
      expect(paths.length).toBeGreaterThan(6);
      const whole = cdeventsToCloudEvent(event);
      for (const path of paths) {
        const pointer = `/data/${path.join('/')}`;
        const mutate = (change: (parent: JsonObject, key: string) => void) =>
          readEvent({ ...whole, data: edit(event, path, change) }, registry);
        expect(mutate((parent, key) => delete parent[key])).toMatchObject({
          kind: 'rejected',
          pointer,
          reason: 'expected a value, nothing came',
        });
        expect(
          mutate((parent, key) => {
            parent[key] = 7;
          }),
        ).toMatchObject({
          kind: 'rejected',
          pointer,
          reason: expect.stringMatching(/^expected .* the number 7 came$/),
        });
      }
    },
  );
});

describe('readEvent', () => {
  it('says all that a deployment says', () => {
    expect(readEvent(deployed(), registry)).toEqual({
      kind: 'read',
      delivery: {
        source: '/ci/payments',
        id: 'd-1',
        confidence: 100,
        bytes: expect.stringMatching(/^\{"data":\{"context"/),
        bytesDigest: expect.any(Buffer),
      },
      statement: {
        tenant: 'acme',
        environment: 'production',
        region: 'global',
        type: 'dev.cdevents.service.deployed',
        schemaVersion: '0.3.0',
        entity: 'component:default/payments-api',
        mentions: [
          {
            entity: 'artifact:default/pkg:oci/payments-api@1.4.2',
            role: 'artifact',
          },
          { entity: 'environment:default/production', role: 'environment' },
        ],
        occurredAtMicros: Date.UTC(2026, 0, 5, 10) * 1000,
        ordinal: 0,
        classification: 'internal',
        relations: [
          {
            from: 'component:default/payments-api',
            to: 'environment:default/production',
            type: 'deployedTo',
            state: 'asserted',
            policies: [],
          },
          {
            from: 'component:default/payments-api',
            to: 'artifact:default/pkg:oci/payments-api@1.4.2',
            type: 'runs',
            state: 'asserted',
            policies: [],
          },
        ],
        summary:
          'payments-api pkg:oci/payments-api@1.4.2 was deployed to production',
        profile: 'companyos-c14n/1',
        factId: expect.any(Buffer),
        canonical:
          '{"classification":"internal","entity":"component:default/payments-api","environment":"production","major":0,"occurredAt":"2026-01-05T10:00:00.000000Z","ordinal":0,"region":"global","subject":{"content":{"artifactId":"pkg:oci/payments-api@1.4.2","environment":{"id":"production"}},"id":"payments-api"},"tenant":"acme","type":"dev.cdevents.service.deployed"}',
      },
    });
  });

  it('takes another delivery for the same statement, and another content for another', () => {
    const { canonical } = statementOf(readEvent(deployed(), registry));
    const data = deployed().data as JsonObject;
    const again = deployed({
      id: 'other',
      source: 'https://other.example/ci',
      confidence: 40,
      sequence: '7',
      traceparent: '00-abc',
      data: {
        ...data,
        context: {
          ...(data.context as JsonObject),
          specversion: '0.5.1',
          id: 'other',
          source: 'https://other.example/ci',
          chainId: 'chain',
          schemaUri: 'https://example.org/schema',
          links: [{ linkType: 'END' }],
        },
        subject: {
          ...(data.subject as JsonObject),
          source: '/somewhere/else',
        },
      },
    });
    expect(statementOf(readEvent(again, registry)).canonical).toBe(canonical);

    for (const [path, value] of [
      ['data/subject/content/artifactId', 'pkg:oci/payments-api@1.4.3'],
      ['data/customData', { note: 'x' }],
      ['tenant', 'other'],
      ['region', 'eu'],
      ['environment', 'staging'],
      ['ordinal', 1],
      ['dataclassification', 'public'],
      ['validto', '2026-02-01T00:00:00Z'],
      ['entityref', 'component:other/payments-api'],
    ] as const) {
      const changed = edit(deployed(), path.split('/'), (parent, key) => {
        parent[key] = value;
      });
      expect(statementOf(readEvent(changed, registry)).canonical).not.toBe(
        canonical,
      );
    }
  });

  it.each<[string, JsonObject, string]>([
    ['no version of CloudEvents', { specversion: '0.3' }, '/specversion'],
    ['an empty id', { id: '' }, '/id'],
    ['a long id', { id: 'x'.repeat(257) }, '/id'],
    ['a control character', { id: 'a\u0000' }, '/id'],
    ['a source with a space', { source: 'a b' }, '/source'],
    ['a source with a bare %', { source: '/a%zz' }, '/source'],
    ['a wrong time', { time: '2026-02-30T00:00:00Z' }, '/time'],
    ['no time', { time: null }, '/time'],
    ['a tenant in capitals', { tenant: 'ACME' }, '/tenant'],
    [
      'an unknown classification',
      { dataclassification: 'secret' },
      '/dataclassification',
    ],
    ['a confidence of 101', { confidence: 101 }, '/confidence'],
    ['a confidence of a half', { confidence: 0.5 }, '/confidence'],
    ['a negative ordinal', { ordinal: -1 }, '/ordinal'],
    ['a short entity ref', { entityref: 'payments' }, '/entityref'],
    [
      'an end before the start',
      { validto: '2020-01-01T00:00:00Z' },
      '/validto',
    ],
    ['a structured extension', { extra: {} }, '/extra'],
    ['an extension with a capital', { traceParent: 'x' }, '/traceParent'],
    [
      'another content type',
      { datacontenttype: 'text/xml' },
      '/datacontenttype',
    ],
    ['data twice', { data_base64: 'e30=' }, '/data_base64'],
    ['no object as data', { data: [] }, '/data'],
    ['another id outside', { id: 'd-2' }, '/data/context/id'],
    ['another source outside', { source: '/x' }, '/data/context/source'],
    [
      'another time outside',
      { time: '2026-01-05T10:00:01Z' },
      '/data/context/timestamp',
    ],
    [
      'another type outside',
      { type: 'dev.cdevents.service.upgraded.0.3.0' },
      '/data/context/type',
    ],
    ['a lone surrogate', { data: { 'a/b': '\ud800' } }, '/data/a~1b'],
    ['an integer without all digits', { data: { n: 2 ** 60 } }, '/data/n'],
  ])('rejects %s', (_name, changes, pointer) => {
    expect(readEvent(deployed(changes), registry)).toMatchObject({
      kind: 'rejected',
      pointer,
      reason: expect.stringMatching(/^expected .* came/),
    });
  });

  it('tells of a rejected event what could be read', () => {
    expect(readEvent(deployed({ time: 'x' }), registry)).toMatchObject({
      id: 'd-1',
      source: '/ci/payments',
      type: 'dev.cdevents.service.deployed.0.3.0',
      tenant: 'acme',
    });
    expect(readEvent('text', registry)).toEqual({
      kind: 'rejected',
      pointer: '',
      reason: 'expected a CloudEvent, which is an object, "text" came',
    });
  });

  it('names the link that is wrong, by the kind of link that was meant', () => {
    const links = (value: JsonValue) =>
      readEvent(
        edit(deployed(), ['data', 'context', 'links'], (parent, key) => {
          parent[key] = value;
        }),
        registry,
      );
    expect(links([{ linkType: 'END' }])).toMatchObject({ kind: 'read' });
    expect(
      links([{ linkType: 'END' }, { linkType: 'RELATION', linkKind: 'X' }]),
    ).toMatchObject({ pointer: '/data/context/links/1/target' });
    expect(links([7])).toMatchObject({ pointer: '/data/context/links/0' });
  });

  it('quarantines what nobody knows how to read, and says what is known', () => {
    const ofType = (type: string) =>
      readEvent(
        edit(deployed({ type }), ['data', 'context', 'type'], (parent, key) => {
          parent[key] = type;
        }),
        registry,
      );
    expect(ofType('dev.cdevents.service.deployed.1.0.0')).toMatchObject({
      kind: 'quarantined',
      code: 'unknown-major',
      reason:
        '0.3.0 is the newest version of dev.cdevents.service.deployed that is understood; major 1 is not. Register it and retry',
      context: { tenant: 'acme' },
      delivery: { id: 'd-1' },
    });
    expect(ofType('dev.cdevents.service.exploded.0.3.0')).toMatchObject({
      kind: 'quarantined',
      code: 'unknown-type',
    });
    expect(ofType('com.example.ping')).toMatchObject({
      code: 'unknown-type',
      reason: expect.stringContaining('does not end with a version'),
    });
    expect(ofType('dev.cdevents.service.deployed.0.2.7')).toMatchObject({
      kind: 'quarantined',
      code: 'unreadable-version',
      reason: expect.stringContaining('0.1.1, 0.2.0, 0.3.0'),
    });
  });

  it('reads a newer minor version as far as it is known, or quarantines it', () => {
    const type = 'dev.cdevents.service.deployed.0.4.0-draft';
    const newer = edit(
      deployed({ type }),
      ['data', 'context', 'type'],
      parent => {
        parent.type = type;
      },
    );
    const extended = edit(
      newer,
      ['data', 'subject', 'content', 'more'],
      parent => {
        parent.more = { any: 'thing' };
      },
    );
    expect(statementOf(readEvent(extended, registry))).toMatchObject({
      type: 'dev.cdevents.service.deployed',
      schemaVersion: '0.4.0-draft',
      canonical: expect.stringContaining('"more":{"any":"thing"}'),
    });
    const changed = edit(
      newer,
      ['data', 'subject', 'content', 'environment'],
      parent => {
        delete parent.environment;
      },
    );
    expect(readEvent(changed, registry)).toMatchObject({
      kind: 'quarantined',
      code: 'unreadable-version',
      reason: expect.stringContaining('/data/subject/content/environment'),
    });
  });

  it('reads data in Base64', () => {
    const { data, ...rest } = deployed();
    const encoded = {
      ...rest,
      data_base64: Buffer.from(JSON.stringify(data)).toString('base64'),
    };
    expect(statementOf(readEvent(encoded, registry))).toEqual(
      statementOf(readEvent(deployed(), registry)),
    );
    expect(readEvent({ ...rest, data_base64: 'bm8=' }, registry)).toMatchObject(
      { kind: 'rejected', pointer: '/data_base64' },
    );
    expect(readEvent({ ...rest, data_base64: '%' }, registry)).toMatchObject({
      pointer: '/data_base64',
    });
  });

  it('refuses nesting that is too deep, inside of Base64 as well', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    expect(
      readEvent(deployed({ data: JSON.parse(deep) }), registry),
    ).toMatchObject({
      kind: 'rejected',
      pointer: `/data${'/0'.repeat(39)}`,
      reason: 'expected at most 40 levels, more came',
    });
    const data = JSON.stringify(deployed().data).replace(
      /}$/,
      `,"customData":{"deep":${deep}}}`,
    );
    const { data: _, ...rest } = deployed();
    expect(
      readEvent(
        { ...rest, data_base64: Buffer.from(data).toString('base64') },
        registry,
      ),
    ).toMatchObject({ kind: 'rejected' });
  });

  it('never throws, whatever JSON comes', () => {
    const kinds = new Set<string>();
    const check = (value: unknown) => {
      const result = readEvent(value, registry);
      expect(['read', 'quarantined', 'rejected']).toContain(result.kind);
      kinds.add(result.kind);
    };
    fc.assert(fc.property(fc.jsonValue(), check));
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        fc.jsonValue(),
        fc.boolean(),
        ({ event }, turns, value, isAdded) => {
          const copy = structuredClone(cdeventsToCloudEvent(event));
          let parent: JsonObject = copy;
          let key = 'id';
          for (const turn of turns) {
            const keys = Object.keys(parent);
            if (!keys.length) break;
            key = keys[turn % keys.length];
            const child = parent[key];
            if (typeof child !== 'object' || child === null) break;
            if (turn % 5 === 0) break;
            parent = child as JsonObject;
          }
          parent[isAdded ? `${key}x` : key] = value as JsonValue;
          check(copy);
        },
      ),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (type, more) =>
          check({ ...deployed({ type: `${type}.1.0.0` }), ...more }),
      ),
    );
    expect(kinds).toEqual(new Set(['read', 'quarantined', 'rejected']));
  });
});
