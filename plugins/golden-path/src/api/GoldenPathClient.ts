import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type {
  Campaign,
  CampaignPlan,
  CampaignSummary,
  FleetPage,
  FleetQuery,
  RepositoryDetail,
  TemplateView,
  Update,
  UpdatePreview,
} from '@companyos/plugin-golden-path-common';
import type { CampaignAction, GoldenPathApi } from './GoldenPathApi';

const ROOT = 'plugin://golden-path';

const segments = (...parts: string[]) =>
  parts.map(part => `/${encodeURIComponent(part)}`).join('');

function repositoryPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/repositories${segments(namespace, kind, name)}`;
}

/** Talks to the golden-path back end with the person's own credentials. */
export class GoldenPathClient implements GoldenPathApi {
  constructor(private readonly fetchApi: { fetch: typeof fetch }) {}

  fleet(query: FleetQuery) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') search.set(name, String(value));
    }
    const text = search.toString();
    return this.#json<FleetPage>(`/fleet${text && `?${text}`}`);
  }

  templates() {
    return this.#json<TemplateView[]>('/templates');
  }

  repository(entityRef: string) {
    return this.#json<RepositoryDetail>(repositoryPath(entityRef));
  }

  check(entityRef: string) {
    return this.#post<RepositoryDetail>(`${repositoryPath(entityRef)}/check`);
  }

  preview(entityRef: string, to?: string) {
    const query = to ? `?${new URLSearchParams({ to })}` : '';
    return this.#json<UpdatePreview>(
      `${repositoryPath(entityRef)}/preview${query}`,
    );
  }

  openUpdate(
    entityRef: string,
    wish: { to?: string; answers?: Record<string, unknown> },
  ) {
    return this.#post<Update>(`${repositoryPath(entityRef)}/updates`, wish);
  }

  update(id: string) {
    return this.#json<Update>(`/updates${segments(id)}`);
  }

  mergeUpdate(id: string) {
    return this.#post<Update>(`/updates${segments(id)}/merge`);
  }

  closeUpdate(id: string) {
    return this.#post<Update>(`/updates${segments(id)}/close`);
  }

  async checkLog(id: string, check: string) {
    const response = await this.#answer(
      `/updates${segments(id)}/checks${segments(check)}/log`,
    );
    return response.text();
  }

  campaigns() {
    return this.#json<CampaignSummary[]>('/campaigns');
  }

  campaign(id: string) {
    return this.#json<Campaign>(`/campaigns${segments(id)}`);
  }

  planCampaign(plan: CampaignPlan) {
    return this.#post<Campaign>('/campaigns', plan);
  }

  act(id: string, action: CampaignAction) {
    return this.#post<Campaign>(`/campaigns${segments(id)}/${action}`);
  }

  async #json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.#answer(path, init);
    return response.json();
  }

  #post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#json<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #answer(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.fetchApi.fetch(`${ROOT}${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
