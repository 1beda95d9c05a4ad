import { Knex } from 'knex';
import { ColumnType, findRows, insertRows } from './rawStatements';
import { Bound } from './selectRows';

/** Names that are kept in memory; the rest is looked up. */
const MOST_KEPT = 100_000;

type NameColumnType = Exclude<ColumnType, 'bytea'>;

/**
 * Numbers for names, as one table of them gives them out. What a transaction adds is remembered only after
 * {@link Dictionary.keep}, for a transaction may be rolled back.
 */
export class Dictionary<Name> {
  readonly #ids = new Map<string, number>();
  readonly #options: {
    readonly table: string;
    readonly columns: Readonly<Record<string, NameColumnType>>;
    readonly toKey: (name: Name) => string;
    readonly toValues: (name: Name) => readonly (string | number)[];
  };

  /**
   * @param options.columns - the columns that make up a name
   * @param options.toKey - text that no other name has: the values of its columns, a line each
   */
  constructor(options: {
    table: string;
    columns: Readonly<Record<string, NameColumnType>>;
    toKey: (name: Name) => string;
    toValues: (name: Name) => readonly (string | number)[];
  }) {
    this.#options = options;
  }

  /**
   * Looks names up, and adds those that are missing.
   *
   * @param names - by their keys
   * @param extra - columns of new rows beyond their name
   * @returns the number of each key, and which were added
   */
  async resolve(
    trx: Knex.Transaction,
    names: ReadonlyMap<string, Name>,
    extra: {
      columns: Readonly<Record<string, ColumnType>>;
      toValues: (name: Name) => readonly Bound[];
    } = { columns: {}, toValues: () => [] },
  ): Promise<{ ids: Map<string, number>; added: Map<string, number> }> {
    const ids = new Map<string, number>();
    const added = new Map<string, number>();
    const missing = new Map<string, Name>();
    for (const [key, name] of names) {
      const known = this.#ids.get(key);
      if (known === undefined) missing.set(key, name);
      else ids.set(key, known);
    }
    if (missing.size === 0) return { ids, added };
    for (const [key, id] of await this.#find(trx, [...missing.values()])) {
      ids.set(key, id);
      missing.delete(key);
      this.#remember(key, id);
    }
    if (missing.size === 0) return { ids, added };
    const { table, columns, toValues } = this.#options;
    const inserted = await insertRows<Record<string, string | number>>(
      trx,
      table,
      { ...columns, ...extra.columns },
      [...missing.values()].map(name => [
        ...toValues(name),
        ...extra.toValues(name),
      ]),
      ['id', ...Object.keys(columns)],
    );
    for (const row of inserted) {
      const key = this.#keyOfRow(row);
      ids.set(key, Number(row.id));
      added.set(key, Number(row.id));
    }
    return { ids, added };
  }

  /** Remembers what a transaction added, once it is committed. */
  keep(added: ReadonlyMap<string, number>): void {
    for (const [key, id] of added) this.#remember(key, id);
  }

  async #find(
    trx: Knex.Transaction,
    names: readonly Name[],
  ): Promise<Map<string, number>> {
    const { table, columns, toValues } = this.#options;
    const rows = await findRows<Record<string, string | number>>(
      trx,
      table,
      ['id', ...Object.keys(columns)],
      columns,
      names.map(toValues),
    );
    return new Map(rows.map(row => [this.#keyOfRow(row), Number(row.id)]));
  }

  #keyOfRow(row: Record<string, string | number>): string {
    return Object.keys(this.#options.columns)
      .map(column => row[column])
      .join('\n');
  }

  #remember(key: string, id: number): void {
    if (this.#ids.size >= MOST_KEPT) {
      // The oldest tenth makes room.
      let count = MOST_KEPT / 10;
      for (const old of this.#ids.keys()) {
        if (count <= 0) break;
        this.#ids.delete(old);
        count -= 1;
      }
    }
    this.#ids.set(key, id);
  }
}
