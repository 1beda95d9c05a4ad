import { IngestStatus } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { chainDigest } from '../domain/chainDigest';
import {
  Delivery,
  QuarantineCode,
  ReadResult,
  Statement,
} from '../domain/types';
import { Dictionary, Resolved } from './Dictionary';
import { IdentityKeys, KnownIdentities, keysOf } from './KnownIdentities';
import { insertRows } from './rawStatements';
import { Bound } from './selectRows';
import { ScatteredTable } from './ScatteredTable';
import { SourceState, SourceStates } from './SourceStates';

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

/** Tables that are looked up and added to in ways of their own. */
export interface LogTables {
  readonly types: Dictionary;
  readonly entities: Dictionary;
  readonly edges: Dictionary;
  readonly keys: ScatteredTable;
  readonly mentions: ScatteredTable;
}

type Read = Extract<ReadResult, { kind: 'read' }>;
type Rejected = Extract<ReadResult, { kind: 'rejected' }>;

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

interface Conflicting {
  readonly statement: Statement;
  readonly key: number;
  readonly seq: number;
}

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
const BODY_COLUMNS = {
  seq: 'bigint',
  recorded_at: 'bigint',
  canonical: 'text',
  bytes: 'text',
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
 * Items on their way into the log, within one transaction: first everything that has to be known of them is looked
 * up at once, then each is taken in its order, then everything is written, table by table.
 */
export class Appending {
  readonly outcomes: Outcome[] = [];
  readonly #trx: Knex.Transaction;
  readonly #tables: LogTables;
  readonly #newId: () => string;
  readonly #items: readonly ReadResult[];
  readonly #recordedAt: number;
  readonly #sources: SourceStates;
  readonly #known: KnownIdentities;
  readonly #keys: readonly IdentityKeys[];
  readonly #types: Resolved;
  readonly #entities: Resolved;
  #edges: Resolved | undefined;
  #seq: number;
  /** Items, statements among them, and names of those that are behind. */
  #item = 0;
  #statement = 0;
  #name = 0;

  // Of one row after the other.
  readonly #facts: Bound[] = [];
  readonly #bodies: Bound[] = [];
  readonly #provenance: Bound[] = [];
  readonly #rejects: Bound[] = [];
  // Rows, for these are sorted.
  readonly #identities: number[][] = [];
  readonly #mentions: number[][] = [];

  readonly #edgeNames: string[] = [];
  readonly #edgeStatements: {
    readonly statement: Statement;
    readonly index: number;
    readonly seq: number;
  }[] = [];
  readonly #conflicts: Conflicting[] = [];
  readonly #quarantined: Quarantined[] = [];

  private constructor(
    trx: Knex.Transaction,
    options: { tables: LogTables; newId: () => string },
    items: readonly ReadResult[],
    place: { lastSeq: number; recordedAt: number },
    found: {
      sources: SourceStates;
      known: KnownIdentities;
      keys: readonly IdentityKeys[];
      types: Resolved;
      entities: Resolved;
    },
  ) {
    this.#trx = trx;
    this.#tables = options.tables;
    this.#newId = options.newId;
    this.#items = items;
    this.#seq = place.lastSeq;
    this.#recordedAt = place.recordedAt;
    this.#sources = found.sources;
    this.#known = found.known;
    this.#keys = found.keys;
    this.#types = found.types;
    this.#entities = found.entities;
  }

  /**
   * Looks up what the items name and whether they are known.
   *
   * @param place - the last place in the log that is taken, and the time of recording (epoch ms)
   */
  static async prepare(
    trx: Knex.Transaction,
    options: { tables: LogTables; newId: () => string },
    items: readonly ReadResult[],
    place: { lastSeq: number; recordedAt: number },
  ): Promise<Appending> {
    const sources = await SourceStates.load(trx, items, place.recordedAt);
    const keys: IdentityKeys[] = [];
    const typeNames: string[] = [];
    const entityNames: string[] = [];
    for (const [index, item] of items.entries()) {
      if (item.kind !== 'read') continue;
      const { statement, delivery } = item;
      keys.push(keysOf(sourceAt(sources, index).id, delivery.id, statement));
      typeNames.push(statement.type);
      pushNames(entityNames, statement);
    }
    return new Appending(trx, options, items, place, {
      sources,
      known: await KnownIdentities.load(trx, keys),
      keys,
      types: await options.tables.types.resolve(trx, typeNames),
      entities: await options.tables.entities.resolve(trx, entityNames, {
        columns: {
          kind: 'text',
          first_seq: 'bigint',
          first_recorded_at: 'bigint',
        },
        toValues: name => {
          const ref = name.slice(name.indexOf('\n') + 1);
          return [
            ref.slice(0, ref.indexOf(':')),
            place.lastSeq + 1,
            place.recordedAt,
          ];
        },
      }),
    });
  }

  /** The last place in the log that is taken. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** Takes the next items, as they were offered. */
  take(count: number, offer: Offer): void {
    for (const end = this.#item + count; this.#item < end; this.#item += 1) {
      const item = this.#items[this.#item];
      if (item.kind === 'rejected') {
        this.#reject(item, offer);
        continue;
      }
      const source = sourceAt(this.#sources, this.#item);
      if (item.kind === 'quarantined') {
        this.#setAside(item, item.code, item.reason, item.type, source, offer);
        continue;
      }
      const nextName = this.#name + countNames(item.statement);
      this.#takeRead(item, source, offer);
      this.#name = nextName;
      this.#statement += 1;
    }
  }

  /** Writes what was taken. The outcomes are whole after it. */
  async write(): Promise<void> {
    const trx = this.#trx;
    await insertRows(trx, 'intelgraph_facts', FACT_COLUMNS, this.#facts);
    await insertRows(trx, 'intelgraph_bodies', BODY_COLUMNS, this.#bodies);
    await insertRows(
      trx,
      'intelgraph_provenance',
      PROVENANCE_COLUMNS,
      this.#provenance,
    );
    await this.#tables.keys.insert(trx, this.#identities);
    await this.#tables.mentions.insert(trx, this.#mentions);
    await this.#writeEdges();
    await insertConflicts(trx, this.#conflicts);
    await insertRows(trx, 'intelgraph_rejects', REJECT_COLUMNS, this.#rejects);
    await this.#writeQuarantined();
    await this.#sources.save(trx, this.#recordedAt);
  }

  /** Remembers what was added to the dictionaries, once the transaction is committed. */
  keep(): void {
    this.#tables.types.keep(this.#types);
    this.#tables.entities.keep(this.#entities);
    if (this.#edges) this.#tables.edges.keep(this.#edges);
  }

  #reject(item: Rejected, offer: Offer): void {
    const source = this.#sources.of(this.#item);
    if (source) {
      source.rejected += 1;
      this.#rejects.push(
        source.id,
        this.#recordedAt,
        item.id?.slice(0, 256) ?? null,
        item.type?.slice(0, 200) ?? null,
        item.pointer.slice(0, 500),
        item.reason.slice(0, 1000),
        offer.operationId,
      );
    }
    this.outcomes.push({
      status: 'rejected',
      pointer: item.pointer,
      reason: item.reason,
      ...(item.id !== undefined && { id: item.id }),
      ...(item.source !== undefined && { source: item.source }),
    });
  }

  #setAside(
    { delivery }: { delivery: Delivery },
    code: QuarantineCode,
    reason: string,
    type: string,
    source: SourceState,
    offer: Offer,
  ): void {
    this.#quarantined.push({
      index: this.outcomes.length,
      delivery,
      code,
      reason,
      tenant: source.tenant,
      type,
      sourceId: source.id,
      principal: offer.principal,
    });
    this.outcomes.push({
      id: delivery.id,
      source: delivery.source,
      status: 'quarantined',
      reason,
    });
  }

  #takeRead(item: Read, source: SourceState, offer: Offer): void {
    const { statement, delivery } = item;
    const { factId } = statement;
    const keys = this.#keys[this.#statement];
    const earlier = this.#known.delivered(
      keys.delivery,
      source.id,
      delivery.id,
    );
    if (earlier && !earlier.equals(factId)) {
      this.#setAside(
        item,
        'delivery-reused',
        `The source has delivered another event under the id ${delivery.id}; an id belongs to one event.`,
        `${statement.type}.${statement.schemaVersion}`,
        source,
        offer,
      );
      return;
    }
    const outcome = (status: Outcome['status']): Outcome => ({
      id: delivery.id,
      source: delivery.source,
      status,
      factId,
    });
    if (earlier) {
      this.outcomes.push(outcome('duplicate'));
      return;
    }

    this.#seq += 1;
    const place = this.#known.placeOf(keys.content, factId);
    this.#addDelivery(item, keys, place, source, offer);
    if (place !== undefined) {
      source.corroborated += 1;
      this.outcomes.push(outcome('corroborated'));
      return;
    }
    this.#addFact(statement, keys, source);
    const { claim } = keys;
    const others =
      claim === undefined ? [] : this.#known.claiming(claim, statement);
    if (claim !== undefined) {
      this.#identities.push([claim, this.#seq]);
      this.#known.addClaim(claim, statement, factId);
    }
    if (claim === undefined || others.length === 0) {
      this.outcomes.push(outcome('created'));
      return;
    }
    source.conflicts += 1;
    this.#conflicts.push({ statement, key: claim, seq: this.#seq });
    this.outcomes.push({ ...outcome('conflict'), conflictsWith: others });
  }

  /** @param place - of the fact, if it is known already */
  #addDelivery(
    { statement, delivery }: Read,
    keys: IdentityKeys,
    place: number | undefined,
    source: SourceState,
    offer: Offer,
  ): void {
    const seq = this.#seq;
    const recordedAt = this.#recordedAt;
    const { factId, occurredAtMicros } = statement;
    this.#known.addDelivery(keys.delivery, source.id, delivery.id, factId);
    this.#identities.push([keys.delivery, seq]);
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
      source.lastOccurredAt ?? occurredAtMicros,
      occurredAtMicros,
    );
    source.lastLagMs = recordedAt - Math.floor(occurredAtMicros / 1000);
    this.#bodies.push(
      seq,
      recordedAt,
      place === undefined ? statement.canonical : null,
      delivery.bytes,
    );
    this.#provenance.push(
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
      occurredAtMicros,
      statement.ordinal,
      factId,
      keys.content,
    );
    source.chainLastSeq = seq;
  }

  #addFact(
    statement: Statement,
    keys: IdentityKeys,
    source: SourceState,
  ): void {
    const seq = this.#seq;
    const { ids } = this.#entities;
    const { factId, mentions, relations, occurredAtMicros, ordinal } =
      statement;
    this.#known.addFact(keys.content, factId, seq);
    source.facts += 1;
    this.#identities.push([keys.content, seq]);
    const subject = ids[this.#name];
    this.#facts.push(
      seq,
      this.#recordedAt,
      factId,
      keys.content,
      statement.tenant,
      statement.environment,
      statement.region,
      statement.classification,
      this.#types.ids[this.#statement],
      statement.schemaVersion,
      subject,
      occurredAtMicros,
      statement.validToMicros ?? null,
      ordinal,
      statement.profile,
      statement.claim?.entity ?? null,
      statement.claim?.version ?? null,
      JSON.stringify(mentions.map(one => [one.entity, one.role])),
      statement.summary,
    );
    let name = this.#name + 1;
    const mentioned = new Set([subject]);
    for (let count = mentions.length; count > 0; count -= 1) {
      mentioned.add(ids[name]);
      name += 1;
    }
    for (const id of mentioned) {
      this.#mentions.push([id, occurredAtMicros, ordinal, keys.content, seq]);
    }
    for (const [index, { type }] of relations.entries()) {
      this.#edgeNames.push(`${ids[name]}\n${ids[name + 1]}\n${type}`);
      this.#edgeStatements.push({ statement, index, seq });
      name += 2;
    }
  }

  async #writeEdges(): Promise<void> {
    if (this.#edgeNames.length === 0) return;
    this.#edges = await this.#tables.edges.resolve(this.#trx, this.#edgeNames);
    const values: Bound[] = [];
    for (const [
      at,
      { statement, index, seq },
    ] of this.#edgeStatements.entries()) {
      const id = this.#edges.ids[at];
      // A fact that states an edge twice means the last one; its statements stand one behind the other.
      const isStatedAgain = this.#edgeStatements
        .slice(at + 1, at + statement.relations.length - index)
        .some((_, further) => this.#edges?.ids[at + 1 + further] === id);
      if (isStatedAgain) continue;
      const { state, policies } = statement.relations[index];
      values.push(
        id,
        statement.occurredAtMicros,
        statement.factId,
        seq,
        state === 'asserted' ? 1 : 0,
        policies.length > 0 ? JSON.stringify(policies) : null,
      );
    }
    await insertRows(
      this.#trx,
      'intelgraph_edge_statements',
      EDGE_STATEMENT_COLUMNS,
      values,
    );
  }

  async #writeQuarantined(): Promise<void> {
    const trx = this.#trx;
    for (const item of this.#quarantined) {
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
          received_at: this.#recordedAt,
          status: 'waiting',
          attempts: 1,
        });
      }
      this.outcomes[item.index] = {
        ...this.outcomes[item.index],
        quarantineId: id,
      };
    }
  }
}

/** Marks all facts of claims that are made in more than one way. */
async function insertConflicts(
  trx: Knex.Transaction,
  conflicts: readonly Conflicting[],
): Promise<void> {
  for (const { statement, key, seq } of conflicts) {
    const { tenant, claim } = statement;
    if (!claim) continue;
    await trx.raw(
      `INSERT INTO intelgraph_conflicts (fact_seq, tenant, occurred_at, ordinal, fact_key, seq)
       SELECT f.seq, f.tenant, f.occurred_at, f.ordinal, f.fact_key, ?
       FROM (SELECT seq FROM intelgraph_keys WHERE key = ?
             UNION ALL SELECT seq FROM intelgraph_recent_keys WHERE key = ?) k
       JOIN intelgraph_facts f ON f.seq = k.seq
       WHERE k.seq <= ? AND f.tenant = ? AND f.claim_entity = ? AND f.claim_version = ?
       AND NOT EXISTS (SELECT 1 FROM intelgraph_conflicts c WHERE c.fact_seq = f.seq)`,
      [seq, key, key, seq, tenant, claim.entity, claim.version],
    );
  }
}

/** What a statement names, each with its tenant: the subject, what it mentions, the ends of its relations. */
function pushNames(
  names: string[],
  { tenant, entity, mentions, relations }: Statement,
): void {
  names.push(`${tenant}\n${entity}`);
  for (const mention of mentions) names.push(`${tenant}\n${mention.entity}`);
  for (const { from, to } of relations) {
    names.push(`${tenant}\n${from}`, `${tenant}\n${to}`);
  }
}

function countNames({ mentions, relations }: Statement): number {
  return 1 + mentions.length + 2 * relations.length;
}

function sourceAt(sources: SourceStates, index: number): SourceState {
  const source = sources.of(index);
  if (!source) throw new Error('The log lost track of a source');
  return source;
}
