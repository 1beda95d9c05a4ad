import { sourceHealth } from './sourceHealth';

const now = Date.UTC(2026, 10, 28);
const source = { lastSeenAt: now - 600_000, lastRejectedAt: null, waiting: 0 };

it('tells failing from silent from healthy, and why', () => {
  expect(sourceHealth(source, undefined, now).status).toBe('healthy');
  expect(sourceHealth(source, 300_000, now).status).toBe('healthy');
  expect(sourceHealth(source, 60_000, now)).toEqual({
    status: 'silent',
    statusReason: 'It was to be heard of every 60 s, and was last 10 min ago',
  });
  expect(sourceHealth({ ...source, waiting: 2 }, 60_000, now)).toEqual({
    status: 'failing',
    statusReason: '2 of its events wait in quarantine',
  });
  expect(
    sourceHealth({ ...source, lastRejectedAt: now - 60_000 }, undefined, now)
      .status,
  ).toBe('failing');
  expect(
    sourceHealth({ ...source, lastRejectedAt: now - 3_600_000 }, undefined, now)
      .status,
  ).toBe('healthy');
});
