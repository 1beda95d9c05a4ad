import { ResponseError } from '@backstage/errors';
import {
  GoldenPathApi,
  GoldenPreview,
  GoldenPreviewRequest,
  GoldenTemplate,
  NameAvailability,
} from './GoldenPathApi';

const ROOT = 'plugin://scaffolder/golden-path';

/** Talks to the golden-path routes with the person's own credentials. */
export class GoldenPathClient implements GoldenPathApi {
  constructor(private readonly fetchApi: { fetch: typeof fetch }) {}

  async listTemplates(options?: { signal?: AbortSignal }) {
    return this.#request<GoldenTemplate[]>('/templates', options);
  }

  async preview(
    request: GoldenPreviewRequest,
    options?: { signal?: AbortSignal },
  ) {
    return this.#request<GoldenPreview>('/preview', {
      ...options,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  async nameAvailability(
    request: { name: string; owner?: string },
    options?: { signal?: AbortSignal },
  ) {
    const query = new URLSearchParams({
      name: request.name,
      ...(request.owner ? { owner: request.owner } : {}),
    });
    return this.#request<NameAvailability>(
      `/name-availability?${query}`,
      options,
    );
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.fetchApi.fetch(`${ROOT}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return (await response.json()) as T;
  }
}
