import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The fleet; the other pages lie below it. */
export const rootRouteRef = createRouteRef();
