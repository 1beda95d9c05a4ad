import { fetchApiRef, toastApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { IntelGraphApi } from '@companyos/plugin-intelgraph-common';
import { act } from '@testing-library/react';
import { intelGraphApiRef } from '../api/intelGraphApiRef';
import { IncidentRouter } from '../components/IncidentRouter';
import { Router } from '../components/Router';
import { incidentsRouteRef, timelineRouteRef } from '../routes';
import { Location } from './Location';
import { fakeApi } from './fakeApi';

const explanation = {
  fetch: async () =>
    Response.json({
      permission: 'intelgraph.fact.read',
      allowed: false,
      reason: 'Only members of a tenant read its facts.',
      yourRoles: [],
      grantedBy: [],
      contacts: [],
    }),
};

/** What a test has in hand. */
interface Shown {
  container: HTMLElement;
  unmount: () => void;
  toast: { post: jest.Mock };
  /** What the back end says when facts became known. */
  signal: (watermark: number) => void;
}

/** Renders a page of the plugin at a path, with a back end that answers as the test wants. */
export const show = (
  path: string,
  overrides: Partial<IntelGraphApi> = {},
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
): Shown => {
  const toast = { post: jest.fn(() => ({ close: () => {} })) };
  const listeners = new Set<(message: { watermark: number }) => void>();
  const rendered = renderInTestApp(
    <>
      {path.startsWith('/incidents') ? <IncidentRouter /> : <Router />}
      <Location />
    </>,
    {
      apis: [
        [intelGraphApiRef, fakeApi(overrides)],
        [fetchApiRef, explanation],
        [toastApiRef, toast],
        [
          signalApiRef,
          {
            subscribe: (_: string, listener: (message: never) => void) => {
              listeners.add(
                listener as (message: { watermark: number }) => void,
              );
              return { unsubscribe: () => {} };
            },
          },
        ],
        mockApis.permission({ authorize: result }),
      ],
      mountPath: path.startsWith('/incidents') ? '/incidents/*' : '/timeline/*',
      mountedRoutes: {
        '/timeline': timelineRouteRef,
        '/incidents': incidentsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
  return {
    container: rendered.container as HTMLElement,
    unmount: rendered.unmount,
    toast,
    signal: (watermark: number) =>
      act(() => listeners.forEach(listener => listener({ watermark }))),
  };
};

/** Where the page has gone to. */
export const search = () =>
  new URLSearchParams(
    document.querySelector('[data-location]')?.getAttribute('data-location') ??
      '',
  );
