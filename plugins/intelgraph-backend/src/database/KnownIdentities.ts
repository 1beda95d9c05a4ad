import { Knex } from 'knex';
import { contentKey, identityKey } from '../domain/identityKey';
import { Statement } from '../domain/types';
import { findRows } from './rawStatements';

/** An item of which is asked whether it is known. */
export interface Candidate {
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly statement: Statement;
}

/** Keys of a candidate in the index over identities. */
export interface CandidateKeys {
  readonly content: number;
  readonly delivery: number;
  readonly claim?: number;
}

/** What the log knows of some candidates, and learns while they are taken. */
export interface KnownIdentities {
  /** The fact that a delivery brought. */
  readonly deliveries: Map<string, Buffer>;
  /** The place of a fact. */
  readonly facts: Map<string, number>;
  /** The facts that make a claim. */
  readonly claims: Map<string, Buffer[]>;
}

/** A digest as a key of a map. */
export const digestKey = (digest: Buffer) => digest.toString('latin1');
/** A delivery as a key of a map. */
export const deliveryKey = (sourceId: number, id: string) =>
  `${sourceId}\n${id}`;
/** A claim as a key of a map; undefined where there is none. */
export const claimKey = ({
  tenant,
  claim,
}: Pick<Statement, 'tenant' | 'claim'>) =>
  claim && `${tenant}\n${claim.entity}\n${claim.version}`;

/** The keys under which a candidate is, or will be, in the index. */
export function keysOf(candidate: Candidate): CandidateKeys {
  const { sourceId, deliveryId, statement } = candidate;
  const claim = claimKey(statement);
  return {
    content: contentKey(statement.factId),
    delivery: identityKey('delivery', [sourceId, deliveryId]),
    ...(claim !== undefined && { claim: identityKey('claim', [claim]) }),
  };
}

/**
 * Looks up which deliveries, contents and claims are on record. The index over identities says where to look; whether
 * it is the same is decided by the whole.
 */
export async function knownIdentities(
  trx: Knex.Transaction,
  keys: readonly CandidateKeys[],
): Promise<KnownIdentities> {
  const known: KnownIdentities = {
    deliveries: new Map(),
    facts: new Map(),
    claims: new Map(),
  };
  const wanted = new Set<number>();
  for (const { content, delivery, claim } of keys) {
    wanted.add(content);
    wanted.add(delivery);
    if (claim !== undefined) wanted.add(claim);
  }
  const hits = await findRows<{ seq: number | string }>(
    trx,
    'intelgraph_keys',
    ['seq'],
    { key: 'bigint' },
    [...wanted].map(key => [key]),
  );
  if (hits.length === 0) return known;
  const seqs = [...new Set(hits.map(({ seq }) => Number(seq)))].map(seq => [
    seq,
  ]);
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
    known.deliveries.set(
      deliveryKey(Number(row.source_id), row.delivery_id),
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
  for (const row of facts) {
    known.facts.set(digestKey(row.fact_id), Number(row.seq));
    if (row.claim_entity === null || row.claim_version === null) continue;
    const claim = `${row.tenant}\n${row.claim_entity}\n${row.claim_version}`;
    known.claims.set(claim, [...(known.claims.get(claim) ?? []), row.fact_id]);
  }
  for (const claiming of known.claims.values()) claiming.sort(Buffer.compare);
  return known;
}
