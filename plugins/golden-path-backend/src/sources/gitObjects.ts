import { git, GitError } from '@companyos/git-command';

const BEGIN = /^<{7}(?: |$)/m;
const END = /^>{7}(?: |$)/m;
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Whether a commit is another, or stands on it. */
export function isAncestor(
  gitDirectory: string,
  ancestor: string,
  commit: string,
): Promise<boolean> {
  return git({
    args: [
      `--git-dir=${gitDirectory}`,
      'merge-base',
      '--is-ancestor',
      ancestor,
      commit,
    ],
  }).then(
    () => true,
    error => {
      if (error instanceof GitError && error.exitCode === 1) return false;
      throw error;
    },
  );
}

/** Whether a git directory has a commit. */
export async function hasCommit(
  gitDirectory: string,
  commit: string,
): Promise<boolean> {
  const answer = await git({
    args: [`--git-dir=${gitDirectory}`, 'cat-file', '--batch-check'],
    input: Buffer.from(`${commit}\n`),
  });
  return answer.toString().startsWith(`${commit} commit `);
}

/** One look for each end: a file of begins alone must not be gone through once for each of them. */
function hasMarkers(text: string): boolean {
  const begin = BEGIN.exec(text);
  return begin !== null && END.test(text.slice(begin.index));
}

/** Those of the paths whose file in a commit holds conflict markers. */
export async function filesWithMarkers(
  gitDirectory: string,
  commit: string,
  paths: readonly string[],
): Promise<string[]> {
  const marked: string[] = [];
  for (const path of paths) {
    const [entry] = (
      await git({
        args: [
          `--git-dir=${gitDirectory}`,
          'ls-tree',
          '-z',
          '-l',
          '--full-tree',
          commit,
          '--',
          path,
        ],
      })
    )
      .toString()
      .split('\0');
    const [, id, size] =
      /^100\d{3} blob ([0-9a-f]+) +(\d+)\t/.exec(entry) ?? [];
    // What was taken away, or is a file no longer, has no markers.
    if (!id || Number(size) > MAX_FILE_BYTES) continue;
    const bytes = await git({
      args: [`--git-dir=${gitDirectory}`, 'cat-file', 'blob', id],
    });
    if (hasMarkers(bytes.toString('utf8'))) marked.push(path);
  }
  return marked;
}

/**
 * Merges two commits without a work tree.
 *
 * @returns the merge commit, or the paths that do not merge by themselves
 */
export async function mergeCommits(options: {
  gitDirectory: string;
  ours: string;
  theirs: string;
  message: string;
  author: { name: string; email: string };
  committedAtMs: number;
}): Promise<{ commit: string } | { conflicts: string[] }> {
  const { gitDirectory, ours, theirs, author } = options;
  const directory = `--git-dir=${gitDirectory}`;
  let tree: string;
  try {
    const output = await git({
      args: [
        directory,
        'merge-tree',
        '--write-tree',
        '--name-only',
        '--no-messages',
        '-z',
        ours,
        theirs,
      ],
    });
    [tree] = output.toString().split('\0');
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) {
      const [, ...paths] = error.stdout.toString().split('\0');
      return { conflicts: paths.filter(Boolean) };
    }
    throw error;
  }
  const date = `@${Math.floor(options.committedAtMs / 1000)} +0000`;
  const commit = await git({
    args: [directory, 'commit-tree', tree, '-p', ours, '-p', theirs],
    input: Buffer.from(options.message),
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: date,
    },
  });
  return { commit: commit.toString().trim() };
}
