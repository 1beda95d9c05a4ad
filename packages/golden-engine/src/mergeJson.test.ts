import fc from 'fast-check';
import { isStrictJson, mergeJson } from './mergeJson';

const lines = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

describe('mergeJson', () => {
  it('takes what each side changed, and leaves everything else as it was written', () => {
    const base = `{
  "name": "a",
  "files": ["dist", "docs"],
  "big": 12345678901234567890,
  "scripts": {
    "build": "tsc",
    "test": "jest"
  },
  "dependencies": {
    "ajv": "1",
    "zod": "1"
  }
}
`;
    const ours = base
      .replace('"test": "jest"', '"test": "jest",\n    "mine": "x"')
      .replace('"ajv": "1"', '"ajv": "1",\n    "left-pad": "1"');
    const theirs = base
      .replace('"test": "jest"', '"test": "vitest",\n    "lint": "eslint"')
      .replace('"zod": "1"', '"express": "5",\n    "zod": "2"');
    expect(mergeJson(base, ours, theirs)).toEqual({
      text: `{
  "name": "a",
  "files": ["dist", "docs"],
  "big": 12345678901234567890,
  "scripts": {
    "build": "tsc",
    "test": "vitest",
    "lint": "eslint",
    "mine": "x"
  },
  "dependencies": {
    "ajv": "1",
    "express": "5",
    "left-pad": "1",
    "zod": "2"
  }
}
`,
    });
  });

  it('names the places where the sides cannot both be right', () => {
    const base = lines({ a: { x: 1, 'y/z': 1 }, list: [1], gone: 1 });
    const ours = lines({ a: { x: 2, 'y/z': 2 }, list: [1, 2], gone: 2 });
    const theirs = lines({ a: { x: 3, 'y/z': 2 }, list: [1, 3] });
    expect(mergeJson(base, ours, theirs)).toEqual({
      conflicts: ['/a/x', '/list', '/gone'],
    });
    expect(mergeJson(undefined, lines({ a: 1 }), lines({ b: 1 }))).toEqual({
      text: lines({ b: 1, a: 1 }),
    });
    expect(mergeJson(lines([1]), lines([1, 2, 3]), lines([1, 3, 2]))).toEqual({
      text: lines([1, 2, 3]),
    });
  });

  it('leaves alone what is not strict JSON', () => {
    for (const text of [
      '',
      '{"a":1,"a":2}',
      '{"a":1,}',
      '[1 2]',
      '{"a":01}',
      '// comment\n{}',
      '{"a":"\u0001"}',
      '{} {}',
      `${'['.repeat(200)}${']'.repeat(200)}`,
      '{\r\n}',
      '<<<<<<< yours\n{}\n',
    ]) {
      expect(mergeJson('{}', text, '{"b":1}')).toEqual({ conflicts: [] });
    }
    expect(isStrictJson('{"__proto__": {"a": [1, "\\u00e9", null]}}')).toBe(
      true,
    );
  });

  it('keeps every change of ours, or says where it cannot', () => {
    const objects = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', '__proto__', 'toString', ''),
      fc.oneof(
        fc.integer({ min: 0, max: 2 }),
        fc.dictionary(
          fc.constantFrom('x', 'y', 'constructor'),
          fc.oneof(
            fc.integer({ min: 0, max: 2 }),
            fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
          ),
        ),
      ),
      { noNullPrototype: true },
    );
    /** Each place that holds no object, with its value. */
    const leaves = (value: unknown, path = '$'): [string, string][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [
            [path, 'object'],
            ...Object.entries(value).flatMap(([key, item]) =>
              leaves(item, `${path}/${key}`),
            ),
          ]
        : [[path, JSON.stringify(value)]];
    fc.assert(
      fc.property(objects, objects, objects, (base, ours, theirs) => {
        const texts = [base, ours, theirs].map(value => lines(value));
        const result = mergeJson(texts[0], texts[1], texts[2]);
        const before = new Map(leaves(base));
        const merged =
          'text' in result
            ? new Map(leaves(JSON.parse(result.text)))
            : undefined;
        // What either side changed and the result does not have.
        const lost = [ours, theirs]
          .flatMap(side => leaves(side))
          .filter(
            ([path, value]) =>
              merged &&
              before.get(path) !== value &&
              merged.get(path) !== value,
          );
        expect(lost).toEqual([]);
        expect(
          'text' in result
            ? isStrictJson(result.text)
            : result.conflicts.length > 0,
        ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
