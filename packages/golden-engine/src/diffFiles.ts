import { GitError } from '@companyos/git-command';
import { withObjectStore } from './objectStore';

/**
 * The difference in one file.
 *
 * @public
 */
export interface FileDiff {
  readonly path: string;
  /** Unified; absent for binary and very large files. */
  readonly diff?: string;
}

const MAX_FILE_DIFF_BYTES = 256 * 1024;
const MAX_DIFF_BYTES = 16 * 1024 * 1024;
const SECTION = Buffer.from('diff --git ');

/** Cuts git's output where a file begins; a line of content always has a sign before it. */
function sectionsOf(output: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = 0; at < output.length; ) {
    if (output.subarray(at, at + SECTION.length).equals(SECTION)) {
      starts.push(at);
    }
    const end = output.indexOf(10, at);
    at = end < 0 ? output.length : end + 1;
  }
  return starts.map((start, index) =>
    output.subarray(start, starts[index + 1]),
  );
}

/** The text of a section, if it is text a person would read. */
function textOf(sections: readonly Buffer[]): string | undefined {
  const bytes = Buffer.concat(sections);
  if (
    sections.length === 0 ||
    bytes.length > MAX_FILE_DIFF_BYTES ||
    /^Binary files .* differ$/m.test(bytes.toString('latin1'))
  ) {
    return undefined;
  }
  return bytes.toString();
}

/**
 * Unified diffs between two commits, in the order of git. Renames show as one file gone and one come.
 *
 * @param paths - only these; by default all
 * @throws {@link GoldenError} `repository-unreadable`
 * @public
 */
export function diffFiles(
  gitDir: string,
  fromCommit: string,
  toCommit: string,
  paths: readonly string[] = [],
): Promise<FileDiff[]> {
  return withObjectStore(gitDir, async store => {
    const from = await store.resolve(fromCommit);
    const to = await store.resolve(toCommit);
    const diffTree = (options: readonly string[], maxOutputBytes?: number) =>
      store.run(
        [
          '-c',
          'core.quotePath=false',
          '-c',
          'core.bigFileThreshold=2m',
          'diff-tree',
          '-r',
          '--no-renames',
          '--no-ext-diff',
          '--no-textconv',
          '--no-color',
          ...options,
          from.tree,
          to.tree,
          '--',
          ...paths,
        ],
        { maxOutputBytes },
      );
    const listed = (await diffTree(['-z', '--name-status']))
      .toString()
      .split('\0');
    const changes: { path: string; status: string }[] = [];
    for (let index = 0; index + 1 < listed.length; index += 2) {
      changes.push({ status: listed[index], path: listed[index + 1] });
    }
    const output = await diffTree(
      ['--patch', '--unified=3'],
      MAX_DIFF_BYTES,
    ).catch(error => {
      if (error instanceof GitError && error.code === 'too-much-output') {
        return Buffer.alloc(0);
      }
      throw error;
    });
    const sections = sectionsOf(output);
    let next = 0;
    return changes.map(({ path, status }) => {
      // A file that became a link, or the other way round, is one gone and one come.
      const count = status === 'T' ? 2 : 1;
      const diff = textOf(sections.slice(next, next + count));
      next += count;
      return diff === undefined ? { path } : { path, diff };
    });
  });
}
