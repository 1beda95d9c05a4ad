/** Where a repository lives. */
export type RepositoryHost = 'local-git' | 'github';

/**
 * A repository, as the catalog itself noted it: where the entity was read from, never what its descriptor says
 * about it.
 */
export interface RepositoryPlace {
  readonly host: RepositoryHost;
  /** The same for the same repository, whatever URL it was found by. */
  readonly key: string;
  /** For people. */
  readonly url: string;
  readonly owner: string;
  readonly name: string;
  /** Name of the git host, for its credentials; empty for the embedded folder. */
  readonly hostname: string;
}

/** Where the default branch stands. */
export interface RepositoryHead {
  readonly branch: string;
  readonly commit: string;
}

/** An update as its repository shows it to people. */
export interface Proposal {
  readonly branch: string;
  readonly commit: string;
  /** Name of the default branch. */
  readonly into: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** Whether a person has work to do before it may be merged. */
  readonly isDraft: boolean;
}

/** A proposal's number and page where the host has such. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
}

/** What happened on the way to a merge. */
export type MergeOutcome =
  | { readonly kind: 'merged'; readonly commit: string }
  /** The default branch or the proposal's branch is not where it was; look again. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly reason: string };

/** A check as it is told to, or read from, the host. */
export interface HostCheck {
  readonly name: string;
  readonly status: 'pending' | 'passed' | 'failed';
  readonly summary: string;
  readonly url?: string;
}

/** How the plugin reaches repositories of one kind of host. */
export interface RepositorySource {
  /**
   * Where the default branch stands; undefined for a repository that is not there or is empty.
   *
   * @throws ServiceUnavailableError when the host cannot be asked
   */
  head(place: RepositoryPlace): Promise<RepositoryHead | undefined>;

  /** Commits that these branches stand at; missing ones are absent. */
  branches(
    place: RepositoryPlace,
    names: readonly string[],
  ): Promise<Map<string, string>>;

  /**
   * A git directory that has these commits and all before them. Only to be read.
   *
   * @throws NotFoundError when a commit is not there
   */
  objects(place: RepositoryPlace, commits: readonly string[]): Promise<string>;

  /**
   * Sets a branch to a commit of a git directory, if it stands where it is expected.
   *
   * @param change.expected - undefined: there is no such branch
   * @param change.base - a commit that the repository has
   * @returns false when the branch stood elsewhere
   */
  put(
    place: RepositoryPlace,
    change: {
      gitDirectory: string;
      branch: string;
      commit: string;
      base: string;
      expected: string | undefined;
    },
  ): Promise<boolean>;

  /** Removes a branch if it stands at this commit; says whether it did. */
  remove(
    place: RepositoryPlace,
    branch: string,
    commit: string,
  ): Promise<boolean>;

  /** Shows the branch to people, or brings what is shown up to date; once for each branch. */
  propose(
    place: RepositoryPlace,
    proposal: Proposal,
  ): Promise<PullRequest | undefined>;

  /** Brings the proposal to the default branch, if both stand where they are expected. */
  merge(
    place: RepositoryPlace,
    options: {
      branch: string;
      commit: string;
      into: string;
      base: string;
      pullRequest?: number;
      title: string;
    },
  ): Promise<MergeOutcome>;

  /** Whether people still have the proposal before them. */
  proposalState(
    place: RepositoryPlace,
    pullRequest?: number,
  ): Promise<'open' | 'merged' | 'closed'>;

  /** Takes the proposal from people's sight; its branch is left. */
  withdraw(place: RepositoryPlace, pullRequest?: number): Promise<void>;

  /** Tells the host about checks of ours. */
  report(
    place: RepositoryPlace,
    commit: string,
    checks: readonly HostCheck[],
  ): Promise<void>;

  /** What the host's own CI says about a commit; undefined where the host has none. */
  ciOf(place: RepositoryPlace, commit: string): Promise<HostCheck | undefined>;
}
