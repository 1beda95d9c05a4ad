import { isCoveredBy } from './isCoveredBy';

describe('isCoveredBy', () => {
  it('forgives what processing adds, orders and fills in', () => {
    expect(
      isCoveredBy(
        {
          spec: {
            owner: 'a',
            dependsOn: ['x', 'y'],
            definition: { $text: 'f' },
          },
          nothing: null,
        },
        {
          spec: {
            owner: 'a',
            dependsOn: ['y', 'x'],
            definition: 'text',
            more: 1,
          },
          relations: [],
        },
      ),
    ).toBe(true);
  });

  it('is done in a moment with long lists, in any order', () => {
    const list = Array.from({ length: 45_000 }, (_, i) => ({ port: i }));
    // Time of this process alone: a busy machine does not change the verdict.
    const before = process.cpuUsage();
    expect(isCoveredBy({ list }, { list: [...list] })).toBe(true);
    // Too much to look through is taken for a difference.
    expect(isCoveredBy({ list }, { list: [...list].reverse() })).toBe(false);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
  });

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: { b: 1 } }, { a: 1 }],
    [{ a: { b: 1 } }, undefined],
    [{ a: ['x'] }, { a: ['x', 'y'] }],
    [{ a: ['x'] }, { a: { 0: 'x' } }],
    [{ a: 'x' }, {}],
  ])('notices that %j is not in %j', (source, result) => {
    expect(isCoveredBy(source, result)).toBe(false);
  });
});
