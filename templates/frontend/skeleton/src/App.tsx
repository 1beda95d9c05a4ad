import { OpenFeatureProvider } from '@openfeature/react-sdk';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider, type RouterProviderProps } from 'react-router';
import { ApiError } from './api/client.ts';

/** Props of {@link App}. */
export interface AppProps {
  readonly router: RouterProviderProps['router'];
  /** The OpenFeature domain the flags are under. */
  readonly flagDomain?: string;
  /** How often a call that may succeed a moment later is made again. */
  readonly retries?: number;
}

/** The application, once its settings are there. */
export function App({ router, flagDomain = 'app', retries = 1 }: AppProps) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 30_000,
            retry: (count, error) =>
              count < retries && error instanceof ApiError && error.transient,
          },
        },
      }),
  );
  return (
    <OpenFeatureProvider domain={flagDomain} suspend={false}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </OpenFeatureProvider>
  );
}
