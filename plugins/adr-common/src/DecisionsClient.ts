import { ResponseError } from '@backstage/errors';
import { operations } from './openapi.generated';
import {
  Decision,
  DecisionPage,
  DecisionProblemPage,
  EntityDecisions,
} from './types';

/** Filters, order and page of {@link DecisionsApi.listDecisions}. @public */
export type ListDecisionsQuery = NonNullable<
  operations['ListDecisions']['parameters']['query']
>;

/** Filter and page of {@link DecisionsApi.listProblems}. @public */
export type ListDecisionProblemsQuery = NonNullable<
  operations['ListDecisionProblems']['parameters']['query']
>;

/**
 * Decisions of all entities. Every method throws a `ResponseError` when the back end
 * refuses or fails; its `cause.name` tells which (`NotAllowedError`, `NotFoundError`, …).
 *
 * @public
 */
export interface DecisionsApi {
  listDecisions(query?: ListDecisionsQuery): Promise<DecisionPage>;
  getDecision(id: string): Promise<Decision>;
  getEntityDecisions(entity: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<EntityDecisions>;
  listProblems(query?: ListDecisionProblemsQuery): Promise<DecisionProblemPage>;
  refresh(entityRef: string): Promise<EntityDecisions>;
}

/**
 * {@link DecisionsApi} over HTTP. In a front end the base URL is `plugin://adr`; in a back
 * end it comes from discovery and `fetch` adds the service token.
 *
 * @public
 */
export class DecisionsClient implements DecisionsApi {
  readonly #baseUrl: () => string | Promise<string>;
  readonly #fetch: typeof fetch;

  constructor(options: {
    baseUrl: () => string | Promise<string>;
    fetch: typeof fetch;
  }) {
    this.#baseUrl = options.baseUrl;
    this.#fetch = options.fetch;
  }

  listDecisions(query: ListDecisionsQuery = {}): Promise<DecisionPage> {
    return this.#request(`/records${toQuery(query)}`);
  }

  getDecision(id: string): Promise<Decision> {
    return this.#request(`/records/${encodeURIComponent(id)}`);
  }

  getEntityDecisions(entity: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<EntityDecisions> {
    const path = [entity.kind, entity.namespace, entity.name]
      .map(encodeURIComponent)
      .join('/');
    return this.#request(`/entities/by-name/${path}`);
  }

  listProblems(
    query: ListDecisionProblemsQuery = {},
  ): Promise<DecisionProblemPage> {
    return this.#request(`/problems${toQuery(query)}`);
  }

  refresh(entityRef: string): Promise<EntityDecisions> {
    return this.#request('/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ entityRef }),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.#fetch(`${await this.#baseUrl()}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

function toQuery(values: Record<string, string | number | undefined>): string {
  // A blank as %20: the back end takes + for what it says.
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}
