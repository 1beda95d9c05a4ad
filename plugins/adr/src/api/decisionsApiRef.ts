import { createApiRef } from '@backstage/frontend-plugin-api';
import { DecisionsApi } from '@companyos/plugin-adr-common';

/** The decisions back end. */
export const decisionsApiRef = createApiRef<DecisionsApi>().with({
  id: 'plugin.adr.decisions',
  pluginId: 'adr',
});
