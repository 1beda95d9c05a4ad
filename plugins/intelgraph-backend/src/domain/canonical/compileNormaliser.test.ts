import fc from 'fast-check';
import { JsonObject, JsonValue } from '../types';
import { canonicalJson } from './canonicalJson';
import { compileNormaliser } from './compileNormaliser';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    at: { type: 'string', format: 'date-time' },
    id: { $ref: '#/$defs/identifier' },
    tags: { type: 'array', items: {}, 'x-companyos-set': true },
    either: {
      oneOf: [{ type: 'number' }, { type: 'string', format: 'date-time' }],
    },
    children: { type: 'array', items: { $ref: '#' } },
    pair: { prefixItems: [true, { $ref: '#/$defs/identifier' }] },
  },
  patternProperties: { _at$: { format: 'date-time' } },
  additionalProperties: { allOf: [{ $ref: '#/$defs/identifier' }] },
  $defs: { identifier: { 'x-companyos-identifier': true } },
};

describe('compileNormaliser', () => {
  const normalise = compileNormaliser(SCHEMA);

  it('brings times, identifiers and sets into one form, wherever the schema has them', () => {
    const event: JsonObject = {
      at: '2024-01-01T01:00:00+01:00',
      id: ' Zoe\u0308 ',
      tags: [{ b: 1, a: 2 }, 'x', { a: 2, b: 1 }, 'x'],
      either: '2024-01-01T00:00:00.5Z',
      children: [{ at: '2024-01-01T00:00:00Z', other_at: 'never' }],
      pair: [' a ', ' b '],
      closed_at: '2024-01-01T00:00:00z',
      more: ' text ',
    };
    const before = canonicalJson(event);
    expect(normalise(event)).toEqual({
      at: '2024-01-01T00:00:00.000000Z',
      id: 'Zo\u00eb',
      tags: ['x', { a: 2, b: 1 }],
      either: '2024-01-01T00:00:00.500000Z',
      children: [{ at: '2024-01-01T00:00:00.000000Z', other_at: 'never' }],
      pair: [' a ', 'b'],
      closed_at: '2024-01-01T00:00:00.000000Z',
      more: 'text',
    });
    expect(canonicalJson(event)).toBe(before);
  });

  it('gives back the very same value where a schema asks for nothing', () => {
    const value = { a: [' x '] };
    expect(compileNormaliser({ type: 'object' })(value)).toBe(value);
  });

  it('changes nothing the second time, and does not mind the order of sets', () => {
    const element = fc.jsonValue({ maxDepth: 2, noUnicodeString: true });
    fc.assert(
      fc.property(fc.array(element), fc.string(), element, (tags, id, odd) => {
        fc.pre(!/\d{16}/.test(JSON.stringify([tags, odd])));
        const value = { tags, id, odd, at: odd } as JsonValue;
        const once = normalise(value);
        expect(normalise(once)).toEqual(once);
        expect(
          normalise({
            tags: [...tags].reverse(),
            id,
            odd,
            at: odd,
          } as JsonValue),
        ).toEqual(once);
      }),
    );
  });
});
