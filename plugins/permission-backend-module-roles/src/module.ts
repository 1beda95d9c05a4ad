import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { createExplainRouter } from './createExplainRouter';
import { RolePolicy } from './RolePolicy';
import { readRoles } from './roles';

/** The portal's permission policy by role, and `GET /api/permission/explain`. */
export const permissionModuleRoles = createBackendModule({
  pluginId: 'permission',
  moduleId: 'roles',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
        auditor: coreServices.auditor,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        userInfo: coreServices.userInfo,
        catalog: catalogServiceRef,
      },
      async init({
        policy,
        config,
        auditor,
        httpRouter,
        httpAuth,
        userInfo,
        catalog,
      }) {
        const roles = readRoles(config);
        policy.setPolicy(new RolePolicy(roles, auditor));
        httpRouter.use(
          createExplainRouter({ roles, httpAuth, userInfo, catalog }),
        );
      },
    });
  },
});
