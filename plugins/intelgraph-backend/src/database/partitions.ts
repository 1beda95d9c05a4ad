import { Knex } from 'knex';
import { isPostgres } from './openDatabase';

const PARTITIONED = ['intelgraph_facts', 'intelgraph_bodies'];
const MONTHS_AHEAD = 3;

/**
 * Makes the monthly partitions of this month and the next ones. Does nothing on SQLite, and nothing for a month of
 * which rows lie in the default partition already.
 *
 * @returns the names of those that were made
 */
export async function ensurePartitions(
  knex: Knex,
  nowMs: number,
): Promise<string[]> {
  if (!isPostgres(knex)) return [];
  const made: string[] = [];
  const now = new Date(nowMs);
  for (let ahead = 0; ahead < MONTHS_AHEAD; ahead += 1) {
    const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead);
    const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1);
    const month = new Date(from).toISOString().slice(0, 7).replace('-', '_');
    for (const table of PARTITIONED) {
      const name = `${table}_${month}`;
      if (await knex.schema.hasTable(name)) continue;
      const [{ exists }] = (
        await knex.raw(
          `SELECT EXISTS (SELECT 1 FROM ${table}_default WHERE recorded_at >= ? AND recorded_at < ?) AS exists`,
          [from, to],
        )
      ).rows;
      if (exists) continue;
      await knex.raw(
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table} FOR VALUES FROM (${from}) TO (${to})`,
      );
      made.push(name);
    }
  }
  return made;
}
