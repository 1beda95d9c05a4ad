import { isChildPath } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  InputError,
  NotAllowedError,
  NotFoundError,
  NotModifiedError,
} from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  getLocationForEntity,
  parseReferenceAnnotation,
  PreparerBase,
  PreparerOptions,
  PreparerResponse,
} from '@backstage/plugin-techdocs-node';
import { createHash } from 'node:crypto';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseDocument } from 'yaml';

const TECHDOCS_ANNOTATION = 'backstage.io/techdocs-ref';

const MOST_FILES = 10_000;
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_CONFIG_BYTES = 1024 * 1024;
const CONFIG_NAMES = ['mkdocs.yaml', 'mkdocs.yml'];

/**
 * Reads docs out of a local folder by copying them. TechDocs builds such docs
 * in place, and the build rewrites mkdocs.yml (or adds one), which would leave
 * the owner's checkout changed; and it can't tell whether anything changed, so it builds
 * on each visit. The copy has what the docs consist of (mkdocs.yml, the docs
 * folder, the Markdown files beside them), and its digest is the etag.
 *
 * Sources behind a URL go to the preparer of TechDocs unchanged.
 */
export class LocalFolderPreparer implements PreparerBase {
  constructor(
    private readonly preparer: PreparerBase,
    private readonly options: {
      readonly integrations: ScmIntegrationRegistry;
      /** Where copies are made; each build gets a folder of its own in it. */
      readonly workDir: string;
    },
  ) {}

  /**
   * @throws NotModifiedError when the docs have the digest `options.etag`
   * @throws InputError when the folder is too large
   * @throws NotAllowedError when a link leads outside of it
   */
  async prepare(
    entity: Entity,
    options?: PreparerOptions,
  ): Promise<PreparerResponse> {
    const location = getLocationForEntity(entity, this.options.integrations);
    const prepared = await this.preparer.prepare(entity, options);
    if (location.type !== 'dir') {
      return prepared;
    }
    const source = await realpath(prepared.preparedDir).catch(() => {
      throw new NotFoundError(
        `ENOENT: no folder '${
          parseReferenceAnnotation(TECHDOCS_ANNOTATION, entity).target
        }' beside the entity's file`,
      );
    });
    const copy = await mkdtemp(
      join(await realpath(this.options.workDir), 'techdocs-local-'),
    );
    try {
      const etag = await copyDocs(source, copy);
      if (etag === options?.etag) {
        throw new NotModifiedError();
      }
      return { preparedDir: copy, etag };
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      throw error;
    }
  }

  /** Always: both our copies and downloaded trees are temporary folders. */
  shouldCleanPreparedDirectory(): boolean {
    return true;
  }
}

/** Copies the docs of `source` to `target`; returns their digest. */
async function copyDocs(source: string, target: string): Promise<string> {
  const names: string[] = [];
  let docsDir = 'docs';
  for (const name of await readdir(source)) {
    if (
      (CONFIG_NAMES.includes(name) || /\.md$/i.test(name)) &&
      (await isFile(join(source, name)))
    ) {
      names.push(name);
    }
  }
  const configName = CONFIG_NAMES.find(name => names.includes(name));
  if (configName) {
    docsDir = (await readDocsDir(await inside(source, configName))) ?? docsDir;
  }
  const docs = resolve(source, docsDir);
  // A docs folder outside, or the folder itself, is refused by the generator.
  if (docs !== source && docs.startsWith(source + sep)) {
    names.push(...(await walk(source, docs)));
  }

  const digest = createHash('sha256');
  let bytes = 0;
  for (const name of names.sort()) {
    const path = await inside(source, name);
    const { size } = await stat(path);
    bytes += size;
    if (bytes > MOST_BYTES) {
      throw new InputError(
        `The docs folder is too large: more than ${
          MOST_BYTES / 1024 / 1024
        } MiB`,
      );
    }
    await mkdir(dirname(join(target, name)), { recursive: true });
    await copyFile(path, join(target, name));
    const content = createHash('sha256')
      .update(await readFile(join(target, name)))
      .digest('hex');
    digest.update(`${name.split(sep).join('/')}\0${content}\n`);
  }
  return `sha256:${digest.digest('hex')}`;
}

/** The real path of a file, which must not be outside of `source`. */
async function inside(source: string, name: string): Promise<string> {
  const path = await realpath(join(source, name));
  if (!isChildPath(source, path)) {
    throw new NotAllowedError(
      `Path ${name} is not allowed to refer to a location outside of the docs' source`,
    );
  }
  return path;
}

/** The files under a folder, relative to `source`; none if it does not exist. */
async function walk(source: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next; next = folders.pop()) {
    let entries;
    try {
      entries = await readdir(next, { withFileTypes: true });
    } catch (error) {
      if (next === folder) {
        return [];
      }
      throw error;
    }
    for (const entry of entries) {
      const path = join(next, entry.name);
      // mkdocs leaves out what begins with a dot, too.
      if (entry.name.startsWith('.')) {
        continue;
      }
      if (entry.isDirectory()) {
        folders.push(path);
      } else if (await isFile(path)) {
        files.push(relative(source, path));
      }
      if (files.length > MOST_FILES) {
        throw new InputError(
          `The docs folder is too large: more than ${MOST_FILES} files`,
        );
      }
    }
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // A link that leads nowhere.
    return false;
  }
}

async function readDocsDir(configPath: string): Promise<string | undefined> {
  if ((await stat(configPath)).size > MOST_CONFIG_BYTES) {
    throw new InputError(
      'The docs folder is too large: mkdocs.yml is over 1 MiB',
    );
  }
  // Python tags are legal in mkdocs.yml; here they stay unresolved scalars.
  const document = parseDocument(await readFile(configPath, 'utf8'), {
    logLevel: 'silent',
  });
  const docsDir = document.errors.length === 0 && document.get('docs_dir');
  return typeof docsDir === 'string' && docsDir ? docsDir : undefined;
}
