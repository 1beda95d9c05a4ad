import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { RenderedFile } from '@companyos/golden-engine';

/**
 * Writes rendered files below a folder.
 *
 * @throws NotAllowedError when a path would leave the folder
 */
export async function writeService(
  folder: string,
  files: readonly RenderedFile[],
): Promise<void> {
  for (const { path, bytes, executable } of files) {
    const target = resolveSafeChildPath(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { mode: executable ? 0o755 : 0o644 });
  }
}
