import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { IntelGraphClient } from '@companyos/plugin-intelgraph-common';
import { provenanceApiRef } from '@companyos/ui-kit';
import { RiAlarmWarningLine, RiTimeLine } from '@remixicon/react';
import { intelGraphApiRef } from './api/intelGraphApiRef';
import { IntelGraphProvenance } from './api/IntelGraphProvenance';
import { incidentsRouteRef, timelineRouteRef } from './routes';

const factsApi = ApiBlueprint.make({
  name: 'facts',
  params: defineParams =>
    defineParams({
      api: intelGraphApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) =>
        new IntelGraphClient({
          baseUrl: () => 'plugin://intelgraph',
          fetch: fetchApi.fetch,
        }),
    }),
});

const provenanceApi = ApiBlueprint.make({
  name: 'provenance',
  params: defineParams =>
    defineParams({
      api: provenanceApiRef,
      deps: { api: intelGraphApiRef },
      factory: ({ api }) => new IntelGraphProvenance(api),
    }),
});

const timelinePage = PageBlueprint.make({
  params: {
    path: '/timeline',
    title: 'Timeline',
    icon: <RiTimeLine />,
    routeRef: timelineRouteRef,
    // The pages draw their own header, with the one h1.
    noHeader: true,
    loader: () => import('./components/Router').then(m => <m.Router />),
  },
});

const incidentsPage = PageBlueprint.make({
  name: 'incidents',
  params: {
    path: '/incidents',
    title: 'Incidents',
    icon: <RiAlarmWarningLine />,
    routeRef: incidentsRouteRef,
    noHeader: true,
    loader: () =>
      import('./components/IncidentRouter').then(m => <m.IncidentRouter />),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/timeline',
    title: 'Timeline',
    group: 'observability',
    icon: <RiTimeLine />,
    loader: () =>
      import('./components/EntityTimeline/EntityTimeline').then(m => (
        <m.EntityTimeline />
      )),
  },
});

const lastFactsCard = EntityCardBlueprint.make({
  name: 'last-facts',
  params: {
    type: 'content',
    loader: () =>
      import('./components/LastFactsCard/LastFactsCard').then(m => (
        <m.LastFactsCard />
      )),
  },
});

/**
 * What happened, who says so, and what it is related to.
 *
 * @public
 */
export const intelgraphPlugin = createFrontendPlugin({
  pluginId: 'intelgraph',
  title: 'Timeline',
  icon: <RiTimeLine />,
  routes: { root: timelineRouteRef, incidents: incidentsRouteRef },
  extensions: [
    factsApi,
    provenanceApi,
    timelinePage,
    incidentsPage,
    entityContent,
    lastFactsCard,
  ],
});
