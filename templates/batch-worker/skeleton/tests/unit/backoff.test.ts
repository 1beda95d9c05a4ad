import { expect, test } from 'vitest';
import { fullJitter } from '../../src/services/backoff.ts';

const settings = { baseMs: 1_000, capMs: 60_000 };

test('the bound doubles with each failure, up to the cap', () => {
  const almostAll = 1 - Number.EPSILON;
  const bounds = [1, 2, 3, 4, 7, 8, 100, 100_000].map((failures) =>
    fullJitter(failures, settings, almostAll),
  );
  expect(bounds).toEqual([999, 1_999, 3_999, 7_999, 59_999, 59_999, 59_999, 59_999]);
});

test('the whole range below the bound is used, so that workers do not come back together', () => {
  expect(fullJitter(3, settings, 0)).toBe(0);
  expect(fullJitter(3, settings, 0.5)).toBe(2_000);
  const waits = Array.from({ length: 100 }, (_, index) => fullJitter(5, settings, index / 100));
  expect(new Set(waits).size).toBe(100);
  expect(Math.max(...waits)).toBeLessThan(16_000);
});

test('a count that makes no sense is a first failure', () => {
  expect(fullJitter(0, settings, 0.5)).toBe(500);
  expect(fullJitter(-3, settings, 0.5)).toBe(500);
});
