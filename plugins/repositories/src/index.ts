/**
 * Where "View source" leads for repositories of the embedded git folder.
 *
 * @packageDocumentation
 */
export { repositoriesPlugin as default } from './plugin';
