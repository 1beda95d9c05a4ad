import { Navigate, type RouteObject } from 'react-router';
import type { PagePattern } from '../config/routes.ts';
import { Layout } from './components/Layout.tsx';
import { Loading } from './components/Loading.tsx';
import { Crash } from './pages/Crash.tsx';
import { NotFound } from './pages/NotFound.tsx';

/** One page for each pattern the server knows; loaded when it is first opened. */
const pages: Readonly<Record<PagePattern, Omit<RouteObject, 'path' | 'index' | 'children'>>> = {
  '/': { element: <Navigate to="/documents" replace /> },
  '/documents': {
    lazy: async () => ({ Component: (await import('./pages/DocumentList.tsx')).DocumentList }),
  },
  '/documents/new': {
    lazy: async () => ({ Component: (await import('./pages/NewDocument.tsx')).NewDocument }),
  },
  '/documents/:id': {
    lazy: async () => ({ Component: (await import('./pages/DocumentDetail.tsx')).DocumentDetail }),
  },
};

/** The pages and their frame, for a router. */
export const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <Crash />,
    HydrateFallback: Loading,
    children: [
      ...Object.entries(pages).map(([path, page]) => ({ path, ...page })),
      { path: '*', element: <NotFound /> },
    ],
  },
];
