import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import {
  ADR_LOCATION_ANNOTATION,
  DecisionsClient,
} from '@companyos/plugin-adr-common';
import { RiScales3Line } from '@remixicon/react';
import { decisionsApiRef } from './api/decisionsApiRef';
import { recordRouteRef, rootRouteRef } from './routes';

const decisionsApi = ApiBlueprint.make({
  name: 'decisions',
  params: defineParams =>
    defineParams({
      api: decisionsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) =>
        new DecisionsClient({
          baseUrl: () => 'plugin://adr',
          fetch: fetchApi.fetch,
        }),
    }),
});

const decisionsPage = PageBlueprint.make({
  params: {
    path: '/decisions',
    title: 'Decisions',
    icon: <RiScales3Line />,
    routeRef: rootRouteRef,
    // The pages draw their own header, with the one h1.
    noHeader: true,
    loader: () => import('./components/Router').then(m => <m.Router />),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/decisions',
    title: 'Decisions',
    group: 'documentation',
    icon: <RiScales3Line />,
    filter: {
      $any: [
        {
          [`metadata.annotations.${ADR_LOCATION_ANNOTATION}`]: {
            $exists: true,
          },
        },
        {
          'metadata.annotations.backstage.io/techdocs-ref': { $exists: true },
        },
      ],
    },
    loader: () =>
      import('./components/EntityDecisions/EntityDecisions').then(m => (
        <m.EntityDecisions />
      )),
  },
});

const searchResult = SearchResultListItemBlueprint.make({
  params: {
    icon: <RiScales3Line aria-hidden />,
    predicate: ({ type }) => type === 'adr',
    component: () =>
      import('./components/DecisionSearchResult/DecisionSearchResult').then(
        m => m.DecisionSearchResult,
      ),
  },
});

const searchResultType = SearchFilterResultTypeBlueprint.make({
  params: {
    value: 'adr',
    name: 'Decisions',
    icon: <RiScales3Line aria-hidden />,
  },
});

/**
 * The decision records of all components.
 *
 * @public
 */
export const adrPlugin = createFrontendPlugin({
  pluginId: 'adr',
  title: 'Decisions',
  icon: <RiScales3Line />,
  routes: { root: rootRouteRef, record: recordRouteRef },
  extensions: [
    decisionsApi,
    decisionsPage,
    entityContent,
    searchResult,
    searchResultType,
  ],
});
