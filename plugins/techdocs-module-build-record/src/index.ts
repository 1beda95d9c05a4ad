/**
 * Shows the build record on the docs tab and in the reader.
 *
 * @packageDocumentation
 */
export { techdocsModuleBuildRecord as default } from './module';
export { buildRecordTranslationRef } from './translation';
