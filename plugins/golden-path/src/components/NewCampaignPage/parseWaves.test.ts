import { parseWaves, waveCount } from './parseWaves';

describe('waves', () => {
  it.each([
    ['1, 3, 10', [1, 3, 10]],
    ['5', [5]],
    ['1, 3, rest', [1, 3, 16]],
    ['15, 5, Rest', [15, 5, 1]],
    ['500', [500]],
    ['0', undefined],
    ['1,,2', undefined],
    ['1.5', undefined],
    ['501', undefined],
    ['', undefined],
    ['all', undefined],
    ['rest', undefined],
    ['rest, 3', undefined],
    ['x, rest', undefined],
  ])('reads %j for 20 repositories', (text, waves) =>
    expect(parseWaves(text, 20)).toEqual(waves),
  );

  it('splits a rest that is too much for one wave', () => {
    const waves = parseWaves('1, rest', 1000);
    expect(waves).toEqual([1, 500]);
    expect(waveCount(waves ?? [], 1000)).toBe(3);
  });

  it.each([
    [[1, 3, 10], 0, 0],
    [[1, 3, 10], 1, 1],
    [[1, 3, 10], 5, 3],
    [[1, 3, 10], 25, 5],
  ])('%j get through %i in %i', (waves, count, wanted) =>
    expect(waveCount(waves, count)).toBe(wanted),
  );
});
