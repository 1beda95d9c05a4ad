/**
 * Keeps the log, age and failure reason of every docs build.
 *
 * @packageDocumentation
 */
export { techdocsModuleBuildRecord as default } from './module';
export type { BuildsView, BuildView } from './createRouter';
