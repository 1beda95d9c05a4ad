import { Knex } from 'knex';
import { ColumnType } from './binaryCopy';
import { findRows, insertRows } from './rawStatements';
import { Bound } from './selectRows';

/** Names that are kept in memory; the rest is looked up. */
const MOST_KEPT = 100_000;

type NameColumns = Readonly<Record<string, 'text' | 'integer'>>;

/** What looking names up came to. */
export interface Resolved {
  /** One a name, in their order. */
  readonly ids: readonly number[];
  /** Numbers of the names that were not there, in the order in which they were given. */
  readonly added: ReadonlyMap<string, number>;
}

/**
 * Numbers for names, as one table of them has them. A name is text: the values of its columns, a line each. What a
 * transaction adds is remembered only after {@link Dictionary.keep}, for a transaction may be rolled back.
 */
export class Dictionary {
  readonly #ids = new Map<string, number>();
  readonly #table: string;
  readonly #columns: NameColumns;
  readonly #isNumber: readonly boolean[];

  /** @param options.columns - the columns that make up a name, in its order */
  constructor(options: { table: string; columns: NameColumns }) {
    this.#table = options.table;
    this.#columns = options.columns;
    this.#isNumber = Object.values(options.columns).map(
      type => type !== 'text',
    );
  }

  /**
   * Looks names up, and adds those that are missing. Whoever calls is the only one who adds at the time: numbers are
   * given out here, so that no row has to be read back.
   *
   * @param names - the same may be there many times
   * @param extra - columns of new rows beyond their name
   */
  async resolve(
    trx: Knex.Transaction,
    names: readonly string[],
    extra: {
      columns: Readonly<Record<string, ColumnType>>;
      toValues: (name: string) => readonly Bound[];
    } = { columns: {}, toValues: () => [] },
  ): Promise<Resolved> {
    const ids = new Array<number>(names.length);
    const unknown: number[] = [];
    for (let index = 0; index < names.length; index += 1) {
      const id = this.#ids.get(names[index]);
      if (id === undefined) unknown.push(index);
      else ids[index] = id;
    }
    const added = new Map<string, number>();
    if (unknown.length === 0) return { ids, added };

    const wanted = new Set(unknown.map(index => names[index]));
    const found = await this.#find(trx, [...wanted]);
    for (const [name, id] of found) this.#remember(name, id);
    if (found.size < wanted.size) {
      let next = await this.#nextId(trx);
      const values: Bound[] = [];
      for (const name of wanted) {
        if (found.has(name)) continue;
        added.set(name, next);
        values.push(next, ...this.#split(name), ...extra.toValues(name));
        next += 1;
      }
      await insertRows(
        trx,
        this.#table,
        { id: 'integer', ...this.#columns, ...extra.columns },
        values,
      );
    }
    for (const index of unknown) {
      const name = names[index];
      const id = found.get(name) ?? added.get(name);
      if (id === undefined) throw new Error(`No number was found for ${name}`);
      ids[index] = id;
    }
    return { ids, added };
  }

  /** Remembers what a transaction added, once it is committed. */
  keep({ added }: Resolved): void {
    for (const [name, id] of added) this.#remember(name, id);
  }

  async #find(
    trx: Knex.Transaction,
    names: readonly string[],
  ): Promise<Map<string, number>> {
    const columns = Object.keys(this.#columns);
    const rows = await findRows<Record<string, string | number>>(
      trx,
      this.#table,
      ['id', ...columns],
      this.#columns,
      names.flatMap(name => this.#split(name)),
    );
    return new Map(
      rows.map(row => [
        columns.map(column => row[column]).join('\n'),
        Number(row.id),
      ]),
    );
  }

  async #nextId(trx: Knex.Transaction): Promise<number> {
    const [{ last }] = await trx(this.#table).max({ last: 'id' });
    return Number(last ?? 0) + 1;
  }

  /** The values of a name's columns; the last takes the rest, whatever it holds. */
  #split(name: string): (string | number)[] {
    const parts: (string | number)[] = [];
    let rest = name;
    for (const isNumber of this.#isNumber) {
      const end =
        parts.length < this.#isNumber.length - 1
          ? rest.indexOf('\n')
          : rest.length;
      const part = rest.slice(0, end);
      parts.push(isNumber ? Number(part) : part);
      rest = rest.slice(end + 1);
    }
    return parts;
  }

  #remember(name: string, id: number): void {
    if (this.#ids.size >= MOST_KEPT) {
      // The oldest tenth makes room.
      let count = MOST_KEPT / 10;
      for (const old of this.#ids.keys()) {
        if (count <= 0) break;
        this.#ids.delete(old);
        count -= 1;
      }
    }
    this.#ids.set(name, id);
  }
}
