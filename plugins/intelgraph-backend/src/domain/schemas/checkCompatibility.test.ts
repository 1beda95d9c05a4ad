import fc from 'fast-check';
import { EventSchemaVersion, JsonObject, JsonValue } from '../types';
import { builtInSchemas } from './builtInSchemas';
import { checkCompatibility } from './checkCompatibility';
import { compileSchema } from './compileSchema';

const version = (
  number: string,
  schema: JsonObject,
  compatibility: EventSchemaVersion['compatibility'] = 'backward-transitive',
): EventSchemaVersion => ({
  type: 'com.example.thing',
  version: number,
  compatibility,
  origin: 'registered',
  schema,
});

const object = (
  properties: Record<string, JsonValue>,
  required: string[] = [],
  more: JsonObject = {},
): JsonObject => ({ type: 'object', properties, required, ...more });
const text: JsonObject = { type: 'string' };
const closed = { additionalProperties: false };

function judge(
  before: JsonObject,
  after: JsonObject,
  compatibility: EventSchemaVersion['compatibility'],
) {
  return checkCompatibility(
    [version('1.0.0', before)],
    version('1.1.0', after, compatibility),
  ).map(({ pointer }) => pointer);
}

describe('checkCompatibility', () => {
  it.each<[string, JsonObject, JsonObject, string[], string[]]>([
    ['nothing', object({ a: text }), object({ a: text }), [], []],
    [
      'words for people',
      object({ a: text }),
      object({ a: { ...text, description: 'A', title: 'a', default: 'x' } }),
      [],
      [],
    ],
    [
      'an optional property of an open object',
      object({}),
      object({ a: text }),
      [],
      [],
    ],
    [
      'an optional property of a closed object',
      object({}, [], closed),
      object({ a: text }, [], closed),
      [],
      ['/a'],
    ],
    ['a required property', object({}), object({ a: text }, ['a']), ['/a'], []],
    [
      'a property that becomes optional',
      object({ a: text }, ['a']),
      object({ a: text }),
      [],
      ['/a'],
    ],
    [
      'the closing of an object',
      object({}),
      object({}, [], closed),
      ['/additionalProperties'],
      [],
    ],
    [
      'another type',
      object({ 'a/b': text }),
      object({ 'a/b': { type: 'number' } }),
      ['/a~1b'],
      ['/a~1b'],
    ],
    [
      'a wider type',
      object({ a: { type: 'integer' } }),
      object({ a: { type: 'number' } }),
      [],
      ['/a'],
    ],
    [
      'one more type',
      object({ a: text }),
      object({ a: { type: ['string', 'null'] } }),
      [],
      ['/a'],
    ],
    [
      'one more value',
      object({ a: { enum: ['x'] } }),
      object({ a: { enum: ['x', 'y'] } }),
      [],
      ['/a'],
    ],
    [
      'values that become free',
      object({ a: { const: 'x' } }),
      object({ a: text }),
      [],
      ['/a'],
    ],
    [
      'a tighter bound',
      object({ a: { ...text, maxLength: 9 } }),
      object({ a: { ...text, maxLength: 8 } }),
      ['/a'],
      [],
    ],
    [
      'a pattern',
      object({ a: text }),
      object({ a: { ...text, pattern: 'x' } }),
      ['/a'],
      [],
    ],
    [
      'elements',
      object({ a: { type: 'array', items: text } }),
      object({ a: { type: 'array', items: { type: ['string', 'number'] } } }),
      [],
      ['/a/*'],
    ],
    [
      'refs',
      object({ a: { $ref: '#/$defs/t' } }, [], { $defs: { t: text } }),
      object({ a: { $ref: '#/$defs/u' } }, [], {
        $defs: { u: { type: 'number' } },
      }),
      ['/a'],
      ['/a'],
    ],
    [
      'refs that come to the same',
      object({ a: { $ref: '#/$defs/t' } }, [], { $defs: { t: text } }),
      object({ a: text }),
      [],
      [],
    ],
    [
      'what nobody can judge',
      object({ a: { oneOf: [text] } }),
      object({ a: { oneOf: [text, { type: 'number' }] } }),
      ['/a'],
      ['/a'],
    ],
    [
      'the normalisation',
      object({ a: { type: 'array' } }),
      object({ a: { type: 'array', 'x-companyos-set': true } }),
      ['/a'],
      ['/a'],
    ],
    [
      'a schema for the rest',
      object({}, [], { additionalProperties: text }),
      object({ a: { type: 'number' } }, [], { additionalProperties: text }),
      ['/a'],
      ['/a'],
    ],
    [
      'a circle',
      object({ a: { $ref: '#' } }),
      object({ a: { $ref: '#' }, b: text }),
      ['/a/a'],
      ['/a/a'],
    ],
  ])('judges %s', (_name, before, after, backward, forward) => {
    expect(judge(before, after, 'backward-transitive').sort()).toEqual(
      backward,
    );
    expect(judge(before, after, 'forward-transitive').sort()).toEqual(forward);
    expect(judge(before, after, 'full-transitive').sort()).toEqual(
      [...backward, ...forward].sort(),
    );
    expect(judge(before, after, 'none')).toEqual([]);
  });

  it('holds against all versions of the major, and says which', () => {
    const earlier = [
      version('1.0.0', object({ a: text })),
      version('1.1.0', object({ a: { type: ['string', 'number'] } })),
      version('0.9.0', object({ a: { type: 'boolean' } })),
    ];
    expect(
      checkCompatibility(earlier, version('1.2.0', object({ a: text }))),
    ).toEqual([
      {
        pointer: '/a',
        reason:
          'version 1.2.0 does not allow the type number, version 1.1.0 does',
        against: '1.1.0',
      },
    ]);
    expect(checkCompatibility(earlier, version('2.0.0', object({})))).toEqual(
      [],
    );
  });

  it('lets versions only grow, and never change', () => {
    const earlier = [version('1.1.0', object({ a: text }))];
    const again = (schema: JsonObject, number: string) =>
      checkCompatibility(earlier, version(number, schema, 'none'));
    expect(
      again({ properties: { a: text }, type: 'object', required: [] }, '1.1.0'),
    ).toEqual([]);
    expect(again(object({}), '1.1.0')).toEqual([
      expect.objectContaining({
        against: '1.1.0',
        reason: expect.stringContaining('never change'),
      }),
    ]);
    expect(again(object({}), '1.1.0-draft')).toEqual([
      expect.objectContaining({
        reason: 'version 1.1.0-draft must be higher than 1.1.0',
      }),
    ]);
  });

  it('gives up on schemas that refs make huge', () => {
    const doubling = (depth: number): JsonObject =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [
          `d${index}`,
          index === 0
            ? text
            : object({
                a: { $ref: `#/$defs/d${index - 1}` },
                b: { $ref: `#/$defs/d${index - 1}` },
              }),
        ]),
      );
    const huge = object({ a: { $ref: '#/$defs/d39' } }, [], {
      $defs: doubling(40),
    });
    expect(judge(object({}), huge, 'backward-transitive')).toEqual(['']);
  });

  it('does not mind the constant that names the version of a CDEvent', () => {
    const [known] = builtInSchemas.filter(({ type }) =>
      type.endsWith('companyos-branch.pushed'),
    );
    const next = {
      ...known,
      version: '0.2.0',
      schema: JSON.parse(
        JSON.stringify(known.schema).replace('pushed.0.1.0', 'pushed.0.2.0'),
      ),
    };
    expect(checkCompatibility([known], next)).toEqual([]);
    next.schema.properties.subject.properties.content.properties.more = text;
    expect(checkCompatibility([known], next)).toEqual([]);
    next.schema.properties.subject.properties.content.required.push('more');
    expect(checkCompatibility([known], next)).toEqual([
      expect.objectContaining({ pointer: '/subject/content/more' }),
    ]);
  });

  it('never calls a version backward compatible that refuses what an earlier one allows', () => {
    const leaf = fc.oneof(
      fc.constantFrom<JsonObject>(
        {},
        text,
        { type: 'integer' },
        { type: 'number' },
        { type: ['string', 'null'] },
        { enum: ['x', 1] },
        { const: 'x' },
      ),
      fc
        .record({ minLength: fc.nat(3), maxLength: fc.nat(3) })
        .map((bounds): JsonObject => ({ type: 'string', ...bounds })),
      fc
        .record({ minimum: fc.nat(3), maximum: fc.nat(3) })
        .map((bounds): JsonObject => ({ type: 'integer', ...bounds })),
    );
    const objectOf = (child: fc.Arbitrary<JsonObject>) =>
      fc
        .record({
          properties: fc.dictionary(fc.constantFrom('a', 'b'), child),
          required: fc.subarray(['a', 'b']),
          additionalProperties: fc.constantFrom<JsonValue>(false, true, {
            type: 'string',
          }),
        })
        .map((parts): JsonObject => ({ type: 'object', ...parts }));
    const schemas = objectOf(
      fc.oneof(
        leaf,
        objectOf(leaf),
        leaf.map((items): JsonObject => ({ type: 'array', items })),
      ),
    );
    const values = fc.constantFrom<JsonValue>(
      'x',
      '',
      'xyz',
      0,
      1,
      1.5,
      4,
      null,
      [],
      ['x'],
      [1],
      {},
      { a: 'x' },
      { a: 1, b: 'xy' },
    );
    /** Only with properties that the schema declares, as writers are taken to do. */
    const declared = (schema: JsonObject, document: JsonValue): JsonValue => {
      if (
        typeof document !== 'object' ||
        document === null ||
        Array.isArray(document)
      ) {
        return document;
      }
      const properties = (schema.properties ?? {}) as JsonObject;
      return Object.fromEntries(
        Object.entries(document)
          .filter(([name]) => name in properties)
          .map(([name, value]) => [
            name,
            declared(properties[name] as JsonObject, value!),
          ]),
      );
    };
    let compared = 0;
    fc.assert(
      fc.property(
        schemas,
        schemas,
        fc.boolean(),
        fc.array(fc.dictionary(fc.constantFrom('a', 'b'), values), {
          minLength: 10,
          maxLength: 20,
        }),
        (before, other, isSimilar, documents) => {
          const after = isSimilar
            ? {
                ...before,
                required: [],
                ...(other.additionalProperties === true && {
                  additionalProperties: true,
                }),
              }
            : other;
          if (judge(before, after, 'backward-transitive').length) return;
          const [accepts, reads] = [
            compileSchema(before, 'registered'),
            compileSchema(after, 'registered'),
          ];
          for (const document of documents) {
            const sent = declared(before, document);
            if (accepts(sent)) continue;
            compared++;
            expect(reads(sent)).toBeUndefined();
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});
