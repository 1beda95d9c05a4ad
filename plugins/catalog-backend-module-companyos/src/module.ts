import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { scaffolderCatalogModelLayer } from '@backstage/plugin-scaffolder-common/alpha';
import { catalogModelLayer } from './catalogModelLayer';
import { createProcessingStatusRouter } from './createProcessingStatusRouter';
import { LabelsProcessor } from './LabelsProcessor';
import { ProcessingStateStore } from './ProcessingStateStore';

/** The organisation's catalog model, and the answer to "why is this stale or broken?" */
export const catalogModuleCompanyos = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'companyos',
  register(reg) {
    reg.registerInit({
      deps: {
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
        catalog: catalogServiceRef,
      },
      async init({
        model,
        processing,
        database,
        httpRouter,
        httpAuth,
        permissions,
        catalog,
      }) {
        model.addModelSource(
          // With any layer present the catalog knows kinds from layers only, so the
          // scaffolder's Template kind has to come as one as well.
          CatalogModelSources.static([
            catalogModelLayer,
            scaffolderCatalogModelLayer,
          ]),
        );
        processing.addProcessor(new LabelsProcessor());
        httpRouter.use(
          createProcessingStatusRouter({
            store: new ProcessingStateStore(database),
            httpAuth,
            permissions,
            catalog,
          }),
        );
      },
    });
  },
});
