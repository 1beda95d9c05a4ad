import { InputError } from '@backstage/errors';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const BRANCH =
  /^(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}(?<![./])$/;
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * Whether a text may name an owner or a repository: lower-case letters, digits and inner hyphens, at most 63.
 *
 * @public
 */
export function isRepositoryName(name: string): boolean {
  return NAME.test(name);
}

export function isCommitId(ref: string): boolean {
  return COMMIT.test(ref);
}

/** @throws InputError */
export function assertName(what: 'owner' | 'name', name: string): void {
  if (typeof name !== 'string' || !isRepositoryName(name)) {
    throw new InputError(
      `The ${what} ${JSON.stringify(
        String(name).slice(0, 100),
      )} must be 1 to 63 lower-case letters, digits and inner hyphens`,
    );
  }
}

/** @throws InputError */
export function assertBranch(ref: string): void {
  if (!BRANCH.test(ref)) {
    throw new InputError(
      `${JSON.stringify(
        ref.slice(0, 100),
      )} is neither a branch name nor a full commit id`,
    );
  }
}

/** @throws InputError for `main` too, which only moves forward */
export function assertSideBranch(branch: string): void {
  assertBranch(branch);
  if (branch === 'main' || isCommitId(branch)) {
    throw new InputError(`${branch} is not a branch beside main`);
  }
}

/** @throws InputError */
export function assertCommit(commit: string): void {
  if (!isCommitId(commit)) {
    throw new InputError(
      `${JSON.stringify(commit.slice(0, 100))} is not a full commit id`,
    );
  }
}

/**
 * Checks a path inside a repository.
 *
 * @throws InputError
 */
export function assertPath(path: string): void {
  const segments = path.split('/');
  const bad =
    Buffer.byteLength(path) > 1024 ||
    segments.some(
      segment =>
        segment === '' ||
        segment === '.' ||
        segment === '..' ||
        /^\.git[. ]*$|^git~\d+$/i.test(segment.replace(/\p{Cf}/gu, '')) ||
        /[\p{Cc}\p{Cs}\\]/u.test(segment),
    );
  if (bad) {
    throw new InputError(
      `${JSON.stringify(path.slice(0, 200))} is not a path inside a repository`,
    );
  }
}
