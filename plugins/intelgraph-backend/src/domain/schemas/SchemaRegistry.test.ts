import { EventSchemaVersion, JsonObject } from '../types';
import { builtInSchemas } from './builtInSchemas';
import { checkSchema } from './checkSchema';
import { compareVersions } from './compareVersions';
import { KnownSchema } from './KnownSchema';
import { parseType } from './parseType';
import { SchemaRegistry } from './SchemaRegistry';

const version = (type: string, number: string): EventSchemaVersion => ({
  type,
  version: number,
  compatibility: 'none',
  origin: 'registered',
  schema: { type: 'object', required: ['a'], properties: { a: {} } },
});

describe('SchemaRegistry', () => {
  it('has every version of CDEvents from 0.3 to the draft of 0.6, and our own types', () => {
    const ofCdevents = builtInSchemas.filter(({ type }) =>
      type.startsWith('dev.cdevents.'),
    );
    expect(ofCdevents).toHaveLength(132);
    expect(
      new Set(builtInSchemas.map(each => `${each.type}.${each.version}`)).size,
    ).toBe(builtInSchemas.length);
    const own = builtInSchemas.filter(({ type }) =>
      type.startsWith('dev.cdeventsx.companyos-'),
    );
    expect(own).toHaveLength(25);
    expect(builtInSchemas).toHaveLength(132 + 25);
  });

  it('has built-in schemas that can all be used', () => {
    for (const { schema } of builtInSchemas) {
      expect(checkSchema(schema)).toBeUndefined();
      expect(JSON.stringify(schema)).not.toContain('"$ref"');
    }
  });

  it('finds versions, newer minors, and says what is known otherwise', () => {
    const registry = new SchemaRegistry([
      version('x.y', '1.10.0'),
      version('x.y', '1.2.0'),
      version('x.y', '2.0.0-draft'),
    ]);
    expect(registry.find('x.y.1.2.0')).toMatchObject({
      kind: 'exact',
      schema: { version: '1.2.0' },
    });
    expect(registry.find('x.y.1.11.0-beta.1')).toMatchObject({
      kind: 'newer-minor',
      schema: { version: '1.10.0' },
      version: '1.11.0-beta.1',
    });
    expect(registry.find('x.y.2.0.0')).toMatchObject({
      kind: 'newer-minor',
      schema: { version: '2.0.0-draft' },
    });
    expect(registry.find('x.y.1.9.0').kind).toBe('unreadable-version');
    expect(registry.find('x.y').kind).toBe('unreadable-version');
    expect(registry.find('x.y.3.0.0')).toEqual({
      kind: 'unknown-major',
      known: ['1.2.0', '1.10.0', '2.0.0-draft'],
    });
    expect(registry.find('x.z.1.0.0').kind).toBe('unknown-type');
    expect(registry.find('constructor').kind).toBe('unknown-type');
  });

  it('never changes, but makes another one', () => {
    const before = new SchemaRegistry([version('x.y', '1.0.0')]);
    const after = before.with(version('x.y', '1.1.0'));
    expect(before.find('x.y.1.1.0').kind).toBe('newer-minor');
    expect(after.find('x.y.1.1.0').kind).toBe('exact');
    expect(after.list().map(each => each.version)).toEqual(['1.0.0', '1.1.0']);
    const [first, second] = [before, after].map(each => each.find('x.y.1.0.0'));
    expect(first.kind === 'exact' && first.schema).toBe(
      second.kind === 'exact' && second.schema,
    );
  });

  it('takes types apart and orders versions', () => {
    expect(parseType('dev.cdevents.service.deployed.0.6.0-draft')).toEqual({
      type: 'dev.cdevents.service.deployed',
      version: '0.6.0-draft',
      major: 0,
    });
    expect(parseType('a.1.0.0.0')).toMatchObject({
      type: 'a.1',
      version: '0.0.0',
    });
    expect(parseType('1.0.0')).toBeUndefined();
    expect(parseType('a.1.0')).toBeUndefined();
    // semver.org, section 11.
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.10.0',
      '2.0.0',
    ];
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
  });

  it('matches patterns of others in bounded time, and refuses those it cannot', () => {
    const slow = { type: 'string', pattern: '^(a+)+$' };
    expect(checkSchema(slow)).toBeUndefined();
    const registered = (schema: JsonObject) =>
      new KnownSchema({
        type: 'com.example.order.placed',
        version: '1.0.0',
        compatibility: 'none',
        origin: 'registered',
        schema,
      });
    const began = performance.now();
    expect(registered(slow).validate(`${'a'.repeat(50_000)}!`)).toMatchObject({
      reason: expect.stringContaining('text that matches ^(a+)+$'),
    });
    expect(registered(slow).validate('a'.repeat(50_000))).toBeUndefined();
    // The engine of JavaScript would not come back from it in this life.
    expect(performance.now() - began).toBeLessThan(5_000);

    // Each pattern is itself.
    const two = {
      properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } },
    };
    expect(registered(two).validate({ a: 'a', b: 'b' })).toBeUndefined();
    expect(registered(two).validate({ a: 'a', b: 'a' })).toMatchObject({
      pointer: '/b',
    });

    for (const pattern of ['^(?!b)a', '(a)\\1']) {
      const schema = { type: 'string', pattern };
      expect(checkSchema(schema)?.reason).toContain(
        `the pattern ${JSON.stringify(
          pattern,
        )} cannot be checked in bounded time`,
      );
      // It may have been registered before that was asked for.
      expect(registered(schema).validate('a')).toMatchObject({
        pointer: '',
        reason: expect.stringContaining('expected a schema that can be used'),
      });
    }
    const named = {
      patternProperties: { '^x-(?<rest>\\w+)$': { type: 'number' } },
    };
    expect(checkSchema(named)).toBeUndefined();
    expect(registered(named).validate({ 'x-a': 'no' })).toMatchObject({
      pointer: '/x-a',
    });
  });

  it('refuses schemas that cannot be used, and says where', () => {
    expect(checkSchema({ type: 'text' })).toMatchObject({ pointer: '/type' });
    expect(
      checkSchema({ properties: { a: { $ref: 'https://example.org/x' } } }),
    ).toMatchObject({ pointer: '/properties/a/$ref' });
    expect(checkSchema({ $ref: '#/$defs/none' })).toMatchObject({
      pointer: '/$ref',
    });
    expect(checkSchema({ pattern: '(' })).toBeDefined();
    expect(
      checkSchema({ $schema: 'http://json-schema.org/draft-04/schema#' }),
    ).toMatchObject({ pointer: '/$schema' });
    expect(
      checkSchema({ items: { $ref: '#' }, $defs: { a: { type: 'string' } } }),
    ).toBeUndefined();
  });
});
