// The back end with nothing but IntelGraph, over the database that the environment names, for measuring its HTTP.
// Real routes, real tokens, real database; only the plugins that it does not need are left out.
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();
backend.add(import('../../plugins/intelgraph-backend/src'));
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
