import { ServiceUnavailableError } from '@backstage/errors';
import { git as runGit, GitError, GitRun } from '@companyos/git-command';

/**
 * Runs git. Resolves with the standard output.
 *
 * @throws ServiceUnavailableError when git is missing, takes too long or says too much; an Error with git's
 *   own words when it fails
 */
export function git(run: GitRun): Promise<Buffer> {
  return runGit(run).catch(error => {
    if (error instanceof GitError && error.code !== 'failed') {
      throw new ServiceUnavailableError(error.message);
    }
    throw error;
  });
}
