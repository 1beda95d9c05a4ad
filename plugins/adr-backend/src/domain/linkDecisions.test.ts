import fc from 'fast-check';
import { linkDecisions } from './linkDecisions';
import { numberOfPath } from './recordPath';
import { ParsedDecision } from './types';

const decision = (
  path: string,
  values: Partial<ParsedDecision> = {},
): ParsedDecision => ({
  path,
  number: numberOfPath(path),
  title: path,
  status: 'accepted',
  statusText: '',
  date: null,
  deciders: [],
  consulted: [],
  informed: [],
  supersedes: [],
  supersededBy: [],
  body: '',
  ...values,
});

describe('linkDecisions', () => {
  it.each([
    '0001-a.md',
    './0001-a.md',
    '0001-a.md#consequences',
    'ADR-0001',
    'ADR 1',
    '#1',
    '1',
  ])('resolves %s, and knows the other direction', reference => {
    const { decisions, problems } = linkDecisions([
      decision('0001-a.md', { status: 'superseded' }),
      decision('0002-b.md', { supersedes: [reference] }),
    ]);
    expect(problems).toEqual([]);
    expect(decisions[0].supersededBy).toEqual([
      { raw: '0002-b.md', path: '0002-b.md' },
    ]);
    expect(decisions[1].supersedes).toEqual([
      { raw: reference, path: '0001-a.md' },
    ]);
  });

  it('follows links between folders, and keeps a relation that both sides tell once', () => {
    const { decisions, problems } = linkDecisions([
      decision('api/0001-a.md', {
        status: 'superseded',
        supersededBy: ['../data/0002-b.md'],
      }),
      decision('data/0002-b.md', { supersedes: ['../api/0001-a.md'] }),
    ]);
    expect(problems).toEqual([]);
    expect(decisions.map(item => item.supersededBy.length)).toEqual([1, 0]);
    expect(decisions.map(item => item.supersedes.length)).toEqual([0, 1]);
  });

  it('reports what contradicts itself', () => {
    const { problems } = linkDecisions([
      decision('0001-a.md'),
      decision('0001-b.md', { supersedes: ['ADR-0001'] }),
      decision('0002-c.md', { supersedes: ['../../../etc/passwd'] }),
      decision('0003-d.md', { status: 'superseded' }),
      decision('0004-e.md', { supersededBy: ['0005-f.md'] }),
      decision('0005-f.md'),
      decision('0006-g.md', { supersedes: ['0006-g.md'] }),
      decision('0007-h.md', {
        status: 'superseded',
        supersededBy: ['https://example.com/other/0001-x.md'],
      }),
    ]);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['0001-b.md', 'duplicate-number'],
      ['0001-b.md', 'ambiguous-reference'],
      ['0002-c.md', 'unknown-reference'],
      ['0006-g.md', 'cycle'],
      ['0003-d.md', 'no-successor'],
      ['0004-e.md', 'one-sided'],
    ]);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(problems[5].fix).toContain('superseded by [0005-f.md](0005-f.md)');
  });

  it('reports a circle once', () => {
    const { problems } = linkDecisions(
      ['1-a.md', '2-b.md', '3-c.md'].map((path, index, all) =>
        decision(path, {
          status: 'superseded',
          supersedes: [all[(index + 1) % all.length]],
        }),
      ),
    );
    expect(problems).toMatchObject([{ code: 'cycle', path: '1-a.md' }]);
    expect(problems[0].reason).toContain('1-a.md → 2-b.md → 3-c.md → 1-a.md');
  });

  it('always gives both directions, whatever the order of the files', () => {
    const names = ['1-a.md', '2-b.md', '3-c.md', '4-d.md'];
    const reference = fc.constantFrom(...names, '9', 'x', '../1-a.md');
    const records = fc
      .tuple(
        ...names.map(path =>
          fc
            .record({
              supersedes: fc.array(reference, { maxLength: 3 }),
              supersededBy: fc.array(reference, { maxLength: 3 }),
            })
            .map(values => decision(path, values)),
        ),
      )
      .chain(all => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(records, all => {
        const result = linkDecisions(all);
        const edges = (relation: 'supersedes' | 'supersededBy') =>
          result.decisions.flatMap(item =>
            item[relation]
              .filter(({ path }) => path !== null)
              .map(({ path }) => {
                const ends = [item.path, path];
                return (relation === 'supersedes' ? ends : ends.reverse()).join(
                  '>',
                );
              }),
          );
        expect(edges('supersedes').sort()).toEqual(
          edges('supersededBy').sort(),
        );
        expect(new Set(edges('supersedes')).size).toBe(
          edges('supersedes').length,
        );
        const again = linkDecisions([...all].reverse());
        expect(again.problems).toEqual(result.problems);
      }),
    );
  });
});
