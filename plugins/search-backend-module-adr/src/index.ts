/**
 * Search over decision records.
 *
 * @packageDocumentation
 */
export * from './DecisionCollatorFactory';
export { searchModuleAdr as default } from './module';
