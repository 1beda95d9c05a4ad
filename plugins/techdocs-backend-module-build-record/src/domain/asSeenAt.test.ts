import { ABANDONED_REASON, asSeenAt } from './asSeenAt';
import { Build } from './Build';

const running: Build = {
  id: '1',
  entityRef: 'component:default/x',
  startedAtMs: 1_000,
  finishedAtMs: null,
  outcome: 'running',
  reason: null,
  etag: null,
  host: 'portal-1',
  heartbeatAtMs: 5_000,
};

describe('asSeenAt', () => {
  it('takes a silent running build for a failed one', () => {
    expect(asSeenAt(running, 64_999)).toBe(running);
    expect(asSeenAt(running, 65_000)).toEqual({
      ...running,
      outcome: 'failure',
      reason: ABANDONED_REASON,
      finishedAtMs: 5_000,
    });
    const done: Build = { ...running, outcome: 'success', finishedAtMs: 6_000 };
    expect(asSeenAt(done, 1_000_000)).toBe(done);
  });
});
