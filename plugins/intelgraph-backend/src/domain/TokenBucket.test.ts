import { TokenBucket } from './TokenBucket';

it('lets through so much over time, and each caller has an account of their own', () => {
  let now = 0;
  const bucket = new TokenBucket({ perSecond: 10, burst: 20, now: () => now });
  expect(bucket.take('a', 15)).toBe(0);
  expect(bucket.take('a', 15)).toBe(1000);
  expect(bucket.take('b', 20)).toBe(0);
  now = 1000;
  expect(bucket.take('a', 15)).toBe(0);
  // More than the burst waits for a full account, and is paid off afterwards.
  now = 10_000;
  expect(bucket.take('a', 50)).toBe(0);
  expect(bucket.take('a', 1)).toBe(3100);
});
