import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All decisions. */
export const rootRouteRef = createRouteRef();

/** One record. */
export const recordRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:id',
});
