import fc from 'fast-check';
import { GoldenTemplate } from './goldenTemplate';
import { lintTemplate } from './lintTemplate';
import { matrixOf } from './matrixOf';
import { testTemplate } from './__testUtils__/testTemplate';

describe('matrixOf', () => {
  it('has every pair of options in one of few rows, the defaults first', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            size: fc.integer({ min: 1, max: 6 }),
            usual: fc.option(fc.nat(), { nil: undefined }),
          }),
          { maxLength: 7 },
        ),
        sizes => {
          const names = sizes.map((_, index) => `p${index}`);
          const options = sizes.map(({ size }, index) =>
            index % 3 === 2
              ? [true, false]
              : Array.from({ length: size }, (_, value) => `v${value}`),
          );
          const template = testTemplate({
            definition: { matrix: names },
            properties: Object.fromEntries(
              names.map((name, index) => {
                const { usual } = sizes[index];
                return [
                  name,
                  {
                    ...(index % 3 === 2
                      ? { type: 'boolean' }
                      : { type: 'string', enum: options[index] }),
                    ...(usual === undefined
                      ? {}
                      : {
                          default:
                            options[index][usual % options[index].length],
                        }),
                  },
                ];
              }),
            ),
          });
          const rows = matrixOf(template);

          expect(rows[0]).toEqual(
            Object.fromEntries(
              names.map((name, index) => {
                const { usual } = sizes[index];
                return [
                  name,
                  options[index][(usual ?? 0) % options[index].length],
                ];
              }),
            ),
          );
          expect(matrixOf(template)).toEqual(rows);
          for (let a = 0; a < names.length; a += 1) {
            for (let b = 0; b < names.length; b += 1) {
              for (const x of options[a]) {
                for (const y of options[b]) {
                  if (a === b && x !== y) continue;
                  expect(
                    rows.some(
                      row => row[names[a]] === x && row[names[b]] === y,
                    ),
                  ).toBe(true);
                }
              }
            }
          }
          // Far fewer than all combinations, or it would be of no use.
          const [largest = 1, second = 1] = options
            .map(values => values.length)
            .sort((a, b) => b - a);
          expect(rows.length).toBeLessThanOrEqual(largest * second * 2 + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is one row without options, and all of them for one parameter', () => {
    expect(matrixOf(testTemplate({ definition: { matrix: [] } }))).toEqual([
      {},
    ]);
    expect(
      matrixOf(testTemplate({ definition: { matrix: ['docker'] } })),
    ).toEqual([{ docker: true }, { docker: false }]);
  });

  it('lets no option go untested, nor anything else into the matrix', () => {
    const untested = (template: GoldenTemplate) =>
      lintTemplate(template).filter(({ rule }) => rule === 'untested-option');
    expect(untested(testTemplate())).toEqual([]);
    expect(untested(testTemplate({ definition: { matrix: [] } }))).toEqual([
      {
        rule: 'untested-option',
        path: 'golden.yaml',
        message:
          'The options of docker are not in the matrix, so no release tests them',
      },
    ]);
    for (const matrix of [['owner'], ['constructor'], ['nothing']]) {
      expect(() => testTemplate({ definition: { matrix } })).toThrow(
        /is not a parameter with a list of options/,
      );
    }
  });
});
