import fc from 'fast-check';
import { filterDigest, readCursor, writeCursor } from './cursor';

const key = Buffer.alloc(32, 7);
const cursor = {
  watermark: 42,
  position: {
    occurredAt: 1_700_000_000_000_001,
    ordinal: 3,
    factKey: 2 ** 51,
    seq: 9,
  },
};

it('comes back as it was written', () => {
  const filters = filterDigest({
    tenant: 'default',
    lane: ['deploy'],
    q: undefined,
  });
  expect(filterDigest({ lane: ['deploy'], tenant: 'default' })).toBe(filters);
  const text = writeCursor(key, filters, cursor);
  expect(readCursor(key, filters, text)).toEqual(cursor);
  expect(() => readCursor(key, filterDigest({ tenant: 'acme' }), text)).toThrow(
    /another tenant/,
  );
  expect(() => readCursor(Buffer.alloc(32, 8), filters, text)).toThrow(
    /not one of this portal/,
  );
});

it('is refused when anything of it was changed', () => {
  const filters = filterDigest({});
  const bytes = Buffer.from(writeCursor(key, filters, cursor), 'base64url');
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] + change) % 256;
        expect(() =>
          readCursor(key, filters, changed.toString('base64url')),
        ).toThrow(/not one of this portal/);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), text => {
      expect(() => readCursor(key, filters, text)).toThrow(/cursor/);
    }),
  );
});
