/**
 * The catalog page: every entity as a row, filtered and paged by the back end.
 *
 * @packageDocumentation
 */
export { catalogIndexModule as default } from './module';
