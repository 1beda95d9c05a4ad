import { Knex } from 'knex';
import { contentKey, identityKey } from '../domain/identityKey';
import { Statement } from '../domain/types';
import { isPostgres } from './openDatabase';
import { findRows } from './rawStatements';
import { KEY_TABLES } from './ScatteredTable';

/** Keys of an item in the index over identities. */
export interface IdentityKeys {
  readonly content: number;
  readonly delivery: number;
  /** Undefined for a statement that claims nothing. */
  readonly claim: number | undefined;
}

/** Others under the same key, which are next to none. */
interface Linked<Known> {
  readonly next: Known | undefined;
}

interface KnownDelivery extends Linked<KnownDelivery> {
  readonly sourceId: number;
  readonly id: string;
  readonly factId: Buffer;
}

interface KnownFact extends Linked<KnownFact> {
  readonly factId: Buffer;
  readonly seq: number;
}

interface KnownClaim extends Linked<KnownClaim> {
  /** {@link claimText} of it. */
  readonly claim: string;
  readonly factId: Buffer;
}

/** What makes a claim the same claim; undefined where there is none. */
const claimText = ({ tenant, claim }: Pick<Statement, 'tenant' | 'claim'>) =>
  claim && `${tenant}\n${claim.entity}\n${claim.version}`;

/** The keys under which an item is, or will be, in the index. */
export function keysOf(
  sourceId: number,
  deliveryId: string,
  statement: Statement,
): IdentityKeys {
  const claim = claimText(statement);
  return {
    content: contentKey(statement.factId),
    delivery: identityKey('delivery', [sourceId, deliveryId]),
    claim: claim === undefined ? undefined : identityKey('claim', [claim]),
  };
}

/**
 * The deliveries, contents and claims that the log has of some items, and those that it learns while it takes them.
 * The index over identities says where to look; whether it is the same is decided by the whole.
 */
export class KnownIdentities {
  readonly #deliveries = new Map<number, KnownDelivery>();
  readonly #facts = new Map<number, KnownFact>();
  readonly #claims = new Map<number, KnownClaim>();

  private constructor() {}

  static async load(
    trx: Knex.Transaction,
    keys: readonly IdentityKeys[],
  ): Promise<KnownIdentities> {
    const known = new KnownIdentities();
    const wanted = new Set<number>();
    for (const { content, delivery, claim } of keys) {
      wanted.add(content);
      wanted.add(delivery);
      if (claim !== undefined) wanted.add(claim);
    }
    // In the order of the index.
    const sorted = [...wanted].sort((a, b) => a - b);
    const hits: { seq: number | string }[] = [];
    // On PostgreSQL nothing gathers beside the table.
    const tables = isPostgres(trx) ? KEY_TABLES.slice(0, 1) : KEY_TABLES;
    for (const table of tables) {
      hits.push(
        ...(await findRows<{ seq: number | string }>(
          trx,
          table,
          ['seq'],
          { key: 'bigint' },
          sorted,
        )),
      );
    }
    if (hits.length === 0) return known;
    const seqs = [...new Set(hits.map(({ seq }) => Number(seq)))];
    const deliveries = await findRows<{
      source_id: number;
      delivery_id: string;
      fact_id: Buffer;
    }>(
      trx,
      'intelgraph_provenance',
      ['source_id', 'delivery_id', 'fact_id'],
      { seq: 'bigint' },
      seqs,
    );
    for (const row of deliveries) {
      const sourceId = Number(row.source_id);
      known.addDelivery(
        identityKey('delivery', [sourceId, row.delivery_id]),
        sourceId,
        row.delivery_id,
        row.fact_id,
      );
    }
    const facts = await findRows<{
      seq: number | string;
      fact_id: Buffer;
      tenant: string;
      claim_entity: string | null;
      claim_version: string | null;
    }>(
      trx,
      'intelgraph_facts',
      ['seq', 'fact_id', 'tenant', 'claim_entity', 'claim_version'],
      { seq: 'bigint' },
      seqs,
    );
    // By digest, so that contradictions are told in the same order to everybody.
    facts.sort((a, b) => Buffer.compare(a.fact_id, b.fact_id));
    for (const row of facts) {
      known.addFact(contentKey(row.fact_id), row.fact_id, Number(row.seq));
      if (row.claim_entity === null || row.claim_version === null) continue;
      const statement = {
        tenant: row.tenant,
        claim: { entity: row.claim_entity, version: row.claim_version },
      };
      known.addClaim(
        identityKey('claim', [claimText(statement) ?? '']),
        statement,
        row.fact_id,
      );
    }
    return known;
  }

  /** The fact that a delivery brought. */
  delivered(key: number, sourceId: number, id: string): Buffer | undefined {
    let one = this.#deliveries.get(key);
    while (one && (one.sourceId !== sourceId || one.id !== id)) one = one.next;
    return one?.factId;
  }

  addDelivery(key: number, sourceId: number, id: string, factId: Buffer): void {
    const next = this.#deliveries.get(key);
    this.#deliveries.set(key, { sourceId, id, factId, next });
  }

  /** The place of a fact. */
  placeOf(key: number, factId: Buffer): number | undefined {
    let one = this.#facts.get(key);
    while (one && !one.factId.equals(factId)) one = one.next;
    return one?.seq;
  }

  addFact(key: number, factId: Buffer, seq: number): void {
    this.#facts.set(key, { factId, seq, next: this.#facts.get(key) });
  }

  /** The facts that make the claim of a statement already, in the order in which they were added. */
  claiming(
    key: number,
    statement: Pick<Statement, 'tenant' | 'claim'>,
  ): Buffer[] {
    const claim = claimText(statement);
    const claiming: Buffer[] = [];
    for (let one = this.#claims.get(key); one; one = one.next) {
      if (one.claim === claim) claiming.unshift(one.factId);
    }
    return claiming;
  }

  addClaim(
    key: number,
    statement: Pick<Statement, 'tenant' | 'claim'>,
    factId: Buffer,
  ): void {
    this.#claims.set(key, {
      claim: claimText(statement) ?? '',
      factId,
      next: this.#claims.get(key),
    });
  }
}
