import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonicalJson';

const VECTORS = join(__dirname, '__fixtures__/cyberphone');
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, shuffled(child)]),
  );
};

describe('canonicalJson', () => {
  it.each(
    readdirSync(VECTORS)
      .filter(name => name.endsWith('.input.txt'))
      .map(name => name.replace('.input.txt', '')),
  )('writes the RFC 8785 vector %s', name => {
    const read = (kind: string) =>
      readFileSync(join(VECTORS, `${name}.${kind}.txt`), 'utf8');
    expect(canonicalJson(JSON.parse(read('input')))).toBe(
      read('output').trimEnd(),
    );
  });

  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['433fffffffffffff', '9007199254740991'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555555', '333333333.3333333'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('prints the number %s', (hexadecimal, expected) => {
    const number = Buffer.from(hexadecimal, 'hex').readDoubleBE();
    expect(canonicalJson(number)).toBe(expected);
  });

  it('is the same whatever the order of keys, and canonical of itself', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), value => {
        fc.pre(!/\d{16}/.test(JSON.stringify(value)));
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([
    [{ a: ['\ud800'] }, '/a/0', 'lone surrogate'],
    [{ 'x/y~z': NaN }, '/x~1y~0z', 'finite number'],
    [{ n: [0, Infinity] }, '/n/1', 'finite number'],
    [{ big: 2 ** 53 }, '/big', 'write it as a string'],
    [{ f: () => 1 }, '/f', 'type function'],
    [{ '\udc00': 1 }, '', 'property names'],
    [[undefined], '/0', 'type undefined'],
  ])('refuses %p at %s', (value, pointer, reason) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({
        name: 'CanonicalJsonError',
        pointer,
        reason: expect.stringContaining(reason),
      }),
    );
  });

  it('refuses more levels than allowed and not one less', () => {
    expect(canonicalJson([[[]]], 3)).toBe('[[[]]]');
    expect(() => canonicalJson({ a: [[{}]] }, 3)).toThrow(
      expect.objectContaining({ pointer: '/a/0/0' }),
    );
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => canonicalJson(deep)).toThrow('at most 200 levels');
  });

  it('keeps a property with the name __proto__', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe(
      '{"__proto__":{"a":1}}',
    );
  });
});
