/**
 * Contract of the embedded repositories browser.
 *
 * @packageDocumentation
 */
export {
  repositoriesPermissions,
  repositoryReadPermission,
} from './permissions';
export type {
  RepositoryBlob,
  RepositoryCommit,
  RepositoryFile,
  RepositorySummary,
  RepositoryView,
} from './types';
