/**
 * Decisions: a page over all records, a page per record, a tab on each component, search.
 *
 * @packageDocumentation
 */
export { adrPlugin as default } from './plugin';
