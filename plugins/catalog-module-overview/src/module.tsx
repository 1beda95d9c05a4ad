import {
  ApiBlueprint,
  createFrontendModule,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentLayoutBlueprint,
  EntityHeaderLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { overviewApiRef } from './api/overviewApiRef';
import { OverviewClient } from './api/OverviewClient';

const overviewApi = ApiBlueprint.make({
  name: 'overview',
  params: defineParams =>
    defineParams({
      api: overviewApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new OverviewClient(fetchApi),
    }),
});

const header = EntityHeaderLayoutBlueprint.make({
  name: 'facts',
  params: {
    loader: () =>
      import('./components/EntityHeader/EntityHeader').then(
        m => m.EntityHeader,
      ),
  },
});

const layout = EntityContentLayoutBlueprint.make({
  name: 'overview',
  params: {
    loader: () =>
      import('./components/Overview/OverviewLayout').then(
        m => m.OverviewLayout,
      ),
  },
});

const processingCard = EntityCardBlueprint.make({
  name: 'processing-status',
  params: {
    type: 'content',
    loader: () =>
      import('./components/ProcessingCard/ProcessingCard').then(m => (
        <m.ProcessingCard />
      )),
  },
});

/** The entity page's header and overview for the plugin `catalog`. */
export const catalogModuleOverview = createFrontendModule({
  pluginId: 'catalog',
  extensions: [overviewApi, header, layout, processingCard],
});
