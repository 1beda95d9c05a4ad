import { NotFoundError } from '@backstage/errors';
import {
  Incident,
  IncidentDetail,
  IncidentPage,
  IncidentStatus,
  Lane,
  TimelineItem,
} from '@companyos/plugin-intelgraph-common';
import { FactReader, StoredFact, toDigest } from './database/FactReader';
import { NameReader } from './database/NameReader';
import { ProvenanceReader } from './database/ProvenanceReader';
import {
  filterDigest,
  Position,
  readCursor,
  writeCursor,
} from './domain/cursor';
import {
  foldIncident,
  INCIDENT_TYPES,
  startsIncident,
} from './domain/foldIncident';
import { isSensitive } from './domain/isSensitive';
import { rankChanges } from './domain/rankChanges';
import { GraphWalk, isHub } from './GraphWalk';

/** Facts of one incident that are looked at. */
const MOST_FACTS = 500;
const MOST_CANDIDATES = 500;
const MOST_RANKED = 20;
/** Steps from what an incident concerns, within which changes are looked for. */
const DEPTH = 2;
/** Rows that are looked through for one page of a narrow list. */
const MOST_LOOKED_AT = 1_000;
const CHANGE_LANES: readonly Lane[] = [
  'deploy',
  'change',
  'artifact',
  'policy',
  'catalog',
];

/** Incidents, folded from their facts. */
export class Incidents {
  readonly #options: {
    readonly facts: FactReader;
    readonly names: NameReader;
    readonly provenance: ProvenanceReader;
    readonly walk: GraphWalk;
    readonly cursorKey: Buffer;
  };

  constructor(options: {
    facts: FactReader;
    names: NameReader;
    provenance: ProvenanceReader;
    walk: GraphWalk;
    cursorKey: Buffer;
  }) {
    this.#options = options;
  }

  /** A page of incidents, the newest first. */
  async list(
    tenant: string,
    query: {
      entity?: string;
      status?: IncidentStatus;
      limit: number;
      cursor?: string;
    },
    maySeeSensitive: boolean,
  ): Promise<IncidentPage> {
    const { facts, names, cursorKey } = this.#options;
    const { limit, cursor, ...filters } = query;
    const digest = filterDigest({ ...filters, tenant, list: 'incidents' });
    const start =
      cursor === undefined ? undefined : readCursor(cursorKey, digest, cursor);
    const { watermark } = start ?? (await facts.head());
    const entityId =
      query.entity === undefined
        ? undefined
        : await names.entityId(tenant, query.entity);
    const filter = {
      tenant,
      watermark,
      typeIds: await names.typeIds(
        ['dev.cdevents.incident.detected', 'dev.cdevents.incident.reported'],
        undefined,
      ),
      ...(query.entity !== undefined && {
        entityIds: entityId === undefined ? [] : [entityId],
      }),
    };
    const items: Incident[] = [];
    let after: Position | undefined = start?.position;
    for (let looked = 0; ; ) {
      const page = await facts.page(filter, {
        after,
        limit,
        descending: true,
      });
      const stored = await facts.load(page.rows.map(({ seq }) => seq));
      for (const fact of stored) {
        after = fact;
        const incident = await this.#fold(
          tenant,
          fact.entity,
          watermark,
          maySeeSensitive,
        );
        // An incident may begin more than once; it stands where its first start stands.
        const isHere =
          incident?.facts.find(startsIncident)?.id === toDigest(fact.factId);
        if (
          incident &&
          isHere &&
          (query.status === undefined ||
            incident.incident.status === query.status)
        ) {
          items.push(incident.incident);
        }
        if (items.length === limit) {
          return {
            items,
            pageInfo: {
              hasNextPage: true,
              endCursor: writeCursor(cursorKey, digest, {
                position: fact,
                watermark,
              }),
            },
          };
        }
      }
      looked += stored.length;
      if (page.stoppedAt) after = page.stoppedAt;
      if (!page.hasMore || looked >= MOST_LOOKED_AT) {
        const endCursor =
          page.hasMore && after
            ? writeCursor(cursorKey, digest, { position: after, watermark })
            : null;
        return { items, pageInfo: { hasNextPage: page.hasMore, endCursor } };
      }
    }
  }

  /**
   * One incident with what changed before it.
   *
   * @throws NotFoundError when no fact begins it
   */
  async get(
    tenant: string,
    query: { incident: string; windowHours: number; watermark: number },
    maySeeSensitive: boolean,
  ): Promise<IncidentDetail> {
    const { incident, windowHours, watermark } = query;
    const folded = await this.#fold(
      tenant,
      incident,
      watermark,
      maySeeSensitive,
    );
    if (!folded) {
      throw new NotFoundError(`There is no incident ${incident}`);
    }
    return {
      incident: folded.incident,
      facts: folded.facts,
      changesBefore: await this.#changesBefore(
        tenant,
        folded.incident,
        folded.startedAtMicros,
        windowHours,
        watermark,
      ),
      windowHours,
      watermark,
    };
  }

  async #changesBefore(
    tenant: string,
    incident: Incident,
    startedAtMicros: number,
    windowHours: number,
    watermark: number,
  ) {
    const { facts, names, walk } = this.#options;
    const roots = new Map<number, string>();
    for (const ref of incident.entities) {
      const id = await names.entityId(tenant, ref);
      if (id !== undefined) roots.set(id, ref);
    }
    const { distances, refs } = await walk.around(roots, {
      depth: DEPTH,
      watermark,
    });
    // A production is related to all that runs there, and changes of all that would be no answer.
    const near = new Map(
      [...distances].filter(([id]) => !isHub(refs.get(id) ?? '')),
    );
    const page = await facts.page(
      {
        tenant,
        watermark,
        entityIds: [...near.keys()],
        typeIds: await names.typeIds(undefined, CHANGE_LANES),
        fromMicros: startedAtMicros - windowHours * 3600e6,
        toMicros: startedAtMicros + 1,
      },
      { limit: MOST_CANDIDATES, descending: true },
    );
    const stored = await facts.load(page.rows.map(({ seq }) => seq));
    const items = await facts.describe(stored, watermark);
    const byRef = new Map(
      [...near].map(([id, distance]) => [refs.get(id) ?? '', distance]),
    );
    return rankChanges(
      {
        startedAtMicros,
        environment: incident.environment,
        entities: incident.entities,
      },
      items.map((fact, index) => ({
        fact,
        occurredAtMicros: stored[index].occurredAt,
        distance: Math.min(
          ...[fact.entity, ...fact.mentions.map(({ entity }) => entity)].map(
            ref => byRef.get(ref) ?? DEPTH + 1,
          ),
        ),
      })),
      MOST_RANKED,
    );
  }

  async #fold(
    tenant: string,
    incident: string,
    watermark: number,
    maySeeSensitive: boolean,
  ): Promise<
    | { incident: Incident; facts: TimelineItem[]; startedAtMicros: number }
    | undefined
  > {
    const { facts, names, provenance } = this.#options;
    const id = await names.entityId(tenant, incident);
    if (id === undefined) return undefined;
    const page = await facts.page(
      {
        tenant,
        watermark,
        entityIds: [id],
        typeIds: await names.typeIds(INCIDENT_TYPES, undefined),
      },
      { limit: MOST_FACTS, descending: false },
    );
    const stored = await facts.load(page.rows.map(({ seq }) => seq));
    const items = await facts.describe(stored, watermark);
    const contents = await provenance.canonicals(stored.map(({ seq }) => seq));
    const byId = new Map<string, StoredFact>(
      stored.map(fact => [toDigest(fact.factId), fact]),
    );
    const folded = foldIncident(incident, items, ({ id: factId }) => {
      const fact = byId.get(factId);
      const content = fact && contents.get(fact.seq);
      return fact &&
        content !== undefined &&
        (maySeeSensitive || !isSensitive(fact.classification))
        ? JSON.parse(content)
        : undefined;
    });
    const start = items.findIndex(
      item => item.entity === incident && startsIncident(item),
    );
    return folded && start >= 0
      ? {
          incident: folded,
          facts: items,
          startedAtMicros: stored[start].occurredAt,
        }
      : undefined;
  }
}
