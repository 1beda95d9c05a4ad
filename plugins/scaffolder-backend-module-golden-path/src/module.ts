import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { openTemplates } from '@companyos/golden-engine';
import { LocalGit } from '@companyos/local-git';
import { createGoldenCreateAction } from './actions/createGoldenCreateAction';
import { createGoldenRegisterAction } from './actions/createGoldenRegisterAction';
import { createGoldenRenderAction } from './actions/createGoldenRenderAction';
import { createGoldenPathRouter } from './createGoldenPathRouter';
import { TaskFigures } from './database/TaskFigures';
import { ensureReferenceServices } from './ensureReferenceServices';
import { readGoldenPathConfig } from './readGoldenPathConfig';
import { SerialByKey } from './SerialByKey';
import { ServiceNames } from './ServiceNames';

const VISIBLE_WITHIN_MS = 10_000;

/**
 * The golden path in the scaffolder: actions, the routes its form asks, and the reference services.
 *
 * @public
 */
export const scaffolderModuleGoldenPath = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'golden-path',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        rootConfig: coreServices.rootConfig,
      },
      async init({
        actions,
        auditor,
        auth,
        catalog,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        permissions,
        rootConfig,
      }) {
        const config = readGoldenPathConfig(rootConfig);
        const now = () => Date.now();
        const localGit = await LocalGit.create({
          root: config.repositoriesRoot,
        });
        const templates = openTemplates(config.templatesRoot, {
          allowUnreleased: config.allowUnreleased,
          onProblem: (name, error) =>
            logger.warn(
              `The golden-path template ${name} cannot be used as it is: ${
                toError(error).message
              }`,
            ),
        });
        const names = new ServiceNames({
          localGit,
          urls: config.urls,
          catalog,
          auth,
        });
        const deps = {
          auditor,
          auth,
          catalog,
          config,
          events,
          localGit,
          names,
          now,
          permissions,
          serial: new SerialByKey(),
          templates,
          urls: config.urls,
          visibleWithinMs: VISIBLE_WITHIN_MS,
        };

        actions.addActions(
          createGoldenRenderAction(deps),
          createGoldenCreateAction(deps),
          createGoldenRegisterAction(deps),
        );
        httpRouter.use(
          createGoldenPathRouter({
            httpAuth,
            logger,
            names,
            templates,
            allTemplates: openTemplates(config.templatesRoot, {
              allowUnreleased: true,
            }),
            figures: new TaskFigures({ database, now }),
          }),
        );

        if (
          config.referenceServices.length > 0 &&
          config.publish.kind === 'local-git'
        ) {
          const stopping = new AbortController();
          let made = Promise.resolve();
          lifecycle.addStartupHook(() => {
            // Not awaited: the portal opens meanwhile.
            made = ensureReferenceServices(
              { ...deps, logger, author: config.defaultAuthor },
              config.referenceServices,
              stopping.signal,
            );
          });
          lifecycle.addShutdownHook(() => {
            stopping.abort();
            return made;
          });
        }
      },
    });
  },
});
