import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { DefaultIntelGraphService } from './DefaultIntelGraphService';
import { IntelGraphService } from './IntelGraphService';
import { outboxesServiceRef } from './outboxesServiceRef';

/**
 * Records facts about what a plugin does, and follows facts. Opens the outbox in the plugin's own database.
 *
 * @public
 */
export const intelGraphServiceRef = createServiceRef<IntelGraphService>({
  id: 'companyos.intelgraph',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auth: coreServices.auth,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        outboxes: outboxesServiceRef,
        plugin: coreServices.pluginMetadata,
      },
      async factory(deps) {
        // Not lazily: a migration can't wait for the transaction that the first event is recorded in.
        const outbox = await deps.outboxes.open(deps);
        const intelGraph = new DefaultIntelGraphService({ ...deps, outbox });
        deps.lifecycle.addShutdownHook(() => intelGraph.stop());
        return intelGraph;
      },
    }),
});
