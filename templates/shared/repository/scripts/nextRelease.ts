import { parseCommit, type ConventionalCommit } from './conventionalCommit.ts';

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** A commit since the last release. */
export interface ReleasedCommit {
  readonly hash: string;
  readonly message: string;
}

/** What {@link nextRelease} works out. */
export interface Release {
  readonly version: string;
  /** The section of the changelog, Markdown, without the heading of the version. */
  readonly notes: string;
}

/** What the versions are counted from. */
export interface ReleaseBase {
  /** Of the last tag; undefined before the first release. */
  readonly released: string | undefined;
  /** Of package.json: what the first release is called. */
  readonly current: string;
}

/** Keeps what people wrote from turning into markup; code spans stay as they are. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\<>[\]*_]/g, '\\$&')))
    .join('');
}

function bump(released: string, commits: readonly ConventionalCommit[]): string | undefined {
  const [major = 0, minor = 0, patch = 0] = released.split('.').map(Number);
  if (commits.some(({ breaking }) => breaking !== undefined)) {
    // Before 1.0.0 anything may change; a breaking change is then a minor version.
    return major === 0 ? `0.${String(minor + 1)}.0` : `${String(major + 1)}.0.0`;
  }
  if (commits.some(({ type }) => type === 'feat')) {
    return `${String(major)}.${String(minor + 1)}.0`;
  }
  return commits.some(({ heading }) => heading !== undefined)
    ? `${String(major)}.${String(minor)}.${String(patch + 1)}`
    : undefined;
}

/**
 * The release that a list of commits, newest first, asks for; undefined when users would notice nothing.
 * Commits that do not follow the convention count for nothing.
 *
 * @throws Error when a version is not of the form 1.2.3
 */
export function nextRelease(
  base: ReleaseBase,
  commits: readonly ReleasedCommit[],
): Release | undefined {
  for (const version of [base.current, base.released ?? base.current]) {
    if (!VERSION.test(version)) {
      throw new Error(`${version} is not a version of the form 1.2.3`);
    }
  }
  const parsed = commits.flatMap(({ hash, message }) => {
    const commit = parseCommit(message);
    return commit ? [{ ...commit, hash }] : [];
  });
  const version = base.released === undefined ? base.current : bump(base.released, parsed);
  if (version === undefined) {
    return undefined;
  }
  const line = (text: string, scope: string | undefined, hash: string): string =>
    `- ${scope === undefined ? '' : `**${escapeMarkdown(scope)}:** `}${escapeMarkdown(text)} (${hash.slice(0, 8)})`;
  const sections = new Map<string, string[]>();
  const add = (heading: string, text: string): void => {
    sections.set(heading, [...(sections.get(heading) ?? []), text]);
  };
  for (const { breaking, scope, hash } of parsed) {
    if (breaking !== undefined) {
      add('Breaking changes', line(breaking, scope, hash));
    }
  }
  for (const heading of ['Features', 'Fixes', 'Performance', 'Reverts']) {
    for (const commit of parsed) {
      if (commit.heading === heading) {
        add(heading, line(commit.subject, commit.scope, commit.hash));
      }
    }
  }
  const notes = [...sections].map(([heading, lines]) => `### ${heading}\n\n${lines.join('\n')}\n`);
  return { version, notes: notes.length > 0 ? notes.join('\n') : 'The first release.\n' };
}
