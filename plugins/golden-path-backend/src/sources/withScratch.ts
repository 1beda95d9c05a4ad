import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '@companyos/git-command';
import { removeTree } from './removeTree';

const STALE_MS = 60 * 60 * 1000;

/**
 * Lends an empty git directory that sees all objects of another. What is written stays here, so that a preview
 * leaves nothing in anybody's repository; the folder is removed afterwards.
 */
export async function withScratch<T>(
  folder: string,
  gitDirectory: string,
  use: (scratch: string) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'scratch-'));
  try {
    await git({
      args: ['init', '--quiet', '--bare', '--template=', '--', scratch],
    });
    await mkdir(join(scratch, 'objects', 'info'), { recursive: true });
    await writeFile(
      join(scratch, 'objects', 'info', 'alternates'),
      `${join(gitDirectory, 'objects')}\n`,
    );
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Removes what a crash left behind, as far as it can be removed. */
export async function sweepScratch(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs > STALE_MS) {
      // What cannot be is no reason for the portal not to start.
      await removeTree(path).catch(() => undefined);
    }
  }
}
