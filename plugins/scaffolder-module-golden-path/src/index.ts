/**
 * Create: template cards, form fields that check as you type, the tree of files
 * before you commit to it, and a task page one can act on.
 *
 * @packageDocumentation
 */
export { default } from './module';
export { goldenPathApiRef } from './api/goldenPathApiRef';
export type {
  GoldenPathApi,
  GoldenPreview,
  GoldenPreviewFile,
  GoldenPreviewRequest,
  GoldenTemplate,
  NameAvailability,
} from './api/GoldenPathApi';
export { goldenPathTranslationRef } from './translation';
