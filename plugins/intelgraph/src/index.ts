/**
 * IntelGraph: timeline, relations, sources and incidents.
 *
 * @packageDocumentation
 */
export { intelgraphPlugin as default } from './plugin';
