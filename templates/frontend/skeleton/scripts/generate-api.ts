import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const DESCRIPTION = 'api/openapi.yaml';
const CLIENT = 'src/api/generated';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Makes the typed client from the description of the API into `folder`. */
async function generate(folder: string): Promise<void> {
  await createClient({
    input: join(root, DESCRIPTION),
    output: { path: folder, clean: true },
    logs: { level: 'silent', file: false },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
}

/** Every file below a folder, by its path in it. */
function filesOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry): [string, string] => {
        const file = join(entry.parentPath, entry.name);
        return [file.slice(folder.length + 1), readFileSync(file, 'utf8')];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** With --check nothing of the repository is written; exit code 1 says that the client is stale. */
if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  try {
    await generate(folder);
    const wanted = filesOf(folder);
    const found = filesOf(join(root, CLIENT));
    const stale = [...new Set([...wanted.keys(), ...found.keys()])].filter(
      (path) => wanted.get(path) !== found.get(path),
    );
    for (const path of stale) {
      console.error(`error: ${CLIENT}/${path} is not what ${DESCRIPTION} says; run make api`);
    }
    console.log(`API client: ${String(wanted.size)} files, ${String(stale.length)} stale`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  await generate(join(root, CLIENT));
  console.log(`${CLIENT} written`);
}
