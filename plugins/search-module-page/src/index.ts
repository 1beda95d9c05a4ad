/**
 * The search page: one field, types as links, results as a list.
 *
 * @packageDocumentation
 */
export { searchPageModule as default } from './module';
