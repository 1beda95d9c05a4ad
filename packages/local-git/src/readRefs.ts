import { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { isCommitId } from './names';
import { readSmall } from './readRef';

const KINDS = ['heads', 'tags'] as const;
const MAX_PACKED_REFS_BYTES = 64 * 1024 * 1024;
/** How deep folders of refs go; a ref has at most 200 characters. */
const MAX_DEPTH = 20;
const PACKED = /^([0-9a-f]{40}) (refs\/(?:heads|tags)\/.+)$/;

/**
 * Every branch and tag with the object it names. Reads git's own files and starts no process, as
 * {@link readBranch} does, and in the same order: loose files first.
 *
 * @throws Error when the packed refs are too large to be read, which says nothing about what is in them
 */
export async function readRefs(
  gitDirectory: string,
): Promise<Map<string, string>> {
  const loose = new Map<string, string>();
  for (const kind of KINDS) {
    await readLoose(gitDirectory, `refs/${kind}`, 0, loose);
  }
  const packed = await readSmall(
    join(gitDirectory, 'packed-refs'),
    MAX_PACKED_REFS_BYTES,
    () => {
      throw new Error(`${gitDirectory} has too many packed refs`);
    },
  );
  const refs = new Map<string, string>();
  for (const line of packed.split('\n')) {
    const [, id, ref] = PACKED.exec(line) ?? [];
    if (ref) refs.set(ref, id);
  }
  for (const [ref, id] of loose) refs.set(ref, id);
  return refs;
}

async function readLoose(
  gitDirectory: string,
  folder: string,
  depth: number,
  found: Map<string, string>,
): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(gitDirectory, folder), {
      withFileTypes: true,
    });
  } catch (error) {
    // git removes folders that its last ref has left.
    if (isError(error) && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) {
      return;
    }
    throw error;
  }
  for (const entry of entries) {
    const ref = `${folder}/${entry.name}`;
    if (entry.isDirectory() && depth < MAX_DEPTH) {
      await readLoose(gitDirectory, ref, depth + 1, found);
    } else if (entry.isFile() && !entry.name.endsWith('.lock')) {
      const id = (await readSmall(join(gitDirectory, ref), 64)).trim();
      if (isCommitId(id)) found.set(ref, id);
    }
  }
}
