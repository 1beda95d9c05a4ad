import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createPersonaProviderFactory } from './createPersonaProviderFactory';
import { createPersonasRouter } from './createPersonasRouter';
import { readPersonas } from './readPersonas';

/**
 * Sign-in as one of the example people. Does nothing unless `auth.providers.personas`
 * is configured; stops the start when that is configured outside of development.
 */
export const authModulePersonas = createBackendModule({
  pluginId: 'auth',
  moduleId: 'personas',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
        httpRouter: coreServices.httpRouter,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        logger: coreServices.logger,
        catalog: catalogServiceRef,
      },
      async init({
        providers,
        config,
        httpRouter,
        auditor,
        auth,
        logger,
        catalog,
      }) {
        const options = readPersonas(config, process.env.NODE_ENV);
        if (!options) {
          return;
        }
        logger.warn(
          'Anyone who reaches this port can sign in as any of the example people (auth.providers.personas)',
        );
        providers.registerProvider({
          providerId: 'personas',
          factory: createPersonaProviderFactory(options, auditor),
        });
        httpRouter.use(
          createPersonasRouter(options, { catalog, auth, logger }),
        );
        httpRouter.addAuthPolicy({
          path: '/personas/list',
          allow: 'unauthenticated',
        });
      },
    });
  },
});
