import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { intelgraphPermissions } from '@companyos/plugin-intelgraph-common';
import { intelGraphServiceRef } from '@companyos/plugin-intelgraph-node';
import { Access } from './Access';
import { registerActions } from './actions';
import { createIntelGraph } from './createIntelGraph';
import { openDatabase } from './database/openDatabase';
import { ensurePartitions } from './database/partitions';
import { TokenBucket } from './domain/TokenBucket';
import { Doorbell } from './Doorbell';
import { startFeeds } from './feeds';
import { housekeeping } from './housekeeping';
import { createIngestRouter } from './ingestRouter';
import { readOptions } from './readOptions';
import { createRouter } from './router';

/**
 * Facts with provenance: taking them, reading them in the order in which things happened, and proving them.
 *
 * @public
 */
export const intelgraphPlugin = createBackendPlugin({
  pluginId: 'intelgraph',
  register(reg) {
    reg.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        intelGraphService: intelGraphServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scaffolder: scaffolderServiceRef,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({
        actionsRegistry,
        auditor,
        auth,
        catalog,
        config,
        database,
        events,
        httpAuth,
        httpRouter,
        intelGraphService,
        lifecycle,
        logger,
        permissions,
        permissionsRegistry,
        scaffolder,
        scheduler,
        signals,
        userInfo,
      }) {
        const settings = readOptions(config);
        const now = () => Date.now();
        const knex = await openDatabase(database);
        await ensurePartitions(knex, now());
        const doorbell = new Doorbell({ events, signals, logger });
        lifecycle.addShutdownHook(() => doorbell.stop());
        const access = new Access({
          permissions,
          userInfo,
          tenants: settings.tenants,
          writers: settings.writers,
        });
        const { intelGraph, ingest, ...stores } = await createIntelGraph({
          knex,
          access,
          settings,
          now,
          newId: () => randomUUID(),
          onRecorded: watermark => doorbell.ring(watermark),
        });

        permissionsRegistry.addPermissions(intelgraphPermissions);
        registerActions(actionsRegistry, intelGraph);
        httpRouter.use(
          createIngestRouter({
            ingest,
            access,
            httpAuth,
            auditor,
            limits: settings.limits,
            bucket: new TokenBucket({
              perSecond: settings.limits.eventsPerSecond,
              burst: settings.limits.burst,
              now,
            }),
          }),
        );
        httpRouter.use(createRouter({ intelGraph, httpAuth, auditor }));

        await scheduler.scheduleTask({
          id: 'intelgraph-housekeeping',
          frequency: { hours: 1 },
          timeout: { minutes: 30 },
          initialDelay: { minutes: 1 },
          fn: signal =>
            housekeeping({
              knex,
              ...stores,
              retentionMs: settings.retentionMs,
              logger,
              nowMs: now(),
              signal,
            }),
        });
        await startFeeds({
          auth,
          catalog,
          config,
          events,
          intelGraph: intelGraphService,
          knex,
          lifecycle,
          logger,
          scaffolder,
          scheduler,
          ...settings.feeds,
        });
      },
    });
  },
});
