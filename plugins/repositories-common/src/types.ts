/**
 * A repository of the embedded git folder.
 *
 * @public
 */
export interface RepositorySummary {
  owner: string;
  name: string;
  /** Commit that `main` stands at; absent while the repository is empty. */
  head?: string;
  /** What follows `git clone`. */
  clonePath: string;
}

/**
 * A file of a commit, without its content.
 *
 * @public
 */
export interface RepositoryFile {
  path: string;
  sizeBytes: number;
  executable: boolean;
}

/**
 * One line of history.
 *
 * @public
 */
export interface RepositoryCommit {
  commit: string;
  author: string;
  /** ISO 8601, UTC. */
  committedAt: string;
  subject: string;
}

/**
 * A repository as it stands at one commit.
 *
 * @public
 */
export interface RepositoryView extends RepositorySummary {
  commit: string;
  files: RepositoryFile[];
  /** The newest twenty, newest first. */
  history: RepositoryCommit[];
}

/**
 * The content of one file.
 *
 * @public
 */
export interface RepositoryBlob {
  path: string;
  commit: string;
  sizeBytes: number;
  /** Absent for a binary file. */
  text?: string;
}
