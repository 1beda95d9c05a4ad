import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a folder with all that is in it, also what a program made read-only. */
export async function removeTree(directory: string): Promise<void> {
  const remove = () =>
    rm(directory, { recursive: true, force: true, maxRetries: 3 });
  try {
    await remove();
  } catch {
    await unlock(directory);
    await remove();
  }
}

/** Makes the folders writable; follows no links. */
async function unlock(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(directory, entry.name));
  }
}
