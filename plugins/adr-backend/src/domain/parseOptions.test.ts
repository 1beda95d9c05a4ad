import { parseOptions } from './parseOptions';

const madr = `
## Considered Options

* PostgreSQL
* **SQLite** in the process
* PostgreSQL with sharding

## Decision Outcome

Chosen option: "SQLite in the process", because nobody
has to run it.

### Consequences
* Good, because simple

## Pros and Cons of the Options

### PostgreSQL

* Bad, because it has to be run

### SQLite in the process
* Good, because it is there
`;

describe('parseOptions', () => {
  it('tells what was chosen, what was not and why', () => {
    expect(parseOptions(madr, 'accepted')).toEqual({
      options: [
        {
          title: 'PostgreSQL',
          outcome: 'rejected',
          details: '* Bad, because it has to be run',
        },
        {
          title: 'SQLite in the process',
          outcome: 'chosen',
          details: '* Good, because it is there',
        },
        {
          title: 'PostgreSQL with sharding',
          outcome: 'rejected',
          details: null,
        },
      ],
    });
  });

  it('rejects nothing while the decision is open, or the choice is not known', () => {
    const outcomes = (text: string, status: 'proposed' | 'accepted') =>
      parseOptions(text, status).options.map(({ outcome }) => outcome);
    expect(outcomes(madr, 'proposed')).toEqual(['open', 'open', 'open']);
    const other = madr.replace('"SQLite in the process"', '"MySQL"');
    expect(outcomes(other, 'accepted')).toEqual(['open', 'open', 'open']);
    expect(parseOptions(other, 'accepted').unknownChoice).toBe('MySQL');
  });

  it('takes the longest option that the outcome begins with', () => {
    const longer = madr.replace(
      '"SQLite in the process"',
      'PostgreSQL with sharding',
    );
    expect(
      parseOptions(longer, 'accepted').options.find(
        ({ outcome }) => outcome === 'chosen',
      )?.title,
    ).toBe('PostgreSQL with sharding');
  });

  it('knows an option that the outcome shortens, and one that takes two lines', () => {
    const text = [
      '## Considered Options',
      '- The catalog is the directory: identities are entities,',
      '  and so are groups (all of them)',
      '- A directory of our own',
      '- A directory elsewhere',
      '',
      '## Decision Outcome',
      'Chosen option: "The catalog is the directory", because it is there.',
    ].join('\n');
    const { options, unknownChoice } = parseOptions(text, 'accepted');
    expect(options[0]).toMatchObject({
      title:
        'The catalog is the directory: identities are entities, and so are groups (all of them)',
      outcome: 'chosen',
    });
    expect(unknownChoice).toBeUndefined();
    // Shortened to what two options begin with, it names none.
    const vague = text.replace(
      '"The catalog is the directory"',
      '"A directory"',
    );
    expect(parseOptions(vague, 'accepted').unknownChoice).toBe('A directory');
  });

  it('takes no longer for many long options than for few', () => {
    const long = 'x y '.repeat(150);
    const list = (mark: string) =>
      Array.from({ length: 100 }, (_, i) => `${mark} ${mark}${i} ${long}`).join(
        '\n',
      );
    const body = `## Considered Options\n\n${list('-')}\n${list(
      '###',
    )}\n\n## Pros and Cons of the Options\n\n${list('### ')}`;
    // Time of this process alone: a busy machine does not change the verdict.
    const before = process.cpuUsage();
    for (let record = 0; record < 20; record += 1) {
      expect(parseOptions(body, 'accepted').options).toHaveLength(100);
    }
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
  });

  it('reads alternatives of other forms as what was not taken', () => {
    const text =
      '## Alternatives considered\n\n### Kafka\nToo much.\n\n## Next';
    expect(parseOptions(text, 'accepted').options).toEqual([
      { title: 'Kafka', outcome: 'rejected', details: 'Too much.' },
    ]);
    expect(parseOptions('Nothing to see', 'accepted').options).toEqual([]);
  });
});
