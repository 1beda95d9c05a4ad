import fc from 'fast-check';
import { parseDecision } from './parseDecision';
import { LIMITS } from './types';

const parse = (text: string | Uint8Array, path = '0007-use-postgresql.md') =>
  parseDecision(
    path,
    typeof text === 'string' ? new TextEncoder().encode(text) : text,
  );

describe('parseDecision', () => {
  it('reads MADR 4: front matter, title, people', () => {
    const { decision, problems } = parse(
      [
        '---',
        'status: "superseded by [ADR-0009](0009-use-sqlite.md)"',
        'date: 2026-03-01',
        'decision-makers: [Maya Chen, leo.martins]',
        'consulted: priya.nair, omar.haddad',
        'informed: everyone',
        '---',
        '',
        '# Use PostgreSQL for orders',
        '',
        '## Context and Problem Statement',
        'Orders need transactions.',
        '```md',
        '# Not the title',
        '* Status: rejected',
        '```',
      ].join('\r\n'),
    );
    expect(problems).toEqual([]);
    expect(decision).toEqual({
      path: '0007-use-postgresql.md',
      number: 7,
      title: 'Use PostgreSQL for orders',
      status: 'superseded',
      statusText: 'superseded by ADR-0009',
      date: '2026-03-01',
      deciders: ['Maya Chen', 'leo.martins'],
      consulted: ['priya.nair', 'omar.haddad'],
      informed: ['everyone'],
      supersedes: [],
      supersededBy: ['0009-use-sqlite.md'],
      body: expect.stringMatching(/^## Context and Problem Statement\nOrders/),
    });
  });

  it('reads MADR 2 and 3: bullets below the title, relations under Links', () => {
    const { decision, problems } = parse(
      [
        '# [ADR-7] Use `Kafka` for *events*',
        '',
        '* Status: accepted',
        '* Deciders: [Maya](https://example.com/maya), Leo',
        '* Date: 2025/1/9',
        '',
        'Technical Story: #12',
        '',
        '## Links',
        '* Supersedes [ADR-0003](0003-use-rabbitmq.md)',
        '* Refines [ADR-0004](0004-x.md)',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(decision).toMatchObject({
      status: 'accepted',
      date: '2025-01-09',
      deciders: ['Maya', 'Leo'],
      supersedes: ['0003-use-rabbitmq.md'],
      supersededBy: [],
    });
  });

  it("reads Nygard's form as adr-tools writes it", () => {
    const { decision, problems } = parse(
      [
        '# 2. Use Go',
        '',
        'Date: 2016-02-12',
        '',
        '## Status',
        '',
        'Accepted',
        '',
        'Superceded by [3. Use Rust](0003-use-rust.md)',
        '',
        'Supersedes [1. Use C](0001-use-c.md)',
        '',
        '## Context',
        'Speed.',
      ].join('\n'),
      '0002-use-go.md',
    );
    expect(problems).toEqual([]);
    expect(decision).toMatchObject({
      number: 2,
      title: 'Use Go',
      status: 'superseded',
      date: '2016-02-12',
      supersedes: ['0001-use-c.md'],
      supersededBy: ['0003-use-rust.md'],
    });
  });

  it.each([
    ['0007 Use it', 'Use it'],
    ['7. Use it', 'Use it'],
    ['ADR-0007: Use it', 'Use it'],
    ['7 days are enough', '7 days are enough'],
    ['30 days are enough', '30 days are enough'],
    ['[ADR-7] Use it', 'Use it'],
    ['Use tokens (JWT)', 'Use tokens (JWT)'],
    ['2FA for all', '2FA for all'],
  ])('keeps numbers out of titles, but not others: %s', (heading, title) => {
    const { decision } = parse(`---\nstatus: accepted\n---\n# ${heading}`);
    expect(decision?.title).toBe(title);
  });

  it.each([
    ['a word of the team', 'status: Approved on Monday', 'accepted'],
    ['a draft', 'status: draft', 'proposed'],
    ['emphasis', 'status: "**Rejected**"', 'rejected'],
    ['an old word', 'status: obsolete', 'deprecated'],
  ])('understands %s', (_, line, status) => {
    expect(parse(`---\n${line}\n---\n# T`).decision?.status).toBe(status);
  });

  it.each([
    ['no status', '# T\n\nText', 'no-status', null],
    [
      "the template's placeholder",
      '# T\n\n* Status: {proposed | rejected | accepted}\n',
      'unknown-status',
      3,
    ],
    ['an unknown status', '# T\n\n## Status\n\nDunno\n', 'unknown-status', 5],
    ['no title', 'status text\n\n## Status\nAccepted', 'no-title', null],
    ['YAML that is none', '---\nstatus: "a\n---\n# T', 'bad-front-matter', 2],
    ['open front matter', '---\nstatus: a\n# T', 'bad-front-matter', 1],
    ['a list as front matter', '---\n- a\n---\n# T', 'bad-front-matter', 2],
    ['a key twice', '---\nstatus: a\nstatus: b\n---\n', 'bad-front-matter', 3],
    ['a tag', '---\na: !!js/function x\n---\n# T', 'bad-front-matter', 2],
  ])('says what is wrong: %s', (_, text, code, line) => {
    const { decision, problems } = parse(text);
    expect(decision).toBeUndefined();
    expect(problems).toContainEqual({
      path: '0007-use-postgresql.md',
      code,
      severity: 'error',
      line,
      reason: expect.stringMatching(/\.$/),
      fix: expect.stringMatching(/\.$/),
    });
  });

  it('keeps a record whose date is none, and says so', () => {
    const { decision, problems } = parse(
      '---\nstatus: accepted\ndate: 2026-02-30\n---\n# T',
    );
    expect(decision?.date).toBeNull();
    expect(problems).toMatchObject([{ code: 'bad-date', severity: 'warning' }]);
  });

  describe('what an attacker may write', () => {
    it.each<[string, string | Uint8Array, string]>([
      [
        'aliases that multiply',
        `---\na: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
          { length: 9 },
          (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'},*a,*a]`,
        ).join('\n')}\n---\n# T`,
        'bad-front-matter',
      ],
      [
        'deep nesting',
        `---\na: ${'['.repeat(15_000)}\n---\n# T`,
        'bad-front-matter',
      ],
      [
        'keys that are themselves maps, which take minutes to write down',
        `---\n${'? '.repeat(700)}x\n---\n# T`,
        'bad-front-matter',
      ],
      [
        'endless front matter',
        `---\na: ${'x'.repeat(20_000)}\n---\n# T`,
        'bad-front-matter',
      ],
      ['a huge file', 'x'.repeat(LIMITS.bytesPerFile + 1), 'too-large'],
      ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff), 'not-text'],
      ['a zero byte', '# T\0', 'not-text'],
    ])('%s', (_, text, code) => {
      const { decision, problems } = parse(text);
      expect(decision).toBeUndefined();
      expect(problems).toMatchObject([{ code, severity: 'error' }]);
    });

    it('zero bytes that only YAML can say, which PostgreSQL does not store', () => {
      const { decision } = parse(
        '---\ntitle: "Use\\0 X"\nstatus: "accepted\\0"\ndeciders: ["Ma\\0ya"]\n---\n',
      );
      expect(decision).toMatchObject({
        title: 'Use X',
        status: 'accepted',
        deciders: ['Maya'],
      });
      expect(JSON.stringify(decision)).not.toContain('\\u0000');
    });

    it.each([
      ['blanks', ' '],
      ['headings', '# a\n'],
      ['open links', '[a]('],
      ['open comments', '<!--'],
      ['comments', '<!---->'],
      ['brackets', '['],
      ['stars', '*'],
      ['list items', '* a\n'],
      ['bullets of a field', '* Status: \n'],
      ['relations', '* supersedes [a](b.md)\n'],
      ['underlines', 'a\n===\n'],
    ])('reads a file full of %s in a moment', (_, unit) => {
      const head = '# T\n\n## Status\nsuperseded by x ';
      const size = LIMITS.bytesPerFile - head.length;
      // Time of this process alone: a busy machine does not change the verdict.
      const before = process.cpuUsage();
      parse(head + unit.repeat(Math.floor(size / unit.length)));
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
    });

    it('never throws, and gives either a record or an error', () => {
      const fragment = fc.constantFrom(
        '---\n',
        'status: accepted\n',
        'status: [',
        '# T\n',
        '## Status\n',
        'superseded by [a](../../etc/passwd)\n',
        '```\n',
        '<!--',
        '-->',
        '<script>alert(1)</script>\n',
        'date: 2026-01-01\n',
        '\u2028',
        'T\n===\n',
      );
      const text = fc
        .array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 20 })))
        .map(parts => parts.join(''));
      fc.assert(
        fc.property(text, markdown => {
          const { decision, problems } = parse(markdown);
          const failed = problems.some(({ severity }) => severity === 'error');
          expect(decision === undefined).toBe(failed);
          expect(decision?.title.trim()).not.toBe('');
          expect(decision?.date ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
        }),
      );
    });
  });
});
