import { Knex } from 'knex';
import { marks, selectRows } from './selectRows';

/** One delivery of a fact, with what proves it. */
export interface StoredDelivery {
  readonly seq: number;
  readonly source: string;
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly sequence: string | null;
  readonly recordedAt: number;
  readonly statedAt: number | null;
  readonly skewMs: number | null;
  readonly confidence: number;
  readonly agent: string;
  readonly operationId: string;
  readonly bytesDigest: Buffer;
  readonly chainIndex: number;
  readonly chainDigest: Buffer;
  /** What was delivered; null when erased. */
  readonly bytes: string | null;
  /** What was digested; null when erased, and for all deliveries but the first. */
  readonly canonical: string | null;
}

/** One link of a source's chain. */
export interface ChainLink {
  readonly seq: number;
  readonly sourceId: number;
  /** Place of the delivery before it, of the same source. */
  readonly previousSeq?: number;
  readonly index: number;
  readonly deliveryId: string;
  readonly factId: Buffer;
  readonly bytesDigest: Buffer;
  readonly recordedAt: number;
  readonly chainDigest: Buffer;
}

/** An erasure. */
export interface Erasure {
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** Reads where facts come from. */
export class ProvenanceReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** All deliveries of a fact up to a place in the log, by source and id. */
  async deliveries(
    factSeq: number,
    watermark: number,
  ): Promise<StoredDelivery[]> {
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT p.*, s.uri, b.bytes, b.canonical, o.id AS operation_id, o.principal
       FROM intelgraph_provenance p
       JOIN intelgraph_sources s ON s.id = p.source_id
       LEFT JOIN intelgraph_bodies b ON b.seq = p.seq
       LEFT JOIN intelgraph_commits c ON c.last_seq = (
         SELECT min(n.last_seq) FROM intelgraph_commits n WHERE n.last_seq >= p.seq)
       LEFT JOIN intelgraph_operations o ON o.id = c.operation_id
       WHERE (p.seq = ? OR (p.fact_seq = ? AND p.fact_seq <> p.seq)) AND p.seq <= ?
       ORDER BY s.uri, p.delivery_id`,
      [factSeq, factSeq, watermark],
    );
    const optional = (value: unknown) =>
      value === null ? null : Number(value);
    return rows.map(row => ({
      seq: Number(row.seq),
      source: String(row.uri),
      sourceId: Number(row.source_id),
      deliveryId: String(row.delivery_id),
      sequence:
        row.source_sequence === null ? null : String(row.source_sequence),
      recordedAt: Number(row.recorded_at),
      statedAt: optional(row.stated_at),
      skewMs: optional(row.skew_ms),
      confidence: Number(row.confidence),
      agent: String(row.principal ?? 'unknown'),
      operationId: String(row.operation_id ?? 'unknown'),
      bytesDigest: row.bytes_digest as Buffer,
      chainIndex: Number(row.chain_index),
      chainDigest: row.chain_digest as Buffer,
      bytes: row.bytes === null ? null : String(row.bytes),
      canonical: row.canonical === null ? null : String(row.canonical),
    }));
  }

  /** What facts say, by their places in the log; those that were erased are missing. */
  async canonicals(seqs: readonly number[]): Promise<Map<number, string>> {
    if (seqs.length === 0) return new Map();
    const rows = await selectRows<{ seq: number | string; canonical: string }>(
      this.#knex,
      `SELECT seq, canonical FROM intelgraph_bodies WHERE seq IN (${marks(
        seqs,
      )}) AND canonical IS NOT NULL`,
      seqs,
    );
    return new Map(rows.map(row => [Number(row.seq), row.canonical]));
  }

  async erasure(factSeq: number): Promise<Erasure | undefined> {
    const [row] = await selectRows<Record<string, unknown>>(
      this.#knex,
      'SELECT * FROM intelgraph_erasures WHERE fact_seq = ?',
      [factSeq],
    );
    return (
      row && {
        at: Number(row.erased_at),
        by: String(row.erased_by),
        reason: String(row.reason),
      }
    );
  }

  /** Links of a chain after a place in the log, in order. */
  async chain(
    sourceId: number,
    afterSeq: number,
    limit: number,
  ): Promise<ChainLink[]> {
    return this.#links('source_id = ? AND seq > ? ORDER BY seq LIMIT ?', [
      sourceId,
      afterSeq,
      limit,
    ]);
  }

  /** The link of a delivery, and the one before it. */
  async link(seq: number): Promise<{ link?: ChainLink; before?: ChainLink }> {
    const [link] = await this.#links('seq = ?', [seq]);
    const [before] =
      link?.previousSeq === undefined
        ? []
        : await this.#links('seq = ?', [link.previousSeq]);
    return { link, before };
  }

  async #links(where: string, values: readonly number[]): Promise<ChainLink[]> {
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT seq, source_id, chain_index, chain_previous_seq, delivery_id, fact_id, bytes_digest, recorded_at, chain_digest
       FROM intelgraph_provenance WHERE ${where}`,
      values,
    );
    return rows.map(row => ({
      seq: Number(row.seq),
      sourceId: Number(row.source_id),
      ...(row.chain_previous_seq !== null && {
        previousSeq: Number(row.chain_previous_seq),
      }),
      index: Number(row.chain_index),
      deliveryId: String(row.delivery_id),
      factId: row.fact_id as Buffer,
      bytesDigest: row.bytes_digest as Buffer,
      recordedAt: Number(row.recorded_at),
      chainDigest: row.chain_digest as Buffer,
    }));
  }
}
