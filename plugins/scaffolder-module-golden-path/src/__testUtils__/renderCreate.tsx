import { Entity } from '@backstage/catalog-model';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import {
  defaultEntityPresentation,
  entityPresentationApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { ScaffolderApi } from '@backstage/plugin-scaffolder-common';
import { scaffolderApiMock } from '@backstage/plugin-scaffolder-react/testUtils';
import { screen } from '@testing-library/react';
import goldenPathModule from '../module';

/** What a back-end route answers: a body, or a status with a body. */
type Answer = { status?: number; body: unknown };

/** Stands at the network: answers `METHOD plugin://…` without query by a function of the request. */
export type Routes = Record<
  string,
  (request: { url: URL; body: unknown }) => Answer | Promise<Answer>
>;

/** The demo template's entity and two teams. */
export const entities: Entity[] = [
  {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name: 'api-service',
      namespace: 'default',
      title: 'API service',
      description: 'An HTTP service with a database.',
      annotations: { 'companyos.io/golden-template': 'api-service@1.0.0' },
    },
    spec: { type: 'service', owner: 'group:default/platform-team', steps: [] },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/platform-team' }],
  },
  {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name: 'plain',
      namespace: 'default',
      title: 'Plain template',
      description: 'No golden path.',
    },
    spec: { type: 'library', owner: 'group:default/platform-team', steps: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'payments-team', namespace: 'default' },
    spec: { type: 'team', children: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments-api', namespace: 'default' },
    spec: { type: 'service', owner: 'payments-team', lifecycle: 'production' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/payments-team' }],
  },
];

/** The figures of the demo template. */
export const goldenTemplate = {
  name: 'api-service',
  version: '1.0.0',
  title: 'API service',
  summary: 'An HTTP service that is ready for production.',
  stack: ['Node 24', 'Express 5'],
  gates: ['unit tests', 'contract tests'],
  digest: 'sha256:0123456789abcdef',
  questionCount: 6,
  tasks: { succeeded: 12, failed: 1, p50Ms: 4200, p95Ms: 8900 },
};

/** Boots the scaffolder plugin with this module at a path, with the network and the API for tasks mocked. */
export function renderCreate(options: {
  path: string;
  routes?: Routes;
  scaffolder?: Partial<ScaffolderApi>;
  authorize?: Parameters<typeof mockApis.permission>[0];
}) {
  const calls: Array<{ route: string; url: URL; body: unknown }> = [];
  const routes: Routes = {
    'GET plugin://scaffolder/golden-path/templates': () => ({
      body: [goldenTemplate],
    }),
    ...options.routes,
  };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(String(input));
    const route = `${init?.method ?? 'GET'} ${String(input).split('?')[0]}`;
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    calls.push({ route, url, body });
    const answer = await routes[route]?.({ url, body });
    return new Response(
      JSON.stringify(answer?.body ?? { error: { name: 'NotFoundError' } }),
      {
        status: answer ? answer.status ?? 200 : 404,
        headers: { 'content-type': 'application/json' },
      },
    );
  };
  const scaffolder = scaffolderApiMock.mock(options.scaffolder);

  const { unmount } = renderTestApp({
    features: [scaffolderPlugin, goldenPathModule],
    initialRouteEntries: [options.path],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/docs/:namespace/:kind/:name':
        scaffolderPlugin.externalRoutes.viewTechDoc,
    },
    apis: [
      [fetchApiRef, { fetch }],
      catalogApiMock({ entities }),
      mockApis.permission(options.authorize),
      mockApis.identity({
        userEntityRef: 'user:default/leo.martins',
        ownershipEntityRefs: [
          'user:default/leo.martins',
          'group:default/payments-team',
        ],
      }),
      [
        entityPresentationApiRef,
        {
          forEntity: entityOrRef => {
            const snapshot = defaultEntityPresentation(entityOrRef);
            return { snapshot, promise: Promise.resolve(snapshot) };
          },
        },
      ],
      scaffolder,
    ],
  });
  return { calls, scaffolder, unmount };
}

/** Our page without the frame around it, whose tabs are the app's business. */
export function ownPage(): Element {
  const [title] = screen.getAllByRole('heading', { level: 1 }).slice(-1);
  const page = title.closest('header')?.parentElement;
  if (!page) {
    throw new Error('There is no page header.');
  }
  return page;
}
