import {
  ApiBlueprint,
  createFrontendPlugin,
  createRouteRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiGitRepositoryLine } from '@remixicon/react';
import { RepositoriesClient } from './api/RepositoriesClient';
import { repositoriesApiRef } from './api/repositoriesApiRef';

/** The list of repositories. */
export const rootRouteRef = createRouteRef();

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: repositoriesApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new RepositoriesClient(fetchApi),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/repos',
    title: 'Repositories',
    icon: <RiGitRepositoryLine />,
    routeRef: rootRouteRef,
    noHeader: true,
    loader: async () => {
      const { Router } = await import('./components/Router');
      return <Router />;
    },
  },
});

/**
 * Files and history of the repositories of the embedded git folder.
 *
 * @public
 */
export const repositoriesPlugin = createFrontendPlugin({
  pluginId: 'repositories',
  title: 'Repositories',
  icon: <RiGitRepositoryLine />,
  routes: { root: rootRouteRef },
  extensions: [api, page],
});
