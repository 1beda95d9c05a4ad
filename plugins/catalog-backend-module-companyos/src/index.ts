/**
 * The organisation's catalog model, and the processing status of each entity.
 *
 * @packageDocumentation
 */
export { catalogModuleCompanyos as default } from './module';
export type {
  ProcessingLocation,
  ProcessingStatus,
} from './readProcessingStatus';
