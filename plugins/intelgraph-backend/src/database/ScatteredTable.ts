import { Knex } from 'knex';
import { ColumnType } from './binaryCopy';
import { isPostgres } from './openDatabase';
import { insertRows } from './rawStatements';

/** Rows that gather before they are moved; they fill about a thousand pages, which stay in memory. */
const MOST_RECENT = 100_000;

/** The tables that are hit at random, each with the small one beside it; who reads one reads the other. */
export const KEY_TABLES = [
  'intelgraph_keys',
  'intelgraph_recent_keys',
] as const;
export const MENTION_TABLES = [
  'intelgraph_mentions',
  'intelgraph_recent_mentions',
] as const;

/**
 * A table that is hit at random: its rows lie in the order of its key, which is not that of their arrival. On SQLite
 * they gather in a small table beside it, and are moved all at once. Whoever reads has to look at both.
 */
export class ScatteredTable {
  readonly #table: string;
  readonly #recent: string;
  readonly #columns: Readonly<Record<string, ColumnType>>;
  readonly #mostRecent: number;
  #count: number | undefined;

  /**
   * @param options.tables - the table and the small one beside it, with the same columns
   * @param options.mostRecent - rows that gather
   */
  constructor(options: {
    tables: readonly [table: string, recent: string];
    columns: Readonly<Record<string, ColumnType>>;
    mostRecent?: number;
  }) {
    [this.#table, this.#recent] = options.tables;
    this.#columns = options.columns;
    this.#mostRecent = options.mostRecent ?? MOST_RECENT;
  }

  /** @param rows - are sorted by their first column, so that neighbours are written together */
  async insert(trx: Knex.Transaction, rows: number[][]): Promise<void> {
    const values = rows.sort((a, b) => a[0] - b[0]).flat();
    if (isPostgres(trx)) {
      await insertRows(trx, this.#table, this.#columns, values);
      return;
    }
    if (this.#count === undefined) {
      const [{ count }] = await trx(this.#recent).count({ count: '*' });
      this.#count = Number(count);
    }
    await insertRows(trx, this.#recent, this.#columns, values);
    // Should the transaction be rolled back, rows are moved a little early the next time.
    this.#count += rows.length;
    if (this.#count < this.#mostRecent) return;
    const names = Object.keys(this.#columns).join(', ');
    await trx.raw(
      `INSERT INTO ${this.#table} (${names}) SELECT ${names} FROM ${
        this.#recent
      } ORDER BY ${names}`,
    );
    await trx.raw(`DELETE FROM ${this.#recent}`);
    this.#count = undefined;
  }
}
