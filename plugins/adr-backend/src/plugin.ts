import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { adrPermissions } from '@companyos/plugin-adr-common';
import { registerActions } from './actions';
import { AuthorizedDecisions } from './AuthorizedDecisions';
import { DecisionStore } from './database/DecisionStore';
import { DecisionCrawler } from './DecisionCrawler';
import { DecisionRefresher } from './DecisionRefresher';
import { followRepositoryEvents } from './followRepositoryEvents';
import { readOptions } from './readOptions';
import { createRouter } from './router';
import { FolderSourceReader } from './sources/FolderSourceReader';
import { UrlSourceReader } from './sources/UrlSourceReader';

/**
 * Reads, keeps and serves the decision records of every entity that has some.
 *
 * @public
 */
export const adrPlugin = createBackendPlugin({
  pluginId: 'adr',
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
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
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
        lifecycle,
        logger,
        permissions,
        permissionsRegistry,
        scheduler,
        urlReader,
      }) {
        const options = readOptions(config);
        const integrations = ScmIntegrations.fromConfig(config);
        const resolveUrl = (request: { url: string; base: string }) =>
          integrations.resolveUrl(request);
        const now = () => Date.now();

        const store = await DecisionStore.create(database, {
          tenant: 'default',
        });
        const refresher = new DecisionRefresher({
          ...options,
          store,
          folders: new FolderSourceReader(),
          urls: new UrlSourceReader({ urlReader, resolveUrl }),
          resolveUrl,
          logger,
          now,
        });
        const crawler = new DecisionCrawler({
          ...options,
          auth,
          catalog,
          store,
          refresher,
          logger,
          now,
        });
        const decisions = new AuthorizedDecisions({
          store,
          refresher,
          catalog,
          permissions,
        });

        permissionsRegistry.addPermissions(adrPermissions);
        registerActions(actionsRegistry, decisions);
        httpRouter.use(createRouter({ decisions, httpAuth, auditor }));

        const stop = new AbortController();
        lifecycle.addShutdownHook(() => stop.abort());
        await followRepositoryEvents({
          events,
          crawler,
          logger,
          signal: stop.signal,
        });
        await scheduler.scheduleTask({
          id: 'adr-refresh',
          frequency: options.scanInterval,
          timeout: { minutes: 10 },
          initialDelay: { seconds: 3 },
          fn: signal => crawler.refreshDue(signal),
        });
      },
    });
  },
});
