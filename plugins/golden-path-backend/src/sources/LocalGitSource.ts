import { NotFoundError } from '@backstage/errors';
import { LocalGit } from '@companyos/local-git';
import {
  HostCheck,
  MergeOutcome,
  PullRequest,
  RepositoryHead,
  RepositoryPlace,
  RepositorySource,
} from './types';
import { hasCommit } from './gitObjects';

const MAIN = 'main';

/** The embedded git folder. It shows people branches, and has no pull requests and no CI of its own. */
export class LocalGitSource implements RepositorySource {
  readonly #localGit: LocalGit;

  constructor(localGit: LocalGit) {
    this.#localGit = localGit;
  }

  async head(place: RepositoryPlace): Promise<RepositoryHead | undefined> {
    const commit = await this.#localGit.head(place);
    return commit ? { branch: MAIN, commit } : undefined;
  }

  async branches(
    place: RepositoryPlace,
    names: readonly string[],
  ): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const branch of names) {
      const commit = await this.#localGit.head({
        owner: place.owner,
        name: place.name,
        branch,
      });
      if (commit) found.set(branch, commit);
    }
    return found;
  }

  async objects(
    place: RepositoryPlace,
    commits: readonly string[],
  ): Promise<string> {
    if (!(await this.#localGit.has(place))) {
      throw new NotFoundError(
        `There is no repository ${place.owner}/${place.name}`,
      );
    }
    const directory = this.#localGit.clonePath(place);
    for (const commit of commits) {
      if (!(await hasCommit(directory, commit))) {
        throw new NotFoundError(
          `The repository ${place.owner}/${place.name} has no commit ${commit}`,
        );
      }
    }
    return directory;
  }

  async put(
    place: RepositoryPlace,
    change: {
      gitDirectory: string;
      branch: string;
      commit: string;
      base: string;
      expected: string | undefined;
    },
  ): Promise<boolean> {
    const { owner, name } = place;
    const { branch, commit, expected } = change;
    await this.#localGit.importCommit({
      owner,
      name,
      fromGitDirectory: change.gitDirectory,
      commit,
      without: change.base,
    });
    return this.#localGit.setBranch({ owner, name, branch, commit, expected });
  }

  remove(
    place: RepositoryPlace,
    branch: string,
    commit: string,
  ): Promise<boolean> {
    const { owner, name } = place;
    return this.#localGit.deleteBranch({
      owner,
      name,
      branch,
      expected: commit,
    });
  }

  async propose(): Promise<PullRequest | undefined> {
    return undefined;
  }

  async proposalState(): Promise<'open'> {
    return 'open';
  }

  async merge(
    place: RepositoryPlace,
    options: { branch: string; commit: string; base: string },
  ): Promise<MergeOutcome> {
    const { owner, name } = place;
    const { branch, commit, base } = options;
    const tip = (await this.branches(place, [branch])).get(branch);
    if (tip !== commit) return { kind: 'moved' };
    const moved = await this.#localGit.fastForward({
      owner,
      name,
      commit,
      expected: base,
    });
    if (!moved) return { kind: 'moved' };
    // Whoever pushed to the branch meanwhile keeps it.
    await this.remove(place, branch, commit);
    return { kind: 'merged', commit };
  }

  async withdraw(): Promise<void> {}

  async report(): Promise<void> {}

  async ciOf(): Promise<HostCheck | undefined> {
    return undefined;
  }
}
