import { expect, test } from 'vitest';
import { Problem } from '../../src/models/problem.ts';
import { decodeCursor, encodeCursor } from '../../src/services/cursor.ts';

const POSITION = {
  createdAt: new Date('2026-03-04T05:06:07.089Z'),
  id: '5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b',
};

test('a cursor comes back as the position it was made from', () => {
  expect(decodeCursor(encodeCursor(POSITION))).toEqual(POSITION);
  expect(decodeCursor(undefined)).toBeUndefined();
});

test.each([
  '',
  'x',
  'AAAA',
  'a'.repeat(500),
  Buffer.from('2026|1; drop table').toString('base64url'),
])('anything else is refused: %s', (text) => {
  expect(() => decodeCursor(text)).toThrow(Problem);
});
