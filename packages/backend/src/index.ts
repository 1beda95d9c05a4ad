import { createBackend } from '@backstage/backend-defaults';
import { rootLogger } from './logging/rootLogger';

/**
 * Wiring only: which features this portal is made of. What each does, and how it is
 * configured, stands in its own README.
 */
const backend = createBackend();

backend.add(rootLogger);

backend.add(import('@backstage/plugin-app-backend'));

// Who is asking, and what may they do
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@companyos/plugin-auth-backend-module-personas'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@companyos/plugin-permission-backend-module-roles'));

// Catalog
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@companyos/plugin-catalog-backend-module-companyos'));
backend.add(import('@companyos/plugin-catalog-backend-module-local-git'));
backend.add(import('@companyos/plugin-repositories-backend'));

// Golden path
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@companyos/plugin-scaffolder-backend-module-golden-path'));
backend.add(import('@companyos/plugin-golden-path-backend'));

// Docs and decisions
backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('@companyos/plugin-techdocs-backend-module-build-record'));
backend.add(import('@companyos/plugin-adr-backend'));

// Search: in memory on SQLite, in the database on PostgreSQL
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(import('@companyos/plugin-search-backend-module-adr'));

// Facts with provenance; the audit log is one of their sources
backend.add(import('@companyos/plugin-intelgraph-backend'));
backend.add(import('@companyos/plugin-intelgraph-node'));

// Per-person state, messages, and the portal's verbs for MCP clients
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

// Half a portal is worse than none: what can't start ends, and says why.
backend.start().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
