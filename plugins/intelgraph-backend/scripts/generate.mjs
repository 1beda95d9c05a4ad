// Writes the types of the contract (src/schema/openapi.yaml) into the -common package and
// the contract itself, as a constant, beside the YAML. With --check it writes nothing and
// fails when a file is not current.
import fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { parse } from 'yaml';

const contract = new URL('../src/schema/openapi.yaml', import.meta.url);
const header =
  '// Generated from plugins/intelgraph-backend/src/schema/openapi.yaml by\n' +
  '// `yarn workspace @companyos/plugin-intelgraph-backend generate`; edit that file instead.\n\n';

const yaml = await fs.readFile(contract, 'utf8');
const outputs = [
  {
    file: new URL(
      '../../intelgraph-common/src/openapi.generated.ts',
      import.meta.url,
    ),
    text: astToString(await openapiTS(contract)),
  },
  {
    file: new URL('../src/schema/openapi.generated.ts', import.meta.url),
    text:
      '/** The contract, for request validation and `GET /openapi.json`. */\n' +
      `export const spec = ${JSON.stringify(parse(yaml))} as const;\n`,
  },
];

let stale = 0;
for (const { file, text } of outputs) {
  const path = fileURLToPath(file);
  const options = await prettier.resolveConfig(path);
  const wanted = prettier.format(header + text, { ...options, filepath: path });
  if (process.argv.includes('--check')) {
    const present = await fs.readFile(file, 'utf8').catch(() => '');
    if (present !== wanted) {
      stale += 1;
      console.error(
        `${path} is not current; run: yarn workspace @companyos/plugin-intelgraph-backend generate`,
      );
    }
  } else {
    await fs.writeFile(file, wanted);
  }
}
process.exitCode = stale ? 1 : 0;
