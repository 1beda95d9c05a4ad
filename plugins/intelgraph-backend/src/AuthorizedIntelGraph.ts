import { NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  Compatibility,
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
  IncidentStatus,
  intelgraphBodyErasePermission,
  intelgraphFactReadPermission,
  intelgraphIncidentAcknowledgePermission,
  intelgraphQuarantineManagePermission,
  intelgraphSchemaRegisterPermission,
  intelgraphSensitiveReadPermission,
  Operation,
  QuarantineItem,
  QuarantinePage,
  QuarantineStatus,
  RejectList,
  SchemaList,
  SourceList,
  TimelineItem,
  TimelinePage,
  TimelineQuery,
  Verification,
} from '@companyos/plugin-intelgraph-common';
import { Access, Caller, writerOf } from './Access';
import { Eraser } from './database/Eraser';
import { toDigest } from './database/FactReader';
import { NameReader } from './database/NameReader';
import { OperationStore } from './database/OperationStore';
import { SourceStore, StoredSource } from './database/SourceStore';
import { personEvent } from './domain/personEvent';
import { readEvent } from './domain/readEvent';
import { sourceHealth } from './domain/sourceHealth';
import { EventSchemas } from './EventSchemas';
import { Facts } from './Facts';
import { GraphWalk } from './GraphWalk';
import { Incidents } from './Incidents';
import { Ingest } from './Ingest';
import { Quarantine } from './Quarantine';
import { Options } from './readOptions';
import { microsOf, Timeline } from './Timeline';

type Scope = { tenant?: string };

/** Hours before an incident in which changes are looked for, when nobody says. */
const WINDOW_HOURS = 24;

/**
 * The use cases of the plugin, for a caller. Each needs a permission and keeps to the tenants that the caller
 * belongs to; what is in another tenant does not exist.
 *
 * All methods throw NotAllowedError without the permission, and NotFoundError for a tenant that is not the caller's.
 */
export class AuthorizedIntelGraph {
  readonly #options: {
    readonly access: Access;
    readonly timeline: Timeline;
    readonly facts: Facts;
    readonly walk: GraphWalk;
    readonly incidents: Incidents;
    readonly quarantine: Quarantine;
    readonly schemas: EventSchemas;
    readonly ingest: Ingest;
    readonly eraser: Eraser;
    readonly names: NameReader;
    readonly sources: SourceStore;
    readonly operations: OperationStore;
    readonly expectations: Options['expectations'];
    readonly now: () => number;
    readonly newId: () => string;
  };

  constructor(options: {
    access: Access;
    timeline: Timeline;
    facts: Facts;
    walk: GraphWalk;
    incidents: Incidents;
    quarantine: Quarantine;
    schemas: EventSchemas;
    ingest: Ingest;
    eraser: Eraser;
    names: NameReader;
    sources: SourceStore;
    operations: OperationStore;
    expectations: Options['expectations'];
    now: () => number;
    newId: () => string;
  }) {
    this.#options = options;
  }

  async listTenants(
    caller: Caller,
  ): Promise<{ items: { id: string; title: string }[] }> {
    const { access } = this.#options;
    await access.authorize(intelgraphFactReadPermission, caller);
    const tenants = await access.tenantsOf(caller);
    return { items: tenants.map(({ id, title }) => ({ id, title })) };
  }

  async getTimeline(
    query: TimelineQuery,
    caller: Caller,
  ): Promise<TimelinePage> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.timeline.page(tenant, rest);
  }

  async exportTimeline(
    query: TimelineQuery,
    caller: Caller,
  ): Promise<AsyncGenerator<TimelineItem[]>> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.timeline.everything(tenant, rest);
  }

  async getHistogram(
    query: HistogramQuery,
    caller: Caller,
  ): Promise<Histogram> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.timeline.histogram(tenant, rest);
  }

  async getFeed(query: FeedQuery, caller: Caller): Promise<FeedPage> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.timeline.feed(
      tenant,
      rest,
      await this.#maySeeSensitive(caller),
    );
  }

  async getFact(
    id: string,
    query: Scope & { knownAt?: string },
    caller: Caller,
  ): Promise<FactDetail> {
    const { tenant, rest } = await this.#reading(query, caller);
    const { facts, timeline } = this.#options;
    const watermark = await timeline.watermark(rest.knownAt);
    return facts.detail(
      await facts.find(tenant, id, watermark),
      watermark,
      await this.#maySeeSensitive(caller),
    );
  }

  async verifyFact(
    id: string,
    query: Scope,
    caller: Caller,
  ): Promise<Verification> {
    const { tenant } = await this.#reading(query, caller);
    const { facts, timeline } = this.#options;
    const watermark = await timeline.watermark(undefined);
    return facts.verify(await facts.find(tenant, id, watermark), watermark);
  }

  /** Removes what a fact says; that it was removed is a fact of its own, in the same transaction. */
  async eraseFact(
    id: string,
    reason: string,
    query: Scope,
    caller: Caller,
  ): Promise<FactDetail> {
    const { access, facts, timeline, eraser, now } = this.#options;
    const { tenant } = await this.#reading(query, caller);
    await access.authorize(intelgraphBodyErasePermission, caller);
    const before = await timeline.watermark(undefined);
    const fact = await facts.find(tenant, id, before);
    const { subject } = writerOf(caller);
    await this.#state(
      {
        type: 'dev.cdeventsx.companyos-fact.erased.0.1.0',
        entity: fact.entity,
        content: { fact: toDigest(fact.factId), reason, actor: subject },
        tenant,
      },
      caller,
      async trx => {
        await eraser.erase(trx, [fact.seq], { at: now(), by: subject, reason });
      },
    );
    const watermark = await timeline.watermark(undefined);
    return facts.detail(
      await facts.find(tenant, id, watermark),
      watermark,
      await this.#maySeeSensitive(caller),
    );
  }

  async getGraph(query: GraphQuery, caller: Caller): Promise<Graph> {
    const { tenant, rest } = await this.#reading(query, caller);
    const { walk, timeline } = this.#options;
    return walk.graph({
      tenant,
      entity: rest.entity,
      depth: rest.depth ?? 2,
      direction: rest.direction ?? 'both',
      lineage: rest.lineage ?? false,
      watermark: await timeline.watermark(rest.knownAt),
      ...(rest.asOf !== undefined && {
        asOfMicros: microsOf('asOf', rest.asOf),
      }),
    });
  }

  async listEntities(
    query: Scope & {
      q?: string;
      kind?: string;
      limit?: number;
      cursor?: string;
    },
    caller: Caller,
  ): Promise<EntityPage> {
    const { tenant, rest } = await this.#reading(query, caller);
    const limit = rest.limit ?? 50;
    const found = await this.#options.names.entities(tenant, {
      text: rest.q,
      kind: rest.kind,
      after: rest.cursor,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const hasNextPage = found.length > limit;
    return {
      items: items.map(({ ref, kind, firstRecordedAt }) => ({
        entity: ref,
        kind,
        firstRecordedAt: new Date(firstRecordedAt).toISOString(),
      })),
      pageInfo: {
        hasNextPage,
        endCursor: hasNextPage ? items[items.length - 1].ref : null,
      },
    };
  }

  async listSources(query: Scope, caller: Caller): Promise<SourceList> {
    const { tenant } = await this.#reading(query, caller);
    const { sources, expectations, now } = this.#options;
    const nowMs = now();
    const items = (await sources.list(tenant)).map(source => ({
      ...toSource(source),
      ...sourceHealth(
        source,
        expectations.find(({ uri }) => fits(source.uri, uri))?.everyMs,
        nowMs,
      ),
    }));
    return { items };
  }

  async verifySource(
    id: number,
    query: Scope,
    caller: Caller,
  ): Promise<Verification> {
    const { tenant } = await this.#reading(query, caller);
    return this.#options.facts.verifySource(tenant, id);
  }

  async listRejects(
    id: number,
    query: Scope & { limit?: number },
    caller: Caller,
  ): Promise<RejectList> {
    const { tenant, rest } = await this.#reading(query, caller);
    const { sources } = this.#options;
    if (!(await sources.get(tenant, id))) {
      throw new NotFoundError(`There is no source ${id}`);
    }
    const rejects = await sources.rejects(id, rest.limit ?? 50);
    return {
      items: rejects.map(reject => ({
        at: new Date(reject.at).toISOString(),
        pointer: reject.pointer,
        reason: reject.reason,
        operationId: reject.operationId,
        ...(reject.deliveryId !== null && { deliveryId: reject.deliveryId }),
        ...(reject.type !== null && { type: reject.type }),
      })),
    };
  }

  async listQuarantine(
    query: Scope & {
      status?: QuarantineStatus;
      sourceId?: number;
      limit?: number;
      cursor?: string;
    },
    caller: Caller,
  ): Promise<QuarantinePage> {
    const { tenant, rest } = await this.#reading(query, caller);
    const { access, quarantine } = this.#options;
    return quarantine.list(
      tenant,
      { ...rest, limit: rest.limit ?? 50 },
      // Nobody has classified what nobody could read.
      await access.may(intelgraphQuarantineManagePermission, caller),
    );
  }

  async retryQuarantine(
    id: string,
    query: Scope,
    caller: Caller,
  ): Promise<QuarantineItem> {
    const { access, quarantine } = this.#options;
    const { tenant } = await this.#reading(query, caller);
    await access.authorize(intelgraphQuarantineManagePermission, caller);
    return quarantine.retry(tenant, id, writerOf(caller).subject);
  }

  async discardQuarantine(
    id: string,
    reason: string,
    query: Scope,
    caller: Caller,
  ): Promise<QuarantineItem> {
    const { access, quarantine } = this.#options;
    const { tenant } = await this.#reading(query, caller);
    await access.authorize(intelgraphQuarantineManagePermission, caller);
    return quarantine.discard(tenant, id, writerOf(caller).subject, reason);
  }

  async listSchemas(caller: Caller): Promise<SchemaList> {
    const { access, schemas } = this.#options;
    await access.authorize(intelgraphFactReadPermission, caller);
    return schemas.list();
  }

  async getSchema(
    type: string,
    version: string,
    caller: Caller,
  ): Promise<EventSchemaDetail> {
    const { access, schemas } = this.#options;
    await access.authorize(intelgraphFactReadPermission, caller);
    return schemas.get(type, version);
  }

  async registerSchema(
    schema: {
      type: string;
      version: string;
      schema: JsonObject;
      compatibility?: Compatibility;
    },
    caller: Caller,
  ): Promise<EventSchema> {
    const { access, schemas } = this.#options;
    await access.authorize(intelgraphSchemaRegisterPermission, caller);
    return schemas.register(schema, writerOf(caller).subject);
  }

  async listIncidents(
    query: Scope & {
      entity?: string;
      status?: IncidentStatus;
      limit?: number;
      cursor?: string;
    },
    caller: Caller,
  ): Promise<IncidentPage> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.incidents.list(
      tenant,
      { ...rest, limit: rest.limit ?? 50 },
      await this.#maySeeSensitive(caller),
    );
  }

  async getIncident(
    query: Scope & {
      incident: string;
      windowHours?: number;
      knownAt?: string;
    },
    caller: Caller,
  ): Promise<IncidentDetail> {
    const { tenant, rest } = await this.#reading(query, caller);
    return this.#options.incidents.get(
      tenant,
      {
        incident: rest.incident,
        windowHours: rest.windowHours ?? WINDOW_HOURS,
        watermark: await this.#options.timeline.watermark(rest.knownAt),
      },
      await this.#maySeeSensitive(caller),
    );
  }

  /** Records that the caller looks after an incident. */
  async acknowledgeIncident(
    incident: string,
    note: string | undefined,
    query: Scope,
    caller: Caller,
  ): Promise<IncidentDetail> {
    const { access } = this.#options;
    await access.authorize(intelgraphIncidentAcknowledgePermission, caller);
    const { incident: known } = await this.getIncident(
      { ...query, incident },
      caller,
    );
    const { tenant } = await this.#reading(query, caller);
    await this.#state(
      {
        type: 'dev.cdeventsx.companyos-incident.acknowledged.0.1.0',
        entity: incident,
        content: {
          incident,
          actor: writerOf(caller).subject,
          ...(note && { note }),
        },
        tenant,
        environment: known.environment,
      },
      caller,
    );
    return this.getIncident({ ...query, incident }, caller);
  }

  async getOperation(
    id: string,
    query: Scope,
    caller: Caller,
  ): Promise<Operation> {
    const { tenant } = await this.#reading(query, caller);
    const operation = await this.#options.operations.get(id);
    if (!operation || operation.tenant !== tenant) {
      throw new NotFoundError(`There is no operation ${id}`);
    }
    return {
      ...operation,
      startedAt: new Date(operation.startedAt).toISOString(),
    };
  }

  /** Puts a statement of the caller on record. */
  async #state(
    statement: {
      type: string;
      entity: string;
      content: JsonObject;
      tenant: string;
      environment?: string;
    },
    caller: Caller,
    alongside?: Parameters<Ingest['take']>[2]['alongside'],
  ): Promise<void> {
    const { ingest, now, newId } = this.#options;
    const writer = writerOf(caller);
    const event = personEvent({
      ...statement,
      id: newId(),
      subject: writer.subject,
      atMs: now(),
    });
    const { results } = await ingest.take(
      { subject: writer.subject, isPerson: true },
      registry => [readEvent(event, registry)],
      { via: 'portal', tenant: statement.tenant, alongside },
    );
    if (results[0].status !== 'created') {
      throw new Error(
        `The statement was not taken: ${
          results[0].reason ?? results[0].status
        }`,
      );
    }
  }

  #maySeeSensitive(caller: Caller): Promise<boolean> {
    return this.#options.access.may(intelgraphSensitiveReadPermission, caller);
  }

  /** What every reading has in common: the permission, and the tenant. */
  async #reading<Query extends Scope>(
    query: Query,
    caller: Caller,
  ): Promise<{ tenant: string; rest: Omit<Query, 'tenant'> }> {
    const { access } = this.#options;
    await access.authorize(intelgraphFactReadPermission, caller);
    const { tenant: wanted, ...rest } = query;
    return { tenant: await access.tenant(wanted, caller), rest };
  }
}

function toSource(source: StoredSource) {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    id: source.id,
    source: source.uri,
    firstSeenAt: iso(source.firstSeenAt),
    lastSeenAt: iso(source.lastSeenAt),
    ...(source.lastOccurredAt !== null && {
      lastOccurredAt: iso(Math.floor(source.lastOccurredAt / 1000)),
    }),
    deliveries: source.deliveries,
    facts: source.facts,
    corroborated: source.corroborated,
    conflicts: source.conflicts,
    rejected: source.rejected,
    quarantined: source.waiting,
    lagSeconds: source.lastLagMs === null ? null : source.lastLagMs / 1000,
    chainLength: source.chainLength,
    chainDigest: source.chainDigest && toDigest(source.chainDigest),
  };
}

function fits(uri: string, pattern: string): boolean {
  return pattern.endsWith('*')
    ? uri.startsWith(pattern.slice(0, -1))
    : uri === pattern;
}
