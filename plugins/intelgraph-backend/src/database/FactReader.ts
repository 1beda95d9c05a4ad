import { TimelineItem, laneOf } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { Position } from '../domain/cursor';
import { contentKey, identityKey } from '../domain/identityKey';
import { formatMicros } from '../domain/canonical/formatMicros';
import { Classification } from '@companyos/plugin-intelgraph-common';
import { Horizon } from './Horizon';
import { KEY_TABLES, MENTION_TABLES } from './ScatteredTable';
import { Bound, marks, selectRows } from './selectRows';

/** Which facts are wanted, with everything resolved to numbers. */
export interface FactFilter {
  readonly tenant: string;
  /** Place in the log up to which things were known. */
  readonly watermark: number;
  /** Only facts that speak of one of these. */
  readonly entityIds?: readonly number[];
  readonly typeIds?: readonly number[];
  readonly sourceIds?: readonly number[];
  /** Inclusive, epoch µs. */
  readonly fromMicros?: number;
  /** Exclusive, epoch µs. */
  readonly toMicros?: number;
  readonly minConfidence?: number;
  readonly environment?: string;
  readonly region?: string;
  /** In lower case. */
  readonly text?: string;
  readonly conflictsOnly?: boolean;
}

/** A row of the log's order. */
export type FactRow = Position;

/** A fact as it is kept, without what hangs on it. */
export interface StoredFact extends FactRow {
  readonly factId: Buffer;
  readonly recordedAt: number;
  readonly tenant: string;
  readonly environment: string;
  readonly region: string;
  readonly classification: Classification;
  readonly type: string;
  readonly schemaVersion: string;
  readonly entity: string;
  readonly validTo: number | null;
  readonly profile: string;
  readonly claimEntity: string | null;
  readonly claimVersion: string | null;
  readonly mentions: readonly (readonly [string, string])[];
  readonly summary: string;
}

/** A page of the order, and how far it was looked for. */
export interface OrderPage {
  readonly rows: FactRow[];
  readonly hasMore: boolean;
  /** Set when a narrow filter stopped before the page was full. */
  readonly stoppedAt?: Position;
}

interface Arm {
  readonly table: string;
  readonly seq: string;
  readonly where: string;
  readonly values: readonly Bound[];
}

/** Rows that a filter which no index serves looks at in one step. */
const STEP_ROWS = 1_000;
/** And for one page. */
const MOST_SCANNED = 20_000;
const VALUES_PER_LOOKUP = 500;
/** Deliveries of a fact: its first, and those that the index over further ones has. */
const OF_FACT =
  '(p.seq = f.seq OR (p.fact_seq = f.seq AND p.fact_seq <> p.seq))';

/** Reads facts in the order in which things happened, at a watermark. */
export class FactReader {
  readonly #knex: Knex;
  readonly #horizon: Horizon;

  constructor(knex: Knex, horizon: Horizon = new Horizon()) {
    this.#knex = knex;
    this.#horizon = horizon;
  }

  /** The newest place in the log, and when it was recorded (epoch ms). */
  async head(): Promise<{ watermark: number; recordedAt: number }> {
    const [row] = await selectRows<{
      last_seq: number | string;
      last_recorded_at: number | string;
    }>(
      this.#knex,
      'SELECT last_seq, last_recorded_at FROM intelgraph_log WHERE id = 1',
      [],
    );
    const { limit } = this.#horizon;
    return Number(row.last_seq) <= limit
      ? {
          watermark: Number(row.last_seq),
          recordedAt: Number(row.last_recorded_at),
        }
      : { watermark: limit, recordedAt: await this.recordedAtOf(limit) };
  }

  /** The place in the log up to which things were known at a time (epoch ms); 0 before the first. */
  async watermarkAt(timeMs: number): Promise<number> {
    const [row] = await selectRows<{ last_seq: number | string }>(
      this.#knex,
      'SELECT last_seq FROM intelgraph_commits WHERE recorded_at <= ? AND last_seq <= ? ORDER BY recorded_at DESC, last_seq DESC LIMIT 1',
      [timeMs, this.#horizon.limit],
    );
    return row ? Number(row.last_seq) : 0;
  }

  /** When what stands at a place in the log became known, epoch ms. */
  async recordedAtOf(watermark: number): Promise<number> {
    const [row] = await selectRows<{ recorded_at: number | string }>(
      this.#knex,
      'SELECT recorded_at FROM intelgraph_commits WHERE last_seq <= ? ORDER BY last_seq DESC LIMIT 1',
      [watermark],
    );
    return row ? Number(row.recorded_at) : 0;
  }

  /**
   * One page of the order. The rows come from the index that fits the filter best; what no index serves is looked at
   * row by row, within bounds, so that no question takes for ever.
   */
  async page(
    filter: FactFilter,
    options: {
      after?: Position;
      limit: number;
      descending: boolean;
    },
  ): Promise<OrderPage> {
    const { limit, descending } = options;
    if (isEmpty(filter)) return { rows: [], hasMore: false };
    const arms = armsOf(filter);
    const needsLook = residualOf(filter) !== undefined;
    const step = needsLook ? STEP_ROWS : limit + 1;
    const rows: FactRow[] = [];
    let after = options.after;
    for (let scanned = 0; ; ) {
      const candidates = await this.#candidates(
        arms,
        filter,
        after,
        step,
        descending,
      );
      const fitting = needsLook
        ? await this.#fitting(candidates, filter)
        : candidates;
      rows.push(...fitting);
      if (rows.length > limit) {
        return { rows: rows.slice(0, limit), hasMore: true };
      }
      if (candidates.length < step) return { rows, hasMore: false };
      after = candidates[candidates.length - 1];
      scanned += candidates.length;
      if (scanned >= MOST_SCANNED) {
        return { rows, hasMore: true, stoppedAt: after };
      }
    }
  }

  /** How many facts of each type there are in each bucket. */
  async histogram(
    filter: FactFilter & { fromMicros: number; toMicros: number },
    bucketMicros: number,
  ): Promise<Array<{ bucket: number; typeId: number; count: number }>> {
    if (isEmpty(filter)) return [];
    const { tenant, watermark, fromMicros, toMicros, entityIds } = filter;
    // SQLite is handed numbers as reals, and divides them so.
    const bucket = 'CAST((f.occurred_at - ?) / ? AS INTEGER)';
    const rows = await selectRows<{
      bucket: number | string;
      type_id: number;
      count: number | string;
    }>(
      this.#knex,
      entityIds
        ? `SELECT ${bucket} AS bucket, f.type_id, count(*) AS count
           FROM (${MENTION_TABLES.map(
             table => `SELECT seq FROM ${table}
                 WHERE entity_id IN (${marks(entityIds)})
                 AND occurred_at >= ? AND occurred_at < ? AND seq <= ?`,
           ).join(' UNION ')}) m
           JOIN intelgraph_facts f ON f.seq = m.seq AND f.tenant = ?
           GROUP BY 1, 2`
        : `SELECT ${bucket} AS bucket, f.type_id, count(*) AS count
           FROM intelgraph_facts f
           WHERE f.tenant = ? AND f.occurred_at >= ? AND f.occurred_at < ? AND f.seq <= ?
           GROUP BY 1, 2`,
      entityIds
        ? [
            fromMicros,
            bucketMicros,
            ...MENTION_TABLES.flatMap(() => [
              ...entityIds,
              fromMicros,
              toMicros,
              watermark,
            ]),
            tenant,
          ]
        : [fromMicros, bucketMicros, tenant, fromMicros, toMicros, watermark],
    );
    return rows.map(row => ({
      bucket: Number(row.bucket),
      typeId: Number(row.type_id),
      count: Number(row.count),
    }));
  }

  /** Facts in the order of recording, after a place in the log. */
  async feed(options: {
    tenant: string;
    after: number;
    limit: number;
    typeIds?: readonly number[];
    watermark: number;
  }): Promise<number[]> {
    const { tenant, after, limit, typeIds, watermark } = options;
    if (typeIds?.length === 0) return [];
    const rows = await selectRows<{ seq: number | string }>(
      this.#knex,
      `SELECT seq FROM intelgraph_facts WHERE seq > ? AND seq <= ? AND tenant = ?${
        typeIds ? ` AND type_id IN (${marks(typeIds)})` : ''
      } ORDER BY seq LIMIT ?`,
      [after, watermark, tenant, ...(typeIds ?? []), limit],
    );
    return rows.map(row => Number(row.seq));
  }

  /** The place in the log of a fact of a tenant, or undefined. */
  async find(tenant: string, factId: Buffer): Promise<number | undefined> {
    const [row] = await selectRows<{ seq: number | string }>(
      this.#knex,
      `SELECT f.seq FROM (${KEY_TABLES.map(
        table => `SELECT seq FROM ${table} WHERE key = ?`,
      ).join(' UNION ALL ')}) k JOIN intelgraph_facts f ON f.seq = k.seq
       WHERE f.fact_id = ? AND f.tenant = ?`,
      [...KEY_TABLES.map(() => contentKey(factId)), factId, tenant],
    );
    return row && Number(row.seq);
  }

  /** Facts by their places in the log, in the order that is given. */
  async load(seqs: readonly number[]): Promise<StoredFact[]> {
    const found = new Map<number, StoredFact>();
    for (let at = 0; at < seqs.length; at += VALUES_PER_LOOKUP) {
      const part = seqs.slice(at, at + VALUES_PER_LOOKUP);
      const rows = await selectRows<Record<string, unknown>>(
        this.#knex,
        `SELECT f.*, t.type, e.ref FROM intelgraph_facts f
         JOIN intelgraph_types t ON t.id = f.type_id
         JOIN intelgraph_entities e ON e.id = f.entity_id
         WHERE f.seq IN (${marks(part)})`,
        part,
      );
      for (const row of rows) {
        const fact = toStoredFact(row);
        found.set(fact.seq, fact);
      }
    }
    return seqs.flatMap(seq => found.get(seq) ?? []);
  }

  /** Facts as timelines show them: with their sources, contradictions and whether they were erased. */
  async describe(
    facts: readonly StoredFact[],
    watermark: number,
  ): Promise<TimelineItem[]> {
    if (facts.length === 0) return [];
    const seqs = facts.map(({ seq }) => seq);
    const provenance = new Map<number, Record<string, unknown>[]>();
    const erased = new Set<number>();
    for (let at = 0; at < seqs.length; at += VALUES_PER_LOOKUP) {
      const part = seqs.slice(at, at + VALUES_PER_LOOKUP);
      const rows = await selectRows<Record<string, unknown>>(
        this.#knex,
        `SELECT p.fact_seq, s.uri, p.delivery_id, p.recorded_at, p.confidence
         FROM intelgraph_provenance p JOIN intelgraph_sources s ON s.id = p.source_id
         WHERE p.seq IN (${marks(part)}) AND p.seq <= ? AND p.fact_seq = p.seq
         UNION ALL
         SELECT p.fact_seq, s.uri, p.delivery_id, p.recorded_at, p.confidence
         FROM intelgraph_provenance p JOIN intelgraph_sources s ON s.id = p.source_id
         WHERE p.fact_seq IN (${marks(
           part,
         )}) AND p.fact_seq <> p.seq AND p.seq <= ?`,
        [...part, watermark, ...part, watermark],
      );
      for (const row of rows) {
        const seq = Number(row.fact_seq);
        const list = provenance.get(seq);
        if (list) list.push(row);
        else provenance.set(seq, [row]);
      }
      const gone = await selectRows<{ fact_seq: number | string }>(
        this.#knex,
        `SELECT fact_seq FROM intelgraph_erasures WHERE fact_seq IN (${marks(
          part,
        )})`,
        part,
      );
      gone.forEach(row => erased.add(Number(row.fact_seq)));
    }
    const conflicts = await this.conflictsOf(facts, watermark);
    return facts.map(fact => {
      const sources = (provenance.get(fact.seq) ?? [])
        .map(row => ({
          source: String(row.uri),
          deliveryId: String(row.delivery_id),
          recordedAtMs: Number(row.recorded_at),
          confidence: Number(row.confidence),
        }))
        // By name, not by arrival.
        .sort(
          (a, b) =>
            compare(a.source, b.source) || compare(a.deliveryId, b.deliveryId),
        );
      return {
        id: toDigest(fact.factId),
        type: fact.type,
        lane: laneOf(fact.type),
        entity: fact.entity,
        mentions: fact.mentions.map(([entity, role]) => ({ entity, role })),
        summary: fact.summary,
        occurredAt: formatMicros(fact.occurredAt),
        ...(fact.validTo !== null && { validTo: formatMicros(fact.validTo) }),
        recordedAt: formatMicros(fact.recordedAt * 1000),
        environment: fact.environment,
        region: fact.region,
        classification: fact.classification,
        confidence: Math.max(0, ...sources.map(one => one.confidence)),
        provenance: sources.map(({ recordedAtMs, ...source }) => ({
          ...source,
          recordedAt: formatMicros(recordedAtMs * 1000),
        })),
        conflictsWith: (conflicts.get(fact.seq) ?? []).map(toDigest),
        erased: erased.has(fact.seq),
      };
    });
  }

  /** The facts that contradict each of these, sorted, as far as that was known. */
  async conflictsOf(
    facts: readonly StoredFact[],
    watermark: number,
  ): Promise<Map<number, Buffer[]>> {
    const result = new Map<number, Buffer[]>();
    const claiming = facts.filter(({ claimVersion }) => claimVersion !== null);
    if (claiming.length === 0) return result;
    const keys = claiming.map(({ tenant, claimEntity, claimVersion }) =>
      identityKey('claim', [`${tenant}\n${claimEntity}\n${claimVersion}`]),
    );
    const makers = new Map<string, Buffer[]>();
    for (let at = 0; at < keys.length; at += VALUES_PER_LOOKUP) {
      const part = [...new Set(keys.slice(at, at + VALUES_PER_LOOKUP))];
      const rows = await selectRows<{
        fact_id: Buffer;
        tenant: string;
        claim_entity: string | null;
        claim_version: string | null;
      }>(
        this.#knex,
        `SELECT f.fact_id, f.tenant, f.claim_entity, f.claim_version
         FROM (${KEY_TABLES.map(
           table =>
             `SELECT seq FROM ${table} WHERE key IN (${marks(
               part,
             )}) AND seq <= ?`,
         ).join(' UNION ALL ')}) k JOIN intelgraph_facts f ON f.seq = k.seq
         ORDER BY f.fact_id`,
        KEY_TABLES.flatMap(() => [...part, watermark]),
      );
      for (const row of rows) {
        const claim = `${row.tenant}\n${row.claim_entity}\n${row.claim_version}`;
        makers.set(claim, [...(makers.get(claim) ?? []), row.fact_id]);
      }
    }
    for (const fact of claiming) {
      const claim = `${fact.tenant}\n${fact.claimEntity}\n${fact.claimVersion}`;
      const others = (makers.get(claim) ?? []).filter(
        factId => !factId.equals(fact.factId),
      );
      if (others.length > 0) result.set(fact.seq, others);
    }
    return result;
  }

  async #candidates(
    arms: readonly Arm[],
    filter: FactFilter,
    after: Position | undefined,
    count: number,
    descending: boolean,
  ): Promise<FactRow[]> {
    const direction = descending ? 'DESC' : 'ASC';
    const parts: string[] = [];
    const values: Bound[] = [];
    for (const arm of arms) {
      const where = [arm.where];
      values.push(...arm.values);
      if (filter.fromMicros !== undefined) {
        where.push('occurred_at >= ?');
        values.push(filter.fromMicros);
      }
      if (filter.toMicros !== undefined) {
        where.push('occurred_at < ?');
        values.push(filter.toMicros);
      }
      if (after) {
        // The bound on the first column is what the index starts at; SQLite does not see it in the row value alone.
        where.push(
          `occurred_at ${descending ? '<=' : '>='} ?`,
          `(occurred_at, ordinal, fact_key, ${arm.seq}) ${
            descending ? '<' : '>'
          } (?, ?, ?, ?)`,
        );
        values.push(
          after.occurredAt,
          after.occurredAt,
          after.ordinal,
          after.factKey,
          after.seq,
        );
      }
      where.push('seq <= ?');
      values.push(filter.watermark, count);
      parts.push(
        `SELECT * FROM (SELECT ${
          arm.seq
        } AS seq, occurred_at, ordinal, fact_key FROM ${
          arm.table
        } WHERE ${where.join(
          ' AND ',
        )} ORDER BY occurred_at ${direction}, ordinal ${direction}, fact_key ${direction}, ${
          arm.seq
        } ${direction} LIMIT ?) a`,
      );
    }
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      parts.join(' UNION ALL '),
      values,
    );
    const found = rows.map(toFactRow);
    if (arms.length === 1) return found;
    const distinct = new Map(found.map(row => [row.seq, row]));
    const sign = descending ? -1 : 1;
    return [...distinct.values()]
      .sort(
        (a, b) =>
          sign *
          (a.occurredAt - b.occurredAt ||
            a.ordinal - b.ordinal ||
            a.factKey - b.factKey ||
            a.seq - b.seq),
      )
      .slice(0, count);
  }

  async #fitting(
    candidates: readonly FactRow[],
    filter: FactFilter,
  ): Promise<FactRow[]> {
    const residual = residualOf(filter);
    if (!residual) return [...candidates];
    const fitting = new Set<number>();
    for (let at = 0; at < candidates.length; at += VALUES_PER_LOOKUP) {
      const part = candidates
        .slice(at, at + VALUES_PER_LOOKUP)
        .map(({ seq }) => seq);
      const rows = await selectRows<{ seq: number | string }>(
        this.#knex,
        `SELECT f.seq FROM intelgraph_facts f WHERE f.seq IN (${marks(
          part,
        )}) AND ${residual.sql}`,
        [...part, ...residual.values],
      );
      rows.forEach(row => fitting.add(Number(row.seq)));
    }
    return candidates.filter(({ seq }) => fitting.has(seq));
  }
}

/** Whether nothing can fit, because a filter names only what is unknown. */
function isEmpty({ entityIds, typeIds, sourceIds }: FactFilter): boolean {
  return [entityIds, typeIds, sourceIds].some(ids => ids?.length === 0);
}

type Driver = 'entity' | 'conflict' | 'source' | 'type' | 'time';

/** Which index the rows come from: the one that leaves the fewest to look at. */
function driverOf(filter: FactFilter): Driver {
  if (filter.entityIds) return 'entity';
  if (filter.conflictsOnly) return 'conflict';
  if (filter.sourceIds) return 'source';
  if (filter.typeIds) return 'type';
  return 'time';
}

function armsOf(filter: FactFilter): Arm[] {
  const { tenant, entityIds = [], sourceIds = [], typeIds = [] } = filter;
  switch (driverOf(filter)) {
    case 'entity':
      return entityIds.flatMap(id =>
        MENTION_TABLES.map(table => ({
          table,
          seq: 'seq',
          where: 'entity_id = ?',
          values: [id],
        })),
      );
    case 'conflict':
      return [
        {
          table: 'intelgraph_conflicts',
          seq: 'fact_seq',
          where: 'tenant = ?',
          values: [tenant],
        },
      ];
    case 'source':
      return sourceIds.map(id => ({
        table: 'intelgraph_provenance',
        seq: 'fact_seq',
        where: 'source_id = ?',
        values: [id],
      }));
    case 'type':
      return typeIds.map(id => ({
        table: 'intelgraph_facts',
        seq: 'seq',
        where: 'type_id = ? AND tenant = ?',
        values: [id, tenant],
      }));
    default:
      return [
        {
          table: 'intelgraph_facts',
          seq: 'seq',
          where: 'tenant = ?',
          values: [tenant],
        },
      ];
  }
}

/** What the driving index does not decide. */
function residualOf(
  filter: FactFilter,
): { sql: string; values: Bound[] } | undefined {
  const driver = driverOf(filter);
  const sql: string[] = [];
  const values: Bound[] = [];
  if (filter.typeIds && driver !== 'type') {
    sql.push(`f.type_id IN (${marks(filter.typeIds)})`);
    values.push(...filter.typeIds);
  }
  if (filter.sourceIds && driver !== 'source') {
    sql.push(
      `EXISTS (SELECT 1 FROM intelgraph_provenance p WHERE ${OF_FACT} AND p.seq <= ? AND p.source_id IN (${marks(
        filter.sourceIds,
      )}))`,
    );
    values.push(filter.watermark, ...filter.sourceIds);
  }
  if (filter.conflictsOnly && driver !== 'conflict') {
    sql.push(
      'EXISTS (SELECT 1 FROM intelgraph_conflicts c WHERE c.fact_seq = f.seq AND c.seq <= ?)',
    );
    values.push(filter.watermark);
  }
  if (filter.minConfidence !== undefined) {
    sql.push(
      `EXISTS (SELECT 1 FROM intelgraph_provenance p WHERE ${OF_FACT} AND p.seq <= ? AND p.confidence >= ?)`,
    );
    values.push(filter.watermark, filter.minConfidence);
  }
  if (filter.environment !== undefined) {
    sql.push('f.environment = ?');
    values.push(filter.environment);
  }
  if (filter.region !== undefined) {
    sql.push('f.region = ?');
    values.push(filter.region);
  }
  if (filter.text !== undefined) {
    sql.push(`lower(f.summary) LIKE ? ESCAPE '!'`);
    values.push(`%${filter.text.replace(/[!%_]/g, '!$&')}%`);
  }
  if (sql.length === 0) return undefined;
  return { sql: sql.join(' AND '), values };
}

function toFactRow(row: Record<string, unknown>): FactRow {
  return {
    seq: Number(row.seq),
    factKey: Number(row.fact_key),
    occurredAt: Number(row.occurred_at),
    ordinal: Number(row.ordinal),
  };
}

function toStoredFact(row: Record<string, unknown>): StoredFact {
  const text = (value: unknown) => (value === null ? null : String(value));
  return {
    ...toFactRow(row),
    factId: row.fact_id as Buffer,
    recordedAt: Number(row.recorded_at),
    tenant: String(row.tenant),
    environment: String(row.environment),
    region: String(row.region),
    classification: row.classification as Classification,
    type: String(row.type),
    schemaVersion: String(row.schema_version),
    entity: String(row.ref),
    validTo: row.valid_to === null ? null : Number(row.valid_to),
    profile: String(row.profile),
    claimEntity: text(row.claim_entity),
    claimVersion: text(row.claim_version),
    mentions: JSON.parse(String(row.mentions)),
    summary: String(row.summary),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A digest as the API writes it. */
export function toDigest(digest: Buffer): string {
  return `sha256:${digest.toString('hex')}`;
}
