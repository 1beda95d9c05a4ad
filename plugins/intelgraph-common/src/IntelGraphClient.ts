import { ResponseError } from '@backstage/errors';
import { operations } from './openapi.generated';
import {
  EntityPage,
  EventSchema,
  EventSchemaDetail,
  FactDetail,
  FeedPage,
  FeedQuery,
  Graph,
  GraphQuery,
  Histogram,
  HistogramQuery,
  IncidentDetail,
  IncidentPage,
  IngestResponse,
  Operation,
  QuarantineItem,
  QuarantinePage,
  RejectList,
  SchemaList,
  SourceList,
  TimelinePage,
  TimelineQuery,
  Verification,
} from './types';

type QueryOf<Name extends keyof operations> = NonNullable<
  operations[Name]['parameters']['query']
>;

/**
 * Facts with their provenance. Every method throws a `ResponseError` when the back end refuses or fails; its
 * `cause.name` tells which (`NotAllowedError`, `NotFoundError`, …).
 *
 * @public
 */
export interface IntelGraphApi {
  /** The same, with every question that names no tenant asked in this one. */
  inTenant(tenant: string): IntelGraphApi;
  getTimeline(query?: TimelineQuery): Promise<TimelinePage>;
  /** The NDJSON export of a timeline, as the response whose body can be read or saved. */
  exportTimeline(query?: TimelineQuery): Promise<Response>;
  getHistogram(query: HistogramQuery): Promise<Histogram>;
  getFact(id: string, query?: QueryOf<'GetFact'>): Promise<FactDetail>;
  verifyFact(id: string, query?: { tenant?: string }): Promise<Verification>;
  eraseFact(
    id: string,
    reason: string,
    query?: { tenant?: string },
  ): Promise<FactDetail>;
  getFeed(query?: FeedQuery): Promise<FeedPage>;
  getGraph(query: GraphQuery): Promise<Graph>;
  listEntities(query?: QueryOf<'ListEntities'>): Promise<EntityPage>;
  listSources(query?: { tenant?: string }): Promise<SourceList>;
  verifySource(id: number, query?: { tenant?: string }): Promise<Verification>;
  listRejects(id: number, query?: QueryOf<'ListRejects'>): Promise<RejectList>;
  listQuarantine(query?: QueryOf<'ListQuarantine'>): Promise<QuarantinePage>;
  retryQuarantine(
    id: string,
    query?: { tenant?: string },
  ): Promise<QuarantineItem>;
  discardQuarantine(
    id: string,
    reason: string,
    query?: { tenant?: string },
  ): Promise<QuarantineItem>;
  listSchemas(): Promise<SchemaList>;
  getSchema(type: string, version: string): Promise<EventSchemaDetail>;
  registerSchema(schema: {
    type: string;
    version: string;
    schema: Record<string, unknown>;
    compatibility?: EventSchema['compatibility'];
  }): Promise<EventSchema>;
  listIncidents(query?: QueryOf<'ListIncidents'>): Promise<IncidentPage>;
  getIncident(query: QueryOf<'GetIncident'>): Promise<IncidentDetail>;
  acknowledgeIncident(
    incident: string,
    note?: string,
    query?: { tenant?: string },
  ): Promise<IncidentDetail>;
  listTenants(): Promise<{ items: { id: string; title: string }[] }>;
  getOperation(id: string, query?: { tenant?: string }): Promise<Operation>;
  /** Delivers structured CloudEvents as one batch of at most 1,000. */
  ingest(
    events: readonly Record<string, unknown>[],
    options?: { idempotencyKey?: string },
  ): Promise<IngestResponse>;
}

/**
 * {@link IntelGraphApi} over HTTP. In a front end the base URL is `plugin://intelgraph`; in a back end it comes from
 * discovery and `fetch` adds the service token.
 *
 * @public
 */
export class IntelGraphClient implements IntelGraphApi {
  readonly #baseUrl: () => string | Promise<string>;
  readonly #fetch: typeof fetch;
  readonly #tenant: string | undefined;

  /** @param options.tenant - of questions that name none; without it the one that the back end chooses */
  constructor(options: {
    baseUrl: () => string | Promise<string>;
    fetch: typeof fetch;
    tenant?: string;
  }) {
    this.#baseUrl = options.baseUrl;
    this.#fetch = options.fetch;
    this.#tenant = options.tenant;
  }

  inTenant(tenant: string): IntelGraphClient {
    return new IntelGraphClient({
      baseUrl: this.#baseUrl,
      fetch: this.#fetch,
      tenant,
    });
  }

  getTimeline(query: TimelineQuery = {}): Promise<TimelinePage> {
    return this.#json(`/timeline${this.#toQuery(query)}`);
  }

  exportTimeline(query: TimelineQuery = {}): Promise<Response> {
    return this.#request(`/timeline/export${this.#toQuery(query)}`);
  }

  getHistogram(query: HistogramQuery): Promise<Histogram> {
    return this.#json(`/timeline/histogram${this.#toQuery(query)}`);
  }

  getFact(id: string, query: QueryOf<'GetFact'> = {}): Promise<FactDetail> {
    return this.#json(
      `/facts/${encodeURIComponent(id)}${this.#toQuery(query)}`,
    );
  }

  verifyFact(
    id: string,
    query: { tenant?: string } = {},
  ): Promise<Verification> {
    return this.#json(
      `/facts/${encodeURIComponent(id)}/verify${this.#toQuery(query)}`,
    );
  }

  eraseFact(
    id: string,
    reason: string,
    query: { tenant?: string } = {},
  ): Promise<FactDetail> {
    return this.#post(
      `/facts/${encodeURIComponent(id)}/erase${this.#toQuery(query)}`,
      { reason },
    );
  }

  getFeed(query: FeedQuery = {}): Promise<FeedPage> {
    return this.#json(`/feed${this.#toQuery(query)}`);
  }

  getGraph(query: GraphQuery): Promise<Graph> {
    return this.#json(`/graph${this.#toQuery(query)}`);
  }

  listEntities(query: QueryOf<'ListEntities'> = {}): Promise<EntityPage> {
    return this.#json(`/entities${this.#toQuery(query)}`);
  }

  listSources(query: { tenant?: string } = {}): Promise<SourceList> {
    return this.#json(`/sources${this.#toQuery(query)}`);
  }

  verifySource(
    id: number,
    query: { tenant?: string } = {},
  ): Promise<Verification> {
    return this.#json(`/sources/${id}/verify${this.#toQuery(query)}`);
  }

  listRejects(
    id: number,
    query: QueryOf<'ListRejects'> = {},
  ): Promise<RejectList> {
    return this.#json(`/sources/${id}/rejects${this.#toQuery(query)}`);
  }

  listQuarantine(
    query: QueryOf<'ListQuarantine'> = {},
  ): Promise<QuarantinePage> {
    return this.#json(`/quarantine${this.#toQuery(query)}`);
  }

  retryQuarantine(
    id: string,
    query: { tenant?: string } = {},
  ): Promise<QuarantineItem> {
    return this.#post(
      `/quarantine/${encodeURIComponent(id)}/retry${this.#toQuery(query)}`,
    );
  }

  discardQuarantine(
    id: string,
    reason: string,
    query: { tenant?: string } = {},
  ): Promise<QuarantineItem> {
    return this.#post(
      `/quarantine/${encodeURIComponent(id)}/discard${this.#toQuery(query)}`,
      { reason },
    );
  }

  listSchemas(): Promise<SchemaList> {
    return this.#json('/schemas');
  }

  getSchema(type: string, version: string): Promise<EventSchemaDetail> {
    return this.#json(
      `/schemas/${encodeURIComponent(type)}/${encodeURIComponent(version)}`,
    );
  }

  registerSchema(schema: {
    type: string;
    version: string;
    schema: Record<string, unknown>;
    compatibility?: EventSchema['compatibility'];
  }): Promise<EventSchema> {
    return this.#post('/schemas', schema);
  }

  listIncidents(query: QueryOf<'ListIncidents'> = {}): Promise<IncidentPage> {
    return this.#json(`/incidents${this.#toQuery(query)}`);
  }

  getIncident(query: QueryOf<'GetIncident'>): Promise<IncidentDetail> {
    return this.#json(`/incidents/by-ref${this.#toQuery(query)}`);
  }

  acknowledgeIncident(
    incident: string,
    note?: string,
    query: { tenant?: string } = {},
  ): Promise<IncidentDetail> {
    return this.#post(`/incidents/acknowledge${this.#toQuery(query)}`, {
      incident,
      ...(note && { note }),
    });
  }

  listTenants(): Promise<{ items: { id: string; title: string }[] }> {
    return this.#json('/tenants');
  }

  getOperation(
    id: string,
    query: { tenant?: string } = {},
  ): Promise<Operation> {
    return this.#json(
      `/operations/${encodeURIComponent(id)}${this.#toQuery(query)}`,
    );
  }

  ingest(
    events: readonly Record<string, unknown>[],
    options: { idempotencyKey?: string } = {},
  ): Promise<IngestResponse> {
    return this.#json('/events', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/cloudevents-batch+json',
        ...(options.idempotencyKey && {
          'Idempotency-Key': options.idempotencyKey,
        }),
      },
      body: JSON.stringify(events),
    });
  }

  #toQuery(query: { tenant?: string }): string {
    return toQuery({ ...query, tenant: query.tenant ?? this.#tenant });
  }

  #post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#json(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #json<T>(path: string, init?: RequestInit): Promise<T> {
    return (await this.#request(path, init)).json();
  }

  async #request(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.#fetch(`${await this.#baseUrl()}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function toQuery(values: Record<string, unknown>): string {
  // A blank as %20: the back end takes + for what it says.
  const parts = Object.entries(values).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter(one => one !== undefined && one !== '')
      .map(one => `${name}=${encodeURIComponent(String(one))}`),
  );
  return parts.length ? `?${parts.join('&')}` : '';
}
