/**
 * Bare git repositories in a folder: safe names, created once, read without a work tree.
 *
 * @packageDocumentation
 */

export type { CommitAuthor, CommitFile } from './firstCommit';
export { LocalGit } from './LocalGit';
export type {
  CreatedRepository,
  CreateRepository,
  LogEntry,
  RepositoryId,
  Tag,
  TreeFile,
} from './LocalGit';
export { isRepositoryName } from './names';
export { RepositoryUrls } from './RepositoryUrls';
export type { RepositoryLocation } from './RepositoryUrls';
