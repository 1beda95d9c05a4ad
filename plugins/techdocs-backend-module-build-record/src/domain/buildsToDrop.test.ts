import { BuildOutcome } from './Build';
import { buildsToDrop, KEPT_BUILDS } from './buildsToDrop';

function history(...groups: [number, BuildOutcome][]) {
  return groups
    .flatMap(([count, outcome]) => Array<BuildOutcome>(count).fill(outcome))
    .map((outcome, index) => ({ id: String(index), outcome }));
}

describe('buildsToDrop', () => {
  it('drops nothing while there are few', () => {
    expect(buildsToDrop([])).toEqual([]);
    expect(buildsToDrop(history([KEPT_BUILDS, 'failure']))).toEqual([]);
  });

  it('drops old successes', () => {
    expect(buildsToDrop(history([23, 'success']))).toEqual(['20', '21', '22']);
  });

  it('keeps since when it fails and what is shown meanwhile', () => {
    expect(
      buildsToDrop(history([24, 'failure'], [1, 'success'], [1, 'failure'])),
    ).toEqual(['20', '21', '22', '25']);
  });

  it('keeps the first failure when it never succeeded, and what still runs', () => {
    expect(buildsToDrop(history([22, 'failure'], [1, 'running']))).toEqual([
      '20',
    ]);
  });
});
