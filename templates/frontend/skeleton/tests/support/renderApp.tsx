import { render, type RenderResult } from '@testing-library/react';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { createMemoryRouter } from 'react-router';
import { onTestFinished } from 'vitest';
import { createDevApi, type DevApi } from '../../scripts/devApi.ts';
import { configureApi } from '../../src/api/client.ts';
import { App } from '../../src/App.tsx';
import { routes } from '../../src/routes.tsx';
import { startFeatureFlags } from '../../src/services/featureFlags.ts';

export const API_URL = 'http://api.test';

/** The application at an address, on top of the API in memory, and what was asked of that. */
export interface RenderedApp extends RenderResult {
  readonly requests: Request[];
  readonly path: () => string;
}

/** Settings of {@link renderApp}. */
export interface RenderAppSettings {
  readonly api?: DevApi;
  readonly retries?: number;
  readonly timeoutMs?: number;
}

let domains = 0;

/** Renders the whole application as it would be at `address`. */
export async function renderApp(
  address: string,
  { api = createDevApi(), retries = 0, timeoutMs = 30_000 }: RenderAppSettings = {},
): Promise<RenderedApp> {
  const requests: Request[] = [];
  const server = setupServer(
    http.all(`${API_URL}/*`, ({ request }) => {
      requests.push(request.clone());
      return api(request);
    }),
  );
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => {
    server.close();
  });
  configureApi({ baseUrl: API_URL, timeoutMs });
  domains += 1;
  const flagDomain = `test-${String(domains)}`;
  await startFeatureFlags(
    {
      'document-previews': {
        variants: { on: true, off: false },
        default_variant: 'off',
        targeting: [{ attribute: 'workspace', values: ['preview'], variant: 'on' }],
      },
    },
    flagDomain,
  );
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  const rendered = render(<App router={router} flagDomain={flagDomain} retries={retries} />);
  return {
    ...rendered,
    requests,
    path: () => router.state.location.pathname + router.state.location.search,
  };
}
