import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The timeline; relations and sources lie below it. */
export const timelineRouteRef = createRouteRef();

/** All incidents; one of them lies below. */
export const incidentsRouteRef = createRouteRef();
