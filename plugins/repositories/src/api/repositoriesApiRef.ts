import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  RepositoryBlob,
  RepositorySummary,
  RepositoryView,
} from '@companyos/plugin-repositories-common';

/**
 * Reads the embedded git folder. Every call throws a `ResponseError` when the back end
 * answers with one.
 */
export interface RepositoriesApi {
  list(): Promise<RepositorySummary[]>;
  view(id: RepositoryLocation): Promise<RepositoryView>;
  blob(id: RepositoryLocation & { path: string }): Promise<RepositoryBlob>;
}

/** A repository at a branch or commit. */
export interface RepositoryLocation {
  owner: string;
  name: string;
  ref: string;
}

export const repositoriesApiRef = createApiRef<RepositoriesApi>().with({
  id: 'plugin.repositories.client',
  pluginId: 'repositories',
});
