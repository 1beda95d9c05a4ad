import { ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import { JsonObject } from '@backstage/types';
import { getPackages } from '@manypkg/get-packages';
import { createHash } from 'node:crypto';
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Changes when what is kept is made in another way. */
const FORMAT = 2;

/**
 * The part of the configuration's schema that says what is secret, put together from the schemas of all packages.
 * That takes the TypeScript compiler some seconds, so it is kept in `.cache` and made anew when one of them may have
 * changed: a dependency by its version in the lock file, a package of this repository by its manifest and its schema.
 *
 * @param options.directory - somewhere in the repository
 * @param options.compile - makes it
 */
export async function loadSecretsSchema(options: {
  directory: string;
  onSchemaError: (error: Error) => void;
  compile?: typeof loadConfigSchema;
}): Promise<ConfigSchema> {
  const { directory, onSchemaError, compile = loadConfigSchema } = options;
  const { packages, root } = await getPackages(directory);
  const hash = createHash('sha256').update(`${FORMAT}\n`);
  const lock = await readText(join(root.dir, 'yarn.lock'));
  hash.update(lock ?? '');
  for (const { dir, packageJson } of packages) {
    const { configSchema } = packageJson as { configSchema?: unknown };
    hash.update(`\n${packageJson.name}\n${JSON.stringify(packageJson)}\n`);
    if (typeof configSchema === 'string') {
      hash.update((await readText(join(dir, configSchema))) ?? '');
    }
  }
  const folder = join(root.dir, '.cache', 'config-schema');
  const file = join(folder, `${hash.digest('hex')}.json`);
  const kept = await readText(file);
  if (kept !== undefined) {
    try {
      return await loadConfigSchema({ serialized: JSON.parse(kept) });
    } catch {
      // Cut off, or of another version: it is made again.
    }
  }
  let isWhole = lock !== undefined;
  const schema = await compile({
    dependencies: packages.map(({ packageJson }) => packageJson.name),
    onSchemaError: error => {
      isWhole = false;
      onSchemaError(error);
    },
  });
  if (isWhole) {
    await keep(folder, file, JSON.stringify(onlySecrets(schema)));
  }
  return schema;
}

/** The other schemas cannot make anything secret; to compile them as well would take a second at each start. */
function onlySecrets(schema: ConfigSchema): JsonObject {
  const { schemas, ...rest } = schema.serialize();
  if (!Array.isArray(schemas)) throw new Error('A schema of schemas is a list');
  return {
    ...rest,
    schemas: schemas.filter(one => JSON.stringify(one).includes('"secret"')),
  };
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** Whole or not at all, in the place of what was kept before; where nothing can be written, it is made at each start. */
async function keep(folder: string, file: string, text: string) {
  try {
    await mkdir(folder, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, text);
    await rename(unfinished, file);
    for (const other of await readdir(folder)) {
      if (other !== basename(file)) await rm(join(folder, other));
    }
  } catch {
    // A read-only file system, such as that of a container.
  }
}
