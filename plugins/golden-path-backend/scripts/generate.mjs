// Writes the contract (src/schema/openapi.yaml) as a constant beside the YAML. With --check it
// writes nothing and fails when the file is not current.
import fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { parse } from 'yaml';

const contract = new URL('../src/schema/openapi.yaml', import.meta.url);
const file = new URL('../src/schema/openapi.generated.ts', import.meta.url);

const spec = parse(await fs.readFile(contract, 'utf8'), { merge: true });
const text = [
  '// Generated from plugins/golden-path-backend/src/schema/openapi.yaml by',
  '// `yarn workspace @companyos/plugin-golden-path-backend generate`; edit that file instead.',
  '',
  '/** The contract, for request validation and `GET /openapi.json`. */',
  `export const spec = ${JSON.stringify(spec)} as const;`,
  '',
].join('\n');

const path = fileURLToPath(file);
const options = await prettier.resolveConfig(path);
const wanted = prettier.format(text, { ...options, filepath: path });
if (process.argv.includes('--check')) {
  const present = await fs.readFile(file, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(
      `${path} is not current; run: yarn workspace @companyos/plugin-golden-path-backend generate`,
    );
    process.exitCode = 1;
  }
} else {
  await fs.writeFile(file, wanted);
}
