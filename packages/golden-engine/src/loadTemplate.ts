import { constants, Dirent } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GoldenError } from './goldenError';
import {
  GoldenTemplate,
  includedParts,
  parseTemplate,
  RENDERED_SUFFIX,
  TEMPLATE_LIMITS,
} from './goldenTemplate';

/**
 * Reads one file without following a link in its last segment, and never more than the limit.
 */
async function readRegularFile(
  path: string,
  shownAs: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const handle = await open(
    path,
    // Non-blocking, so that a pipe in the place of a file cannot hold the reader up.
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(error => {
    if (error.code === 'ENOENT') {
      throw new GoldenError('template-not-found', `There is no ${shownAs}`);
    }
    throw new GoldenError(
      'template-invalid',
      `${shownAs} could not be read as a regular file (${error.code})`,
    );
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new GoldenError(
        'template-invalid',
        `${shownAs} is not a regular file`,
      );
    }
    if (stats.size > maxBytes) {
      throw new GoldenError(
        'template-invalid',
        `${shownAs} is larger than ${maxBytes} bytes`,
      );
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/**
 * Every file below a folder, by its path there.
 *
 * @param shownAs - what the folder is called in messages
 */
async function readFolder(
  root: string,
  shownAs: string,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let totalBytes = 0;
  const walk = async (folder: string, prefix: string): Promise<void> => {
    const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) {
        await walk(join(folder, entry.name), `${path}/`);
        continue;
      }
      if (!entry.isFile()) {
        throw new GoldenError(
          'template-invalid',
          `${shownAs}/${path} is a symbolic link or special file; a template may only have regular files`,
        );
      }
      const bytes = await readRegularFile(
        join(folder, entry.name),
        `${shownAs}/${path}`,
        TEMPLATE_LIMITS.fileBytes,
      );
      files.set(path, bytes);
      totalBytes += bytes.byteLength;
      if (
        files.size > TEMPLATE_LIMITS.files ||
        totalBytes > TEMPLATE_LIMITS.totalBytes
      ) {
        throw new GoldenError(
          'template-invalid',
          `${shownAs} has more than ${TEMPLATE_LIMITS.files} files or ${TEMPLATE_LIMITS.totalBytes} bytes; is a build or node_modules folder in it?`,
        );
      }
    }
  };
  const stats = await lstat(root).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw new GoldenError('template-invalid', `There is no folder ${shownAs}/`);
  }
  await walk(root, '');
  return files;
}

/** The files of the template source in a folder, shared parts included; see {@link loadTemplate}. */
export async function loadTemplateFiles(directory: string): Promise<{
  definition: Uint8Array;
  skeleton: ReadonlyMap<string, Uint8Array>;
}> {
  const definition = await readRegularFile(
    join(directory, 'golden.yaml'),
    'golden.yaml',
    TEMPLATE_LIMITS.definitionBytes,
  );
  // By the path without its suffix: a rendered file may take the place of a copied one.
  const skeleton = new Map<string, readonly [string, Uint8Array]>();
  const lay = async (folder: string, shownAs: string) => {
    for (const file of await readFolder(folder, shownAs)) {
      const [path] = file;
      skeleton.set(
        path.endsWith(RENDERED_SUFFIX)
          ? path.slice(0, -RENDERED_SUFFIX.length)
          : path,
        file,
      );
    }
  };
  for (const part of includedParts(definition)) {
    await lay(join(directory, '..', 'shared', part), `shared/${part}`);
  }
  await lay(join(directory, 'skeleton'), 'skeleton');
  return { definition, skeleton: new Map(skeleton.values()) };
}

/**
 * Reads and checks the template source in a folder: `golden.yaml`, `skeleton/**`, and the shared parts that
 * `include` names, which lie beside the template in `shared/<part>/**`. Where two have the same path, the
 * template's own file wins over a part's, and a later part's over an earlier one's.
 * Symbolic links and anything that is no regular file are refused.
 *
 * @throws {@link GoldenError} `template-not-found`, `template-invalid`, `path-escape` or `path-conflict`
 * @public
 */
export async function loadTemplate(directory: string): Promise<GoldenTemplate> {
  const { definition, skeleton } = await loadTemplateFiles(directory);
  return parseTemplate(definition, skeleton);
}
