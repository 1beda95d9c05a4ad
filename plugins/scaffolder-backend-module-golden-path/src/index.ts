/**
 * The golden path in the scaffolder.
 *
 * @packageDocumentation
 */

export { scaffolderModuleGoldenPath as default } from './module';
