import { readFileSync, writeFileSync } from 'node:fs';
import { observabilityFiles } from './observabilityFiles.ts';
import { parseObservabilitySource } from './observabilitySource.ts';

const root = new URL('../', import.meta.url);
const SOURCE = 'observability/source.yaml';

function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return undefined;
  }
}

/** With --check nothing is written; exit code 1 says that a file is not what the source says. */
const check = process.argv.includes('--check');
try {
  const files = observabilityFiles(parseObservabilitySource(read(SOURCE) ?? ''));
  const stale = [...files].filter(([path, text]) => read(path) !== text);
  for (const [path, text] of stale) {
    if (check) {
      console.error(`error: ${path} is not what ${SOURCE} says; run make observability`);
    } else {
      writeFileSync(new URL(path, root), text);
    }
  }
  console.log(
    `observability: ${String(files.size)} files, ${String(stale.length)} ${check ? 'stale' : 'written'}`,
  );
  process.exitCode = check && stale.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`error: ${SOURCE}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
