// The golden engine, from its TypeScript source: the hook the back end runs with compiles it on the way in.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
require('@backstage/cli-node/config/nodeTransform.cjs');

export const engine = require('../../packages/golden-engine/src');
export const templatesRoot = fileURLToPath(new URL('..', import.meta.url));
export const yaml = createRequire(
  new URL('../../packages/golden-engine/package.json', import.meta.url),
)('yaml');
