import { IngestStatus } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { chainDigest } from '../domain/chainDigest';
import {
  Delivery,
  QuarantineCode,
  ReadResult,
  Statement,
} from '../domain/types';
import { Dictionary } from './Dictionary';
import {
  claimKey,
  deliveryKey,
  digestKey,
  keysOf,
  knownIdentities,
} from './KnownIdentities';
import { isPostgres } from './openDatabase';
import { insertRows } from './rawStatements';
import { Bound } from './selectRows';
import { SourceStates } from './SourceStates';

/** What became of one item that was offered to the log. */
export interface Outcome {
  readonly status: IngestStatus;
  readonly id?: string;
  readonly source?: string;
  readonly factId?: Buffer;
  readonly conflictsWith?: readonly Buffer[];
  readonly quarantineId?: string;
  readonly pointer?: string;
  readonly reason?: string;
}

/** Who offers items, and when. */
export interface Offer {
  readonly operationId: string;
  readonly principal: string;
  /** Epoch ms. */
  readonly receivedAtMs: number;
}

/** What an append came to. */
export interface Appended {
  /** One an item, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Null when nothing became known. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
}

type Alongside = (trx: Knex.Transaction, appended: Appended) => Promise<void>;

/** An append that waits for its turn. */
interface Waiting {
  readonly items: readonly ReadResult[];
  readonly offer: Offer;
  readonly alongside: Alongside;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

type Read = Extract<ReadResult, { kind: 'read' }>;

interface EntityName {
  readonly tenant: string;
  readonly ref: string;
}

interface EdgeName {
  readonly from: number;
  readonly to: number;
  readonly type: string;
}

interface StatedEdge {
  readonly edge: EdgeName;
  readonly statement: Statement;
  readonly index: number;
  readonly factId: Buffer;
  readonly seq: number;
}

interface Quarantined {
  /** Of the outcome. */
  readonly index: number;
  readonly delivery: Delivery;
  readonly code: QuarantineCode;
  readonly reason: string;
  readonly tenant: string;
  readonly type: string;
  readonly sourceId: number;
  readonly principal: string;
}

/** Items that share a transaction, when several requests wait. */
const MOST_TOGETHER = 5_000;

const FACT_COLUMNS = {
  seq: 'bigint',
  recorded_at: 'bigint',
  fact_id: 'bytea',
  fact_key: 'bigint',
  tenant: 'text',
  environment: 'text',
  region: 'text',
  classification: 'text',
  type_id: 'integer',
  schema_version: 'text',
  entity_id: 'integer',
  occurred_at: 'bigint',
  valid_to: 'bigint',
  ordinal: 'integer',
  profile: 'text',
  claim_entity: 'text',
  claim_version: 'text',
  mentions: 'text',
  summary: 'text',
} as const;
const PROVENANCE_COLUMNS = {
  seq: 'bigint',
  fact_seq: 'bigint',
  source_id: 'integer',
  delivery_id: 'text',
  source_sequence: 'text',
  recorded_at: 'bigint',
  stated_at: 'bigint',
  skew_ms: 'bigint',
  confidence: 'smallint',
  bytes_digest: 'bytea',
  chain_index: 'bigint',
  chain_previous_seq: 'bigint',
  chain_digest: 'bytea',
  occurred_at: 'bigint',
  ordinal: 'integer',
  fact_id: 'bytea',
  fact_key: 'bigint',
} as const;
const KEY_COLUMNS = { key: 'bigint', seq: 'bigint' } as const;
const BODY_COLUMNS = {
  seq: 'bigint',
  recorded_at: 'bigint',
  canonical: 'text',
  bytes: 'text',
} as const;
const MENTION_COLUMNS = {
  entity_id: 'integer',
  occurred_at: 'bigint',
  ordinal: 'integer',
  fact_key: 'bigint',
  seq: 'bigint',
} as const;
const EDGE_STATEMENT_COLUMNS = {
  edge_id: 'integer',
  valid_from: 'bigint',
  fact_id: 'bytea',
  seq: 'bigint',
  state: 'smallint',
  policies: 'text',
} as const;
const REJECT_COLUMNS = {
  source_id: 'integer',
  at: 'bigint',
  delivery_id: 'text',
  type: 'text',
  pointer: 'text',
  reason: 'text',
  operation_id: 'text',
} as const;
/**
 * The only way a fact gets into the database. What waits while a transaction is under way goes into the next one
 * together: the same pages of the indexes change again and again, and so they are written once.
 */
export class FactLog {
  readonly #knex: Knex;
  readonly #newId: () => string;
  readonly #waiting: Waiting[] = [];
  #isBusy = false;
  readonly #types = new Dictionary<string>({
    table: 'intelgraph_types',
    columns: { type: 'text' },
    toKey: type => type,
    toValues: type => [type],
  });
  readonly #entities = new Dictionary<EntityName>({
    table: 'intelgraph_entities',
    columns: { tenant: 'text', ref: 'text' },
    toKey: ({ tenant, ref }) => `${tenant}\n${ref}`,
    toValues: ({ tenant, ref }) => [tenant, ref],
  });
  readonly #edges = new Dictionary<EdgeName>({
    table: 'intelgraph_edges',
    columns: { from_id: 'integer', to_id: 'integer', type: 'text' },
    toKey: edgeKey,
    toValues: ({ from, to, type }) => [from, to, type],
  });

  constructor(knex: Knex, options: { newId: () => string }) {
    this.#knex = knex;
    this.#newId = options.newId;
  }

  /**
   * Takes items in their order, all in one transaction: facts, corroborations, conflicts, what is quarantined and
   * what was rejected. The same items again change nothing.
   *
   * @param alongside - runs in the same transaction, after the items
   * @returns one outcome an item, and the places in the log that they took
   */
  append(
    items: readonly ReadResult[],
    offer: Offer,
    alongside: Alongside = async () => {},
  ): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, offer, alongside, resolve, reject });
      if (!this.#isBusy) this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    for (let group = this.#next(); group.length > 0; group = this.#next()) {
      try {
        const appended = await this.#commit(group);
        group.forEach(({ resolve }, index) => resolve(appended[index]));
      } catch (error) {
        if (group.length === 1) {
          group[0].reject(error);
        } else {
          // Whoever made it fail fails alone.
          for (const one of group) {
            await this.#commit([one]).then(
              ([appended]) => one.resolve(appended),
              one.reject,
            );
          }
        }
      }
    }
    this.#isBusy = false;
  }

  /** Those that go together, in the order in which they came. */
  #next(): Waiting[] {
    let count = 0;
    let items = 0;
    for (const one of this.#waiting) {
      items += one.items.length;
      if (count > 0 && items > MOST_TOGETHER) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: readonly Waiting[]): Promise<Appended[]> {
    const kept: Array<() => void> = [];
    const result = await this.#knex.transaction(async trx => {
      const appended = await this.#appendIn(trx, group, kept);
      for (const [index, { alongside }] of group.entries()) {
        await alongside(trx, appended[index]);
      }
      return appended;
    });
    kept.forEach(keep => keep());
    return result;
  }

  async #appendIn(
    trx: Knex.Transaction,
    group: readonly Waiting[],
    kept: Array<() => void>,
  ): Promise<Appended[]> {
    // One writer at a time: the place in the log, the chains and the watermark depend on it.
    const [head] = await trx('intelgraph_log')
      .where({ id: 1 })
      .select('last_seq', 'last_recorded_at')
      .modify(query => {
        if (isPostgres(trx)) query.forUpdate();
      });
    // Recorded time never goes back, whatever the clock does.
    const recordedAt = Math.max(
      ...group.map(({ offer }) => offer.receivedAtMs),
      Number(head.last_recorded_at),
    );
    const before = Number(head.last_seq);
    let seq = before;

    const all = group.flatMap(({ items }) => items);
    const sources = await SourceStates.load(trx, all, recordedAt);
    const read = all.filter((item): item is Read => item.kind === 'read');
    const candidates = read.map(item => ({
      sourceId: (sources.of(item) ?? missing('a source')).id,
      deliveryId: item.delivery.id,
      statement: item.statement,
    }));
    const keys = candidates.map(keysOf);
    const known = await knownIdentities(trx, keys);
    const { types, entities } = await this.#names(
      trx,
      read.map(({ statement }) => statement),
      { recordedAt, firstSeq: before + 1 },
      kept,
    );
    const entityId = (tenant: string, ref: string) =>
      entities.get(`${tenant}\n${ref}`) ?? missing(ref);

    const rows = {
      facts: [] as Bound[][],
      keys: [] as number[][],
      bodies: [] as Bound[][],
      provenance: [] as Bound[][],
      mentions: [] as number[][],
      rejects: [] as Bound[][],
    };
    const edges: StatedEdge[] = [];
    const conflicts: Array<{ statement: Statement; key: number; seq: number }> =
      [];
    const quarantined: Quarantined[] = [];
    const outcomes: Outcome[] = [];
    const ends: number[] = [];
    let at = -1;

    for (const { items, offer } of group) {
      for (const item of items) {
        const source = sources.of(item);
        if (item.kind === 'rejected') {
          if (source) {
            source.rejected += 1;
            rows.rejects.push([
              source.id,
              recordedAt,
              item.id?.slice(0, 256) ?? null,
              item.type?.slice(0, 200) ?? null,
              item.pointer.slice(0, 500),
              item.reason.slice(0, 1000),
              offer.operationId,
            ]);
          }
          outcomes.push({
            status: 'rejected',
            pointer: item.pointer,
            reason: item.reason,
            ...(item.id !== undefined && { id: item.id }),
            ...(item.source !== undefined && { source: item.source }),
          });
          continue;
        }
        if (!source) throw new Error('The log lost track of a source');
        const { delivery } = item;
        const named = { id: delivery.id, source: delivery.source };
        const setAside = (
          code: QuarantineCode,
          reason: string,
          type: string,
        ) => {
          quarantined.push({
            index: outcomes.length,
            delivery,
            code,
            reason,
            tenant: source.tenant,
            type,
            sourceId: source.id,
            principal: offer.principal,
          });
          outcomes.push({ ...named, status: 'quarantined', reason });
        };
        if (item.kind === 'quarantined') {
          setAside(item.code, item.reason, item.type);
          continue;
        }

        at += 1;
        const { statement } = item;
        const { factId } = statement;
        const delivered = deliveryKey(source.id, delivery.id);
        const earlier = known.deliveries.get(delivered);
        if (earlier?.equals(factId)) {
          outcomes.push({ ...named, status: 'duplicate', factId });
          continue;
        }
        if (earlier) {
          setAside(
            'delivery-reused',
            `The source has delivered another event under the id ${delivery.id}; an id belongs to one event.`,
            `${statement.type}.${statement.schemaVersion}`,
          );
          continue;
        }

        seq += 1;
        known.deliveries.set(delivered, factId);
        rows.keys.push([keys[at].delivery, seq]);
        const factKey = digestKey(factId);
        const place = known.facts.get(factKey);
        source.deliveries += 1;
        source.chainLength += 1;
        source.chainDigest = chainDigest(source.chainDigest, {
          tenant: source.tenant,
          source: source.uri,
          index: source.chainLength,
          deliveryId: delivery.id,
          factId,
          bytesDigest: delivery.bytesDigest,
          recordedAt,
        });
        source.lastOccurredAt = Math.max(
          source.lastOccurredAt ?? statement.occurredAtMicros,
          statement.occurredAtMicros,
        );
        source.lastLagMs =
          recordedAt - Math.floor(statement.occurredAtMicros / 1000);
        rows.bodies.push([
          seq,
          recordedAt,
          place === undefined ? statement.canonical : null,
          delivery.bytes,
        ]);
        rows.provenance.push([
          seq,
          place ?? seq,
          source.id,
          delivery.id,
          delivery.sequence ?? null,
          recordedAt,
          delivery.statedRecordedAtMs ?? null,
          delivery.sentAtMs === undefined
            ? null
            : delivery.sentAtMs - offer.receivedAtMs,
          delivery.confidence,
          delivery.bytesDigest,
          source.chainLength,
          source.chainLastSeq,
          source.chainDigest,
          statement.occurredAtMicros,
          statement.ordinal,
          factId,
          keys[at].content,
        ]);
        source.chainLastSeq = seq;
        if (place !== undefined) {
          source.corroborated += 1;
          outcomes.push({ ...named, status: 'corroborated', factId });
          continue;
        }

        known.facts.set(factKey, seq);
        source.facts += 1;
        rows.keys.push([keys[at].content, seq]);
        const { tenant } = statement;
        const subject = entityId(tenant, statement.entity);
        rows.facts.push([
          seq,
          recordedAt,
          factId,
          keys[at].content,
          tenant,
          statement.environment,
          statement.region,
          statement.classification,
          types.get(statement.type) ?? missing(statement.type),
          statement.schemaVersion,
          subject,
          statement.occurredAtMicros,
          statement.validToMicros ?? null,
          statement.ordinal,
          statement.profile,
          statement.claim?.entity ?? null,
          statement.claim?.version ?? null,
          JSON.stringify(statement.mentions.map(one => [one.entity, one.role])),
          statement.summary,
        ]);
        const mentioned = new Set([subject]);
        for (const { entity } of statement.mentions) {
          mentioned.add(entityId(tenant, entity));
        }
        for (const id of mentioned) {
          rows.mentions.push([
            id,
            statement.occurredAtMicros,
            statement.ordinal,
            keys[at].content,
            seq,
          ]);
        }
        for (const [index, relation] of statement.relations.entries()) {
          edges.push({
            edge: {
              from: entityId(tenant, relation.from),
              to: entityId(tenant, relation.to),
              type: relation.type,
            },
            statement,
            index,
            factId,
            seq,
          });
        }
        const claim = claimKey(statement);
        const key = keys[at].claim;
        if (claim === undefined || key === undefined) {
          outcomes.push({ ...named, status: 'created', factId });
          continue;
        }
        const others = known.claims.get(claim) ?? [];
        rows.keys.push([key, seq]);
        known.claims.set(claim, [...others, factId]);
        if (others.length > 0) {
          source.conflicts += 1;
          conflicts.push({ statement, key, seq });
          outcomes.push({
            ...named,
            status: 'conflict',
            factId,
            conflictsWith: others,
          });
        } else {
          outcomes.push({ ...named, status: 'created', factId });
        }
      }
      ends.push(seq);
    }

    await insertRows(trx, 'intelgraph_facts', FACT_COLUMNS, rows.facts);
    await insertRows(trx, 'intelgraph_bodies', BODY_COLUMNS, rows.bodies);
    await insertRows(
      trx,
      'intelgraph_provenance',
      PROVENANCE_COLUMNS,
      rows.provenance,
    );
    // In the order of the index, so that neighbours are written together.
    rows.keys.sort((a, b) => a[0] - b[0]);
    await insertRows(trx, 'intelgraph_keys', KEY_COLUMNS, rows.keys);
    rows.mentions.sort((a, b) => a[0] - b[0]);
    await insertRows(
      trx,
      'intelgraph_mentions',
      MENTION_COLUMNS,
      rows.mentions,
    );
    await this.#insertEdges(trx, edges, kept);
    await insertConflicts(trx, conflicts);
    await insertRows(trx, 'intelgraph_rejects', REJECT_COLUMNS, rows.rejects);
    await this.#quarantine(trx, quarantined, outcomes, recordedAt);
    await sources.save(trx, recordedAt);
    if (seq > before) {
      await trx('intelgraph_log')
        .where({ id: 1 })
        .update({ last_seq: seq, last_recorded_at: recordedAt });
    }

    const appended: Appended[] = [];
    let first = before + 1;
    let start = 0;
    for (const [index, { items, offer }] of group.entries()) {
      const last = ends[index];
      const moved = last >= first;
      if (moved) {
        await trx('intelgraph_commits').insert({
          last_seq: last,
          first_seq: first,
          recorded_at: recordedAt,
          operation_id: offer.operationId,
        });
      }
      appended.push({
        outcomes: outcomes.slice(start, start + items.length),
        firstSeq: moved ? first : null,
        lastSeq: moved ? last : null,
      });
      start += items.length;
      first = last + 1;
    }
    return appended;
  }

  /** Numbers of the types and entities that some statements name; new ones are added. */
  async #names(
    trx: Knex.Transaction,
    statements: readonly Statement[],
    place: { recordedAt: number; firstSeq: number },
    kept: Array<() => void>,
  ) {
    const types = await this.#types.resolve(
      trx,
      new Map(statements.map(({ type }) => [type, type])),
    );
    const names = new Map<string, EntityName>();
    const add = (tenant: string, ref: string) => {
      const key = `${tenant}\n${ref}`;
      if (!names.has(key)) names.set(key, { tenant, ref });
    };
    for (const { tenant, entity, mentions, relations } of statements) {
      add(tenant, entity);
      for (const mention of mentions) add(tenant, mention.entity);
      for (const { from, to } of relations) {
        add(tenant, from);
        add(tenant, to);
      }
    }
    const entities = await this.#entities.resolve(trx, names, {
      columns: {
        kind: 'text',
        first_seq: 'bigint',
        first_recorded_at: 'bigint',
      },
      toValues: ({ ref }) => [
        ref.slice(0, ref.indexOf(':')),
        place.firstSeq,
        place.recordedAt,
      ],
    });
    kept.push(
      () => this.#types.keep(types.added),
      () => this.#entities.keep(entities.added),
    );
    return { types: types.ids, entities: entities.ids };
  }

  async #insertEdges(
    trx: Knex.Transaction,
    stated: readonly StatedEdge[],
    kept: Array<() => void>,
  ): Promise<void> {
    if (stated.length === 0) return;
    const { ids, added } = await this.#edges.resolve(
      trx,
      new Map(stated.map(({ edge }) => [edgeKey(edge), edge])),
    );
    kept.push(() => this.#edges.keep(added));
    const rows = new Map<string, Bound[]>();
    for (const { edge, statement, index, factId, seq } of stated) {
      const id = ids.get(edgeKey(edge)) ?? missing(edge.type);
      const { state, policies } = statement.relations[index];
      // A fact that states an edge twice means the last one.
      rows.set(`${id}\n${seq}`, [
        id,
        statement.occurredAtMicros,
        factId,
        seq,
        state === 'asserted' ? 1 : 0,
        policies.length > 0 ? JSON.stringify(policies) : null,
      ]);
    }
    await insertRows(
      trx,
      'intelgraph_edge_statements',
      EDGE_STATEMENT_COLUMNS,
      [...rows.values()],
    );
  }

  async #quarantine(
    trx: Knex.Transaction,
    quarantined: readonly Quarantined[],
    outcomes: Outcome[],
    recordedAt: number,
  ): Promise<void> {
    for (const item of quarantined) {
      const { bytesDigest } = item.delivery;
      const [known] = await trx('intelgraph_quarantine')
        .where({
          source_id: item.sourceId,
          delivery_id: item.delivery.id,
          bytes_digest: bytesDigest,
        })
        .select('id');
      const id: string = known?.id ?? this.#newId();
      if (!known) {
        await trx('intelgraph_quarantine').insert({
          id,
          tenant: item.tenant,
          source_id: item.sourceId,
          delivery_id: item.delivery.id,
          type: item.type.slice(0, 200),
          code: item.code,
          reason: item.reason,
          event: item.delivery.bytes,
          bytes_digest: bytesDigest,
          principal: item.principal,
          received_at: recordedAt,
          status: 'waiting',
          attempts: 1,
        });
      }
      outcomes[item.index] = { ...outcomes[item.index], quarantineId: id };
    }
  }
}

/** Marks all facts of claims that are made in more than one way. */
async function insertConflicts(
  trx: Knex.Transaction,
  conflicts: readonly { statement: Statement; key: number; seq: number }[],
): Promise<void> {
  for (const { statement, key, seq } of conflicts) {
    const { tenant, claim } = statement;
    if (!claim) continue;
    await trx.raw(
      `INSERT INTO intelgraph_conflicts (fact_seq, tenant, occurred_at, ordinal, fact_key, seq)
       SELECT f.seq, f.tenant, f.occurred_at, f.ordinal, f.fact_key, ?
       FROM intelgraph_keys k JOIN intelgraph_facts f ON f.seq = k.seq
       WHERE k.key = ? AND k.seq <= ? AND f.tenant = ? AND f.claim_entity = ? AND f.claim_version = ?
       AND NOT EXISTS (SELECT 1 FROM intelgraph_conflicts c WHERE c.fact_seq = f.seq)`,
      [seq, key, seq, tenant, claim.entity, claim.version],
    );
  }
}

function edgeKey({ from, to, type }: EdgeName): string {
  return `${from}\n${to}\n${type}`;
}

function missing(what: string): never {
  throw new Error(`The log lost track of ${what}`);
}
