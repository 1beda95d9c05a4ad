import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { isCommitId } from './names';

const MAX_PACKED_REFS_BYTES = 4 * 1024 * 1024;

/**
 * Missing, a folder (branch a/b beside branch a), a link, or a name no file can have. Anything else, such as
 * too many open files, says nothing about the ref: taking it for "none" would empty the catalog.
 */
const NO_SUCH_REF = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'];

/**
 * A small file's text; empty when there is none.
 *
 * @param tooLarge - what a larger file reads as
 */
export async function readSmall(
  path: string,
  maxBytes: number,
  tooLarge: () => string = () => '',
): Promise<string> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await handle.stat();
      return size > maxBytes ? tooLarge() : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isError(error) && NO_SUCH_REF.includes(String(error.code))) return '';
    throw error;
  }
}

/**
 * The commit a branch stands at, or undefined. Reads git's own files instead of starting git, so that a
 * folder of hundreds of repositories can be polled every second.
 *
 * The loose file is read first: git writes `packed-refs` before it removes the loose file.
 */
export async function readBranch(
  gitDirectory: string,
  branch: string,
): Promise<string | undefined> {
  const loose = await readSmall(
    join(gitDirectory, 'refs', 'heads', ...branch.split('/')),
    64,
  );
  if (isCommitId(loose.trim())) return loose.trim();
  const packed = await readSmall(
    join(gitDirectory, 'packed-refs'),
    MAX_PACKED_REFS_BYTES,
  );
  const suffix = ` refs/heads/${branch}`;
  const line = packed.split('\n').find(candidate => candidate.endsWith(suffix));
  const commit = line?.slice(0, -suffix.length);
  return commit && isCommitId(commit) ? commit : undefined;
}
