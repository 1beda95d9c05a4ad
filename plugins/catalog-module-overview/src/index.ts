/**
 * Component overview: facts, the answer, and why an entity is stale or broken.
 *
 * @packageDocumentation
 */
export { catalogModuleOverview as default } from './module';
export { overviewTranslationRef } from './translation';
