import { createHash } from 'node:crypto';
import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { isChildPath } from '@backstage/backend-plugin-api';
import {
  isError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { DecisionLocation } from '../domain/decisionLocation';
import { isRecordPath } from '../domain/recordPath';
import { LIMITS } from '../domain/types';
import { DecisionSourceReader, SourceFile, SourceSnapshot } from './types';

const entriesPerFolderTree = 10_000;

type Listed = { path: string; absolute: string; size: number; mtimeMs: number };

/**
 * Reads records from a folder of this machine, for entities whose descriptor the catalog
 * read from a file. Nothing outside of the descriptor's own folder is read, and symbolic
 * links are not followed.
 */
export class FolderSourceReader
  implements DecisionSourceReader<DecisionLocation & { type: 'file' }>
{
  async read(
    location: DecisionLocation & { type: 'file' },
    options: { revision?: string; signal: AbortSignal },
  ): Promise<SourceSnapshot> {
    const root = path.dirname(path.resolve(location.descriptor));
    const folder = path.resolve(root, location.directory);
    try {
      // Compares real paths, so a link in between does not lead out either.
      if (!isChildPath(root, folder)) {
        throw new NotAllowedError(
          `The folder ${location.directory} is outside of the folder of the entity's descriptor`,
        );
      }
      const stat = await fs.lstat(folder).catch(ignoreMissing);
      if (!stat?.isDirectory()) {
        return { state: 'missing' };
      }
      const listed = await list(folder, options.signal);
      const revision = digest(listed);
      if (revision === options.revision) {
        return { state: 'unchanged' };
      }
      const files: SourceFile[] = [];
      for (const file of listed.slice(0, LIMITS.recordsPerEntity)) {
        options.signal.throwIfAborted();
        files.push({
          path: file.path,
          sizeBytes: file.size,
          bytes: await readBounded(file.absolute),
          sourceUrl: viewUrl(location.viewUrl, file.path),
        });
      }
      return {
        state: 'read',
        revision,
        files,
        skippedCount: Math.max(0, listed.length - LIMITS.recordsPerEntity),
      };
    } catch (error) {
      if (isSystemError(error)) {
        if (error.code === 'ENOTDIR') {
          return { state: 'missing' };
        }
        // The message of a system error names absolute paths of this machine.
        throw new ServiceUnavailableError(
          `The folder ${location.directory} can't be read (${error.code})`,
        );
      }
      throw error;
    }
  }
}

async function list(folder: string, signal: AbortSignal): Promise<Listed[]> {
  const found: Listed[] = [];
  const queue = [''];
  let entryCount = 0;
  for (
    let relative = queue.shift();
    relative !== undefined;
    relative = queue.shift()
  ) {
    signal.throwIfAborted();
    const entries = await fs.readdir(path.join(folder, relative), {
      withFileTypes: true,
    });
    for (const entry of entries) {
      entryCount += 1;
      if (entryCount > entriesPerFolderTree) {
        throw new ServiceUnavailableError(
          `The folder of the decision records holds more than ${entriesPerFolderTree} entries`,
        );
      }
      const child = relative ? `${relative}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        // Folders that could only hold what isRecordPath refuses are not entered.
        if (isRecordPath(`${child}/record.md`)) {
          queue.push(child);
        }
      } else if (entry.isFile() && isRecordPath(child)) {
        const absolute = path.join(folder, child);
        const stat = await fs.lstat(absolute).catch(ignoreMissing);
        if (stat?.isFile()) {
          const { size, mtimeMs } = stat;
          found.push({ path: child, absolute, size, mtimeMs });
        }
      }
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function digest(files: readonly Listed[]): string {
  const hash = createHash('sha256');
  for (const { path: name, size, mtimeMs } of files) {
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return `folder-${hash.digest('hex').slice(0, 16)}`;
}

/** The content, or nothing when the file is larger than a record may be. */
async function readBounded(file: string): Promise<Uint8Array | undefined> {
  // Between listing and opening, somebody may have put a link in the file's place.
  const handle = await fs.open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.alloc(LIMITS.bytesPerFile + 1);
    let length = 0;
    let bytesRead = 0;
    do {
      ({ bytesRead } = await handle.read(
        buffer,
        length,
        buffer.length - length,
      ));
      length += bytesRead;
    } while (bytesRead > 0 && length < buffer.length);
    return length > LIMITS.bytesPerFile
      ? undefined
      : new Uint8Array(buffer.subarray(0, length));
  } finally {
    await handle.close();
  }
}

function viewUrl(base: string | undefined, file: string): string | null {
  if (!base) {
    return null;
  }
  const encoded = file.split('/').map(encodeURIComponent).join('/');
  return `${base}${encoded}`.replace('/tree/', '/blob/');
}

function ignoreMissing(error: unknown): undefined {
  if (isSystemError(error) && ['ENOENT', 'ENOTDIR'].includes(error.code)) {
    return undefined;
  }
  throw error;
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return isError(error) && 'code' in error && 'syscall' in error;
}
