import { needsBuild, RETRY_FAILED_MS } from './needsBuild';

const NOW = 10 * RETRY_FAILED_MS;
const build = (
  outcome: 'success' | 'failure' | 'running',
  etag: string | null = 'a',
  finishedAtMs = NOW - 1000,
) => ({ outcome, etag, finishedAtMs });

describe('docs nobody asked for yet', () => {
  it.each([
    ['were never built', { commit: 'a', builds: [] }, true],
    [
      'are built from this commit',
      { commit: 'a', builds: [build('success')] },
      false,
    ],
    [
      'are built from an older commit',
      { commit: 'b', builds: [build('success')] },
      true,
    ],
    [
      'come from a folder and are built',
      { builds: [build('success', null)] },
      false,
    ],
    ['are being built', { commit: 'b', builds: [build('running')] }, false],
    ['failed just now', { commit: 'a', builds: [build('failure')] }, false],
    [
      'failed, and then something was pushed',
      { commit: 'b', builds: [build('failure')] },
      true,
    ],
    [
      'failed long ago',
      {
        commit: 'a',
        builds: [build('failure', 'a', NOW - RETRY_FAILED_MS - 1)],
      },
      true,
    ],
    [
      'failed before a success',
      { commit: 'a', builds: [build('success'), build('failure', 'z')] },
      false,
    ],
  ])('%s', (_name, state, expected) => {
    expect(needsBuild(state, NOW)).toBe(expected);
  });
});
