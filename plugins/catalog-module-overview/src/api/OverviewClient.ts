import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { type fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  DecisionFacts,
  DocsFacts,
  OverviewApi,
  ProcessingStatus,
  RepositoryFacts,
} from './overviewApiRef';

/** Talks to the back ends over HTTP. */
export class OverviewClient implements OverviewApi {
  readonly #fetchApi: (typeof fetchApiRef)['T'];

  constructor(fetchApi: (typeof fetchApiRef)['T']) {
    this.#fetchApi = fetchApi;
  }

  async getProcessingStatus(
    entityRef: string,
    signal: AbortSignal,
  ): Promise<ProcessingStatus> {
    return this.#get(
      `catalog/processing-status/by-name/${byName(entityRef)}`,
      signal,
    );
  }

  async getRepository(
    repository: string,
    signal: AbortSignal,
  ): Promise<RepositoryFacts> {
    const path = repository.split('/').map(encodeURIComponent).join('/');
    const view = await this.#get<{
      clonePath: string;
      history: { committedAt: string }[];
    }>(`repositories/repositories/${path}`, signal);
    return {
      clonePath: view.clonePath,
      lastCommitAt: view.history[0]?.committedAt ?? null,
    };
  }

  async getDecisions(
    entityRef: string,
    signal: AbortSignal,
  ): Promise<DecisionFacts> {
    const { records } = await this.#get<{ records: { status: string }[] }>(
      `adr/entities/by-name/${byName(entityRef)}`,
      signal,
    );
    return {
      count: records.length,
      proposed: records.filter(({ status }) => status === 'proposed').length,
    };
  }

  async getDocs(
    entityRef: string,
    signal: AbortSignal,
  ): Promise<DocsFacts | null> {
    const { builds } = await this.#get<{
      builds: {
        outcome: DocsFacts['outcome'];
        startedAt: string;
        finishedAt: string | null;
      }[];
    }>(`techdocs/builds/by-name/${byName(entityRef)}`, signal);
    const [latest] = builds;
    return latest
      ? { outcome: latest.outcome, at: latest.finishedAt ?? latest.startedAt }
      : null;
  }

  async getGrantingRoles(
    permission: string,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { grantedBy } = await this.#get<{ grantedBy: { title: string }[] }>(
      `permission/explain?permission=${encodeURIComponent(permission)}`,
      signal,
    );
    return grantedBy.map(({ title }) => title);
  }

  async #get<T>(path: string, signal: AbortSignal): Promise<T> {
    const response = await this.#fetchApi.fetch(`plugin://${path}`, {
      signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

function byName(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return [kind, namespace, name].map(encodeURIComponent).join('/');
}
