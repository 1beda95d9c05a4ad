/** Types that may begin a commit's header, with the heading their changes get in the changelog, if any. */
const TYPES: Readonly<Record<string, string | undefined>> = {
  feat: 'Features',
  fix: 'Fixes',
  perf: 'Performance',
  revert: 'Reverts',
  build: undefined,
  chore: undefined,
  ci: undefined,
  docs: undefined,
  refactor: undefined,
  style: undefined,
  test: undefined,
};

const HEADER =
  /^(?<type>[a-z]+)(?:\((?<scope>[^()\r\n]{1,60})\))?(?<breaking>!)?: (?<subject>\S.*)$/;
const BREAKING_FOOTER =
  /^BREAKING[ -]CHANGE: (?<note>\S[\s\S]*?)(?=\n\n|\n[A-Za-z-]+(?:: | #)|$(?![\s\S]))/m;
/** What `git revert` writes when nobody edits it. */
const GIT_REVERT = /^Revert "(?<subject>.+)"$/;
const MAX_HEADER_CHARACTERS = 100;

/** What a commit says about itself, as https://www.conventionalcommits.org/en/v1.0.0/ defines it. */
export interface ConventionalCommit {
  readonly type: string;
  readonly scope: string | undefined;
  readonly subject: string;
  /** What people have to do, for a breaking change. */
  readonly breaking: string | undefined;
  /** The changelog's heading; undefined for what users don't notice. */
  readonly heading: string | undefined;
}

/** Reads a commit message; undefined when its header does not follow the convention. */
export function parseCommit(message: string): ConventionalCommit | undefined {
  const text = message.replaceAll('\r\n', '\n').trim();
  const header = text.split('\n', 1)[0] ?? '';
  const reverted = GIT_REVERT.exec(header)?.groups?.['subject'];
  if (reverted !== undefined) {
    return {
      type: 'revert',
      scope: undefined,
      subject: reverted,
      breaking: undefined,
      heading: TYPES['revert'],
    };
  }
  const { type = '', scope, breaking, subject = '' } = HEADER.exec(header)?.groups ?? {};
  if (!Object.hasOwn(TYPES, type)) {
    return undefined;
  }
  const note = BREAKING_FOOTER.exec(text.slice(header.length))?.groups?.['note'];
  return {
    type,
    scope,
    subject: subject.trim(),
    breaking:
      note?.trim().replaceAll(/\s+/g, ' ') ?? (breaking === undefined ? undefined : subject),
    heading: TYPES[type],
  };
}

/** What is wrong with a commit message, one sentence each; empty when nothing is. */
export function commitProblems(message: string): string[] {
  const [header = '', second] = message.replaceAll('\r\n', '\n').trimEnd().split('\n');
  const commit = parseCommit(message);
  if (!commit) {
    return [
      `must begin with "type: subject" or "type(scope): subject"; types are ${Object.keys(TYPES).join(', ')}`,
    ];
  }
  return [
    ...(header.length > MAX_HEADER_CHARACTERS
      ? [
          `the first line has ${String(header.length)} characters, at most ${String(MAX_HEADER_CHARACTERS)} may be`,
        ]
      : []),
    ...(header.endsWith('.') ? ['the first line must not end with a full stop'] : []),
    ...(second !== undefined && second !== '' ? ['the second line must be empty'] : []),
  ];
}
