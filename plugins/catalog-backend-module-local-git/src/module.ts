import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { LocalGit } from '@companyos/local-git';
import { LocalGitEntityProvider } from './LocalGitEntityProvider';
import { readRepositoriesConfig } from './readRepositoriesConfig';

/**
 * The event topic that says a repository of the embedded folder was made or removed.
 *
 * @public
 */
export const LOCAL_GIT_TOPIC = 'companyos.local-git';

/**
 * The event topic that says the `main` of a repository moved, after the catalog took it. The payload is
 * `{ owner, name, commit }`.
 *
 * @public
 */
export const LOCAL_GIT_MOVED_TOPIC = 'companyos.local-git.moved';

/**
 * Adds the entity provider of the embedded git folder to the catalog.
 *
 * @public
 */
export const catalogModuleLocalGit = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'local-git',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ catalog, config, events, lifecycle, logger }) {
        const { root, urls, pollIntervalMs } = readRepositoriesConfig(config);
        const provider = new LocalGitEntityProvider({
          localGit: await LocalGit.create({ root }),
          urls,
          logger,
          pollIntervalMs,
          onMoved: repositories =>
            repositories.forEach(eventPayload =>
              events
                .publish({ topic: LOCAL_GIT_MOVED_TOPIC, eventPayload })
                .catch(error =>
                  logger.warn(
                    `Nobody could be told that a repository moved: ${toError(
                      error,
                    )}`,
                  ),
                ),
            ),
        });
        catalog.addEntityProvider(provider);
        // The payload is only a hint: what is true stands in the folder.
        await events.subscribe({
          id: 'local-git-entity-provider',
          topics: [LOCAL_GIT_TOPIC],
          onEvent: () => provider.refresh(),
        });
        lifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
