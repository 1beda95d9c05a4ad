import { DocsBuild } from '../api/buildRecordApiRef';
import { readRecord } from './readRecord';

function builds(...outcomes: DocsBuild['outcome'][]): DocsBuild[] {
  return outcomes.map((outcome, index) => ({
    id: String(index),
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    outcome,
    reason: null,
    etag: null,
    durationMs: null,
  }));
}

function standing(...outcomes: DocsBuild['outcome'][]) {
  const result = readRecord({ builds: builds(...outcomes), problem: null });
  return {
    kind: result.kind,
    shown: 'shown' in result ? result.shown?.id : undefined,
    failingSince: 'failingSince' in result ? result.failingSince.id : undefined,
  };
}

describe('readRecord', () => {
  it('tells what is shown and since when newer builds fail', () => {
    expect(standing('success')).toMatchObject({ kind: 'built' });
    expect(standing('failure', 'failure')).toEqual({
      kind: 'failed',
      shown: undefined,
      failingSince: '1',
    });
    expect(standing('failure', 'failure', 'success', 'failure')).toEqual({
      kind: 'failed',
      shown: '2',
      failingSince: '1',
    });
    expect(standing('running', 'failure', 'success')).toMatchObject({
      kind: 'building',
      shown: '2',
    });
  });

  it('tells docs that were never built from docs that never can be', () => {
    expect(readRecord({ builds: [], problem: null })).toEqual({
      kind: 'unbuilt',
    });
    expect(readRecord({ builds: [], problem: 'No annotation.' })).toEqual({
      kind: 'unbuildable',
      problem: 'No annotation.',
    });
  });
});
