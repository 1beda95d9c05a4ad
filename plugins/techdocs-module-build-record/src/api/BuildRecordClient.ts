import { CompoundEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { type fetchApiRef } from '@backstage/frontend-plugin-api';
import { BuildRecord, BuildRecordApi } from './buildRecordApiRef';

/** Talks to the TechDocs back end's `/builds`. */
export class BuildRecordClient implements BuildRecordApi {
  readonly #fetchApi: (typeof fetchApiRef)['T'];

  constructor(fetchApi: (typeof fetchApiRef)['T']) {
    this.#fetchApi = fetchApi;
  }

  async getRecord(
    entity: CompoundEntityRef,
    signal: AbortSignal,
  ): Promise<BuildRecord> {
    const path = [entity.kind, entity.namespace, entity.name]
      .map(encodeURIComponent)
      .join('/');
    return (await this.#get(`builds/by-name/${path}`, signal)).json();
  }

  async getLog(buildId: string, signal: AbortSignal): Promise<string> {
    const path = `builds/${encodeURIComponent(buildId)}/log`;
    return (await this.#get(path, signal)).text();
  }

  async #get(path: string, signal: AbortSignal): Promise<Response> {
    const response = await this.#fetchApi.fetch(`plugin://techdocs/${path}`, {
      signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
