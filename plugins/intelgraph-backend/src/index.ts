/**
 * The back end of IntelGraph.
 *
 * @packageDocumentation
 */
export { intelgraphPlugin as default } from './plugin';
