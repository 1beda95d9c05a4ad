import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, GitObjects, openGitObjects } from '@companyos/git-command';
import { GoldenError } from './goldenError';
import { assertRepositoryPath } from './repositoryPath';

/**
 * Reads files of a repository.
 *
 * @public
 */
export interface RepositoryReader {
  /**
   * The bytes of regular files by path. What is not there, or is a link, folder or submodule, is absent.
   *
   * @throws {@link GoldenError} `repository-unreadable` when there is no such repository or commit, or a
   *   file is larger than a template's may be
   */
  readFiles(paths: readonly string[]): Promise<Map<string, Uint8Array>>;
}

/** Of one file; more than a render can give. */
export const MAX_READ_FILE_BYTES = 8 * 1024 * 1024;
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MAX_TREE_BYTES = 8 * 1024 * 1024;

/** Turns what git says into an error of the engine. */
export function unreadable(error: unknown): never {
  if (error instanceof GitError) {
    throw new GoldenError('repository-unreadable', error.message);
  }
  throw error;
}

function tooLarge(path: string): GoldenError {
  return new GoldenError(
    'repository-unreadable',
    `${path} is larger than ${MAX_READ_FILE_BYTES} bytes, or the files read are together than ${MAX_READ_BYTES}`,
  );
}

/** Holds the limits over one call. */
function budget(): (path: string, bytes: number) => void {
  let total = 0;
  return (path, bytes) => {
    total += bytes;
    if (bytes > MAX_READ_FILE_BYTES || total > MAX_READ_BYTES) {
      throw tooLarge(path);
    }
  };
}

interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** The entries of a tree object as git stores it (gitformat: mode, space, name, NUL, raw object id). */
function parseTree(bytes: Buffer, oidBytes: number): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0) break;
    entries.set(bytes.toString('utf8', space + 1, end), {
      mode: bytes.toString('latin1', at, space),
      oid: bytes.toString('hex', end + 1, end + 1 + oidBytes),
    });
    at = end + 1 + oidBytes;
  }
  return entries;
}

const isRegular = (mode: string) => /^100(644|755|664)$/.test(mode);

/** The blobs of regular files in a tree, by path; a level of folders a round. */
async function findBlobs(
  objects: GitObjects,
  rootOid: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let folders = new Map([[rootOid, new Map([['', paths]])]]);
  while (folders.size > 0) {
    const oids = [...folders.keys()];
    for (const info of await objects.info(oids)) {
      if ((info?.size ?? 0) > MAX_TREE_BYTES) throw tooLarge('A folder');
    }
    const trees = await objects.read(oids);
    const next: typeof folders = new Map();
    for (const [index, oid] of oids.entries()) {
      const tree = trees[index];
      if (tree?.type !== 'tree') {
        throw new GoldenError(
          'repository-unreadable',
          `The repository has no tree ${oid}`,
        );
      }
      const entries = parseTree(tree.bytes, oid.length / 2);
      for (const [prefix, wanted] of folders.get(oid) ?? []) {
        const below = new Map<string, string[]>();
        for (const path of wanted) {
          const slash = path.indexOf('/', prefix.length);
          const name = path.slice(prefix.length, slash < 0 ? undefined : slash);
          const entry = entries.get(name);
          if (!entry) continue;
          if (slash < 0) {
            if (isRegular(entry.mode)) found.set(path, entry.oid);
          } else if (entry.mode === '40000') {
            const rest = below.get(name) ?? [];
            rest.push(path);
            below.set(name, rest);
          }
        }
        for (const [name, rest] of below) {
          const { oid: child } = entries.get(name) ?? { oid: '' };
          const places =
            next.get(child) ?? new Map<string, readonly string[]>();
          places.set(`${prefix}${name}/`, rest);
          next.set(child, places);
        }
      }
    }
    folders = next;
  }
  return found;
}

/**
 * Reads regular files of a commit or tree through an open repository.
 *
 * @throws {@link GoldenError} `repository-unreadable`
 */
export async function readGitFiles(
  objects: GitObjects,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, Uint8Array>> {
  paths.forEach(assertRepositoryPath);
  try {
    const [root] = await objects.info([`${commit}^{tree}`]);
    if (!root) {
      throw new GoldenError(
        'repository-unreadable',
        `There is no commit ${JSON.stringify(commit.slice(0, 100))}`,
      );
    }
    const blobs = [...(await findBlobs(objects, root.oid, paths))];
    const oids = blobs.map(([, oid]) => oid);
    const spend = budget();
    for (const [index, info] of (await objects.info(oids)).entries()) {
      spend(blobs[index][0], info?.size ?? 0);
    }
    const files = new Map<string, Uint8Array>();
    for (const [index, blob] of (await objects.read(oids)).entries()) {
      if (blob?.type !== 'blob') {
        throw new GoldenError(
          'repository-unreadable',
          `The repository has no bytes for ${blobs[index][0]}`,
        );
      }
      files.set(blobs[index][0], blob.bytes);
    }
    return files;
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * Reads the files of a commit.
 *
 * @param gitDir - a bare repository, or the `.git` of another
 * @param commit - anything git can resolve
 * @public
 */
export function gitReader(gitDir: string, commit: string): RepositoryReader {
  return {
    async readFiles(paths) {
      const objects = openGitObjects({ gitDir });
      try {
        return await readGitFiles(objects, commit, paths);
      } finally {
        objects.close();
      }
    },
  };
}

/**
 * Reads the files of a folder. Follows no links below it.
 *
 * @public
 */
export function folderReader(directory: string): RepositoryReader {
  return {
    async readFiles(paths) {
      const folders = new Map<string, boolean>();
      const isFolder = async (folder: string): Promise<boolean> => {
        const known = folders.get(folder);
        if (known !== undefined) return known;
        const stats = await lstat(join(directory, folder)).catch(
          () => undefined,
        );
        const is = stats?.isDirectory() ?? false;
        folders.set(folder, is);
        return is;
      };
      if (!(await lstat(directory).catch(() => undefined))) {
        throw new GoldenError(
          'repository-unreadable',
          `There is no folder ${directory}`,
        );
      }

      const spend = budget();
      const files = new Map<string, Uint8Array>();
      for (const path of paths) {
        assertRepositoryPath(path);
        const segments = path.split('/');
        let reachable = true;
        for (let end = 1; reachable && end < segments.length; end += 1) {
          reachable = await isFolder(segments.slice(0, end).join('/'));
        }
        if (!reachable) continue;
        const handle = await open(
          join(directory, path),
          // Non-blocking, so that a pipe in the place of a file cannot hold the reader up.
          constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
        ).catch((error: NodeJS.ErrnoException) => {
          if (
            ['ENOENT', 'ELOOP', 'ENOTDIR', 'ENXIO'].includes(error.code ?? '')
          ) {
            return undefined;
          }
          throw new GoldenError(
            'repository-unreadable',
            `${path} could not be read (${error.code})`,
          );
        });
        if (!handle) continue;
        try {
          const stats = await handle.stat();
          if (!stats.isFile()) continue;
          spend(path, stats.size);
          files.set(path, await handle.readFile());
        } finally {
          await handle.close();
        }
      }
      return files;
    },
  };
}
