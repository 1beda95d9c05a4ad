/**
 * Back end of the decisions plugin.
 *
 * @packageDocumentation
 */
export { adrPlugin as default } from './plugin';
