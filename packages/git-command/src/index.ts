/**
 * Runs the git binary, and nothing of the machine's own configuration with it.
 *
 * @packageDocumentation
 */

export { git, GitError } from './git';
export type { GitErrorCode, GitRun } from './git';
export { openGitObjects } from './openGitObjects';
export type {
  GitObject,
  GitObjectInfo,
  GitObjects,
  GitObjectsOptions,
} from './openGitObjects';
