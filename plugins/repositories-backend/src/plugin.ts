import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { LocalGit } from '@companyos/local-git';
import { repositoriesPermissions } from '@companyos/plugin-repositories-common';
import { resolve } from 'path';
import { createRouter } from './router';

/**
 * Serves `/api/repositories` over the folder `companyos.repositories.root`. Without that
 * setting there is no embedded git folder, and the plugin serves an empty list.
 *
 * @public
 */
export const repositoriesPlugin = createBackendPlugin({
  pluginId: 'repositories',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init({
        config,
        httpAuth,
        httpRouter,
        permissions,
        permissionsRegistry,
      }) {
        permissionsRegistry.addPermissions(repositoriesPermissions);
        const root = config.getOptionalString('companyos.repositories.root');
        const repositories = root
          ? await LocalGit.create({ root: resolve(root) })
          : undefined;
        httpRouter.use(createRouter({ repositories, httpAuth, permissions }));
      },
    });
  },
});
