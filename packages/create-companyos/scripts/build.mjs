// node scripts/build.mjs [OUT_DIR [TEMPLATES]]
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '@companyos/cli/scripts/bundle.mjs';

const [outDir, templatesRoot] = process.argv
  .slice(2)
  .map(path => resolve(path));
await bundle({
  directory: resolve(dirname(fileURLToPath(import.meta.url)), '..'),
  program: 'create-companyos',
  outDir,
  templatesRoot,
});
