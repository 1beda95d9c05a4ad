import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GOLDEN_LOCK_PATH } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError } from './CliError';
import { userGit } from './userGit';

/**
 * The repository a person stands in.
 */
export interface WorkRepository {
  /** Root of the work tree. */
  readonly root: string;
  /** Git's folder with objects and branches, shared by all work trees. */
  readonly gitDir: string;
  /** Commit the work tree is on. */
  readonly head: string;
  /** Undefined where HEAD is detached. */
  readonly branch?: string;
}

/**
 * The root of what one stands in: the nearest folder upwards with a golden lock or a git repository, so that it
 * works in any sub-folder, in a work tree of its own, and on an export without git.
 *
 * @throws CliError
 */
export async function findRoot(
  context: CliContext,
  directory: string | undefined,
): Promise<string> {
  const from = resolve(context.cwd, directory ?? '.');
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  if (!(await exists(from))) {
    throw new CliError(`There is no folder ${directory}.`, {
      next: 'give the folder of a repository with --dir',
    });
  }
  for (let folder = from; ; folder = dirname(folder)) {
    if (
      (await exists(join(folder, GOLDEN_LOCK_PATH))) ||
      (await exists(join(folder, '.git')))
    ) {
      return folder;
    }
    if (dirname(folder) === folder) {
      throw new CliError(
        `${directory ?? 'This folder'} is in no git repository.`,
        { next: 'cd into a repository, or give its folder with --dir' },
      );
    }
  }
}

/**
 * @throws CliError when it is no repository, or has no commit
 */
export async function openWorkRepository(
  context: CliContext,
  directory: string | undefined,
): Promise<WorkRepository> {
  const root = await findRoot(context, directory);
  const git = (...args: string[]) => userGit(root, context.env, ...args);
  const place = await git(
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--git-common-dir',
  );
  if (place.exitCode !== 0) {
    throw new CliError(
      `${root} can't be used as a git repository: ${firstLine(place.stderr)}`,
      { next: `git -C ${root} status` },
    );
  }
  const [toplevel, gitDir] = place.stdout.trim().split('\n');
  const head = await git('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (head.exitCode !== 0) {
    throw new CliError('This repository has no commit yet.', {
      next: 'git add -A && git commit',
    });
  }
  const branch = await git('symbolic-ref', '--quiet', '--short', 'HEAD');
  return {
    root: toplevel,
    gitDir,
    head: head.stdout.trim(),
    branch: branch.exitCode === 0 ? branch.stdout.trim() : undefined,
  };
}

/**
 * @throws CliError when something that git tracks is not committed
 */
export async function assertClean(
  context: CliContext,
  { root }: WorkRepository,
): Promise<void> {
  const { stdout, stderr, exitCode } = await userGit(
    root,
    context.env,
    'status',
    '--porcelain=v1',
    '--untracked-files=no',
  );
  if (exitCode !== 0) {
    throw new CliError(
      `git can't tell what is committed: ${firstLine(stderr)}`,
      {
        next: 'git status',
      },
    );
  }
  const changed = stdout.split('\n').filter(line => line !== '');
  if (changed.length > 0) {
    throw new CliError(
      `${changed.length} changed ${
        changed.length === 1 ? 'file is' : 'files are'
      } not committed (${changed[0].slice(3)}${
        changed.length > 1 ? ', …' : ''
      }), and uncommitted work is never touched.`,
      { next: 'git commit or git stash, then the same command again' },
    );
  }
}

/**
 * Moves the branch one is on, and the work tree with it, to a commit that follows. Git itself refuses to
 * overwrite anything that is not committed, ignored and untracked files too.
 *
 * @throws CliError with git's reason; nothing has changed then
 */
export async function moveBranchTo(
  context: CliContext,
  { root }: WorkRepository,
  commit: string,
): Promise<void> {
  const { exitCode, stderr } = await userGit(
    root,
    context.env,
    'merge',
    '--ff-only',
    '--no-overwrite-ignore',
    '--quiet',
    commit,
  );
  if (exitCode !== 0) {
    throw new CliError(
      `git did not move the branch, and nothing has changed: ${stderr
        .trim()
        .split('\n')
        .map(line => line.trim())
        .join(' ')
        .slice(0, 600)}`,
      { next: 'git status' },
    );
  }
}

/**
 * Makes a branch at a commit; the work tree stays where it is.
 *
 * @throws CliError when there is one of that name
 */
export async function makeBranch(
  context: CliContext,
  { root }: WorkRepository,
  branch: string,
  commit: string,
): Promise<void> {
  const { exitCode, stderr } = await userGit(
    root,
    context.env,
    'branch',
    '--no-track',
    '--',
    branch,
    commit,
  );
  if (exitCode !== 0) {
    throw new CliError(
      `The branch ${branch} was not made: ${firstLine(stderr)}`,
      { next: `git branch --list ${branch}, or give another with --branch` },
    );
  }
}

function firstLine(text: string): string {
  return text
    .trim()
    .split('\n')[0]
    .replace(/^(fatal|error): /, '');
}
