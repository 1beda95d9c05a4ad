import { createApiRef } from '@backstage/frontend-plugin-api';

/** Where an entity comes from. */
export interface EntityLocation {
  type: string;
  target: string;
}

/** How the catalog keeps an entity. Times are UTC ISO strings. */
export interface ProcessingStatus {
  /** When a source last emitted the entity. */
  lastDiscoveryAt: string;
  /** When it is due for processing; in the past while it waits its turn. */
  nextUpdateAt: string;
  /** When what the catalog shows last changed. */
  lastStitchedAt: string | null;
  location: EntityLocation | null;
  originLocation: EntityLocation | null;
  /** Its own errors, then those of the locations it comes from. */
  errors: { name: string; message: string; entityRef?: string }[];
  /** Nothing emits the entity any more. */
  orphan: boolean;
  /** The source says something that the catalog does not show yet. */
  unprocessedDiffers: boolean;
}

/** What is known about the embedded repository of an entity. */
export interface RepositoryFacts {
  /** What follows `git clone`. */
  clonePath: string;
  /** Time of the newest commit on `main`, UTC ISO; `null` while it is empty. */
  lastCommitAt: string | null;
}

/** How many decision records an entity has. */
export interface DecisionFacts {
  count: number;
  /** How many of them wait to be decided. */
  proposed: number;
}

/** How an entity's docs stand. Times are UTC ISO strings. */
export interface DocsFacts {
  outcome: 'running' | 'success' | 'failure';
  /** When the newest build ended, or began if it runs. */
  at: string;
}

/** Reads the facts that the overview tells, each from the back end that owns it. */
export interface OverviewApi {
  /** @throws ResponseError */
  getProcessingStatus(
    entityRef: string,
    signal: AbortSignal,
  ): Promise<ProcessingStatus>;
  /**
   * @param repository - `<owner>/<name>`
   * @throws ResponseError
   */
  getRepository(
    repository: string,
    signal: AbortSignal,
  ): Promise<RepositoryFacts>;
  /** @throws ResponseError */
  getDecisions(entityRef: string, signal: AbortSignal): Promise<DecisionFacts>;
  /**
   * @returns `null` when no docs were ever built
   * @throws ResponseError
   */
  getDocs(entityRef: string, signal: AbortSignal): Promise<DocsFacts | null>;
  /**
   * @returns the titles of the roles that grant a permission
   * @throws ResponseError
   */
  getGrantingRoles(permission: string, signal: AbortSignal): Promise<string[]>;
}

/** Ref of the {@link OverviewApi}. */
export const overviewApiRef = createApiRef<OverviewApi>().with({
  id: 'plugin.catalog.overview',
  pluginId: 'catalog',
});
