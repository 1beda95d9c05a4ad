import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '@companyos/git-command';

/**
 * Runs something on a scratch repository that has all objects of another and takes new ones for itself, so that
 * nothing is written to the other. It is gone afterwards.
 *
 * @param gitDir - of the repository that lends
 */
export async function borrowRepository<T>(
  gitDir: string,
  run: (scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'companyos-scratch-'));
  try {
    await git({ args: ['init', '--quiet', '--bare', '--template=', scratch] });
    await mkdir(join(scratch, 'objects/info'), { recursive: true });
    await writeFile(
      join(scratch, 'objects/info/alternates'),
      // Quoted, for a path may begin with what would make it a comment.
      `${JSON.stringify(join(gitDir, 'objects'))}\n`,
    );
    return await run(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
