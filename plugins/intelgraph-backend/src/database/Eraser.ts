import { Knex } from 'knex';
import { isPostgres } from './openDatabase';
import { marks, selectRows } from './selectRows';

const FACTS_AT_ONCE = 200;

/** Removes what facts say. Digests, times, chain and who said it stay. */
export class Eraser {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Erases the bodies and summaries of facts.
   *
   * @returns how many were not erased before
   */
  async erase(
    trx: Knex.Transaction,
    factSeqs: readonly number[],
    erasure: { at: number; by: string; reason: string },
  ): Promise<number> {
    let erased = 0;
    for (let at = 0; at < factSeqs.length; at += FACTS_AT_ONCE) {
      const part = factSeqs.slice(at, at + FACTS_AT_ONCE);
      erased += await eraseIn(trx, part, erasure);
    }
    return erased;
  }

  /**
   * Erases facts of a classification that were recorded before a time, some at a time, going on where it stopped.
   *
   * @returns how many were erased, and whether more may be left
   */
  async retain(options: {
    classification: string;
    /** Epoch ms. */
    before: number;
    at: number;
    limit: number;
  }): Promise<{ erased: number; hasMore: boolean }> {
    const { classification, before, at, limit } = options;
    const name = `retention:${classification}`;
    const [setting] = await this.#knex('intelgraph_settings').where({ name });
    const from = setting ? Number(setting.value) : 0;
    // Recorded time follows the log, so the first row that is young enough ends it.
    const rows = await selectRows<{
      seq: number | string;
      classification: string;
      recorded_at: number | string;
    }>(
      this.#knex,
      'SELECT seq, classification, recorded_at FROM intelgraph_facts WHERE seq > ? ORDER BY seq LIMIT ?',
      [from, limit],
    );
    const young = rows.findIndex(row => Number(row.recorded_at) >= before);
    const old = young === -1 ? rows : rows.slice(0, young);
    if (old.length === 0) return { erased: 0, hasMore: false };
    const erased = await this.#knex.transaction(async trx => {
      await trx('intelgraph_settings')
        .insert({ name, value: String(old[old.length - 1].seq) })
        .onConflict('name')
        .merge();
      return this.erase(
        trx,
        old
          .filter(row => row.classification === classification)
          .map(row => Number(row.seq)),
        {
          at,
          by: 'retention',
          reason: `It was kept as long as ${classification} facts are kept`,
        },
      );
    });
    return { erased, hasMore: young === -1 && rows.length === limit };
  }
}

async function eraseIn(
  trx: Knex.Transaction,
  factSeqs: readonly number[],
  { at, by, reason }: { at: number; by: string; reason: string },
): Promise<number> {
  if (factSeqs.length === 0) return 0;
  const rows = await selectRows<{ seq: number | string }>(
    trx,
    `SELECT f.seq FROM intelgraph_facts f WHERE f.seq IN (${marks(factSeqs)})
     AND NOT EXISTS (SELECT 1 FROM intelgraph_erasures e WHERE e.fact_seq = f.seq)${
       isPostgres(trx) ? ' FOR UPDATE' : ''
     }`,
    factSeqs,
  );
  const seqs = rows.map(row => Number(row.seq));
  if (seqs.length === 0) return 0;
  await trx.raw(
    `DELETE FROM intelgraph_bodies WHERE seq IN (
       SELECT seq FROM intelgraph_provenance WHERE seq IN (${marks(seqs)})
       UNION ALL
       SELECT seq FROM intelgraph_provenance WHERE fact_seq IN (${marks(
         seqs,
       )}) AND fact_seq <> seq)`,
    [...seqs, ...seqs],
  );
  await trx.raw(
    `UPDATE intelgraph_facts SET summary = '' WHERE seq IN (${marks(seqs)})`,
    seqs,
  );
  await trx('intelgraph_erasures').insert(
    seqs.map(seq => ({
      fact_seq: seq,
      erased_at: at,
      erased_by: by,
      reason,
    })),
  );
  return seqs.length;
}
