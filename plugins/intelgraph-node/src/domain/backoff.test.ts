import { backoffMs, retryAfterMs } from './backoff';

describe('backoff', () => {
  it('doubles from a second to a minute, half of it by chance', () => {
    const waits = [1, 2, 3, 6, 7, 8, 1_000];
    expect(waits.map(attempts => backoffMs(attempts, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(waits.map(attempts => backoffMs(attempts, 0))).toEqual([
      500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('reads Retry-After in seconds and as a date', () => {
    const nowMs = Date.parse('2026-11-28T10:00:00Z');
    expect(retryAfterMs('7', nowMs)).toBe(7_000);
    expect(retryAfterMs('Sat, 28 Nov 2026 10:00:09 GMT', nowMs)).toBe(9_000);
    expect(retryAfterMs('Sat, 28 Nov 2026 09:00:00 GMT', nowMs)).toBe(0);
    expect(retryAfterMs('soon', nowMs)).toBe(0);
    expect(retryAfterMs(null, nowMs)).toBe(0);
    expect(retryAfterMs('999999', nowMs)).toBe(3_600_000);
  });
});
