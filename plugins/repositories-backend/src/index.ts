/**
 * Read-only view of the embedded git folder.
 *
 * @packageDocumentation
 */
export { repositoriesPlugin as default } from './plugin';
