import { ResponseError } from '@backstage/errors';
import type { FetchApi } from '@backstage/frontend-plugin-api';
import type {
  RepositoryBlob,
  RepositorySummary,
  RepositoryView,
} from '@companyos/plugin-repositories-common';
import type { RepositoriesApi, RepositoryLocation } from './repositoriesApiRef';

/** {@link RepositoriesApi} over HTTP. */
export class RepositoriesClient implements RepositoriesApi {
  constructor(private readonly fetchApi: FetchApi) {}

  async list(): Promise<RepositorySummary[]> {
    const { items } = await this.get<{ items: RepositorySummary[] }>('');
    return items;
  }

  view({ owner, name, ref }: RepositoryLocation): Promise<RepositoryView> {
    return this.get(`${path(owner, name)}?${new URLSearchParams({ ref })}`);
  }

  blob(id: RepositoryLocation & { path: string }): Promise<RepositoryBlob> {
    const query = new URLSearchParams({ ref: id.ref, path: id.path });
    return this.get(`${path(id.owner, id.name)}/blob?${query}`);
  }

  private async get<T>(rest: string): Promise<T> {
    const response = await this.fetchApi.fetch(
      `plugin://repositories/repositories${rest}`,
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

function path(owner: string, name: string): string {
  return `/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}
