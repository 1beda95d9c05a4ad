import { createApiRef } from '@backstage/frontend-plugin-api';
import { IntelGraphApi } from '@companyos/plugin-intelgraph-common';

/** The IntelGraph back end. */
export const intelGraphApiRef = createApiRef<IntelGraphApi>().with({
  id: 'plugin.intelgraph.facts',
  pluginId: 'intelgraph',
});
