import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiRoadMapLine } from '@remixicon/react';
import { GoldenPathClient } from './api/GoldenPathClient';
import { goldenPathApiRef } from './api/goldenPathApiRef';
import { rootRouteRef } from './routes';

const goldenPathApi = ApiBlueprint.make({
  name: 'day-two',
  params: defineParams =>
    defineParams({
      api: goldenPathApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new GoldenPathClient(fetchApi),
    }),
});

const pages = PageBlueprint.make({
  params: {
    path: '/golden-path',
    title: 'Golden path',
    icon: <RiRoadMapLine />,
    routeRef: rootRouteRef,
    // The pages draw their own header, with the one h1.
    noHeader: true,
    loader: () => import('./components/Router').then(m => <m.Router />),
  },
});

const card = EntityCardBlueprint.make({
  name: 'version',
  params: {
    type: 'content',
    filter: {
      kind: 'component',
      'metadata.annotations.companyos.io/template': { $exists: true },
    },
    loader: () =>
      import('./components/GoldenPathCard/GoldenPathCard').then(m => (
        <m.GoldenPathCard />
      )),
  },
});

/**
 * The golden path on day two: fleet, updates, campaigns.
 *
 * @public
 */
export const goldenPathPlugin = createFrontendPlugin({
  pluginId: 'golden-path',
  title: 'Golden path',
  icon: <RiRoadMapLine />,
  routes: { root: rootRouteRef },
  extensions: [goldenPathApi, pages, card],
});
