import { Knex } from 'knex';
import { isPostgres } from './openDatabase';
import { Bound } from './selectRows';

/** Type of a column, as PostgreSQL calls it. */
export type ColumnType = 'bigint' | 'integer' | 'smallint' | 'text' | 'bytea';

interface SqliteStatement {
  run(...values: Bound[]): unknown;
  all(...values: Bound[]): unknown[];
}

interface SqliteConnection {
  prepare(sql: string): SqliteStatement;
}

interface PostgresConnection {
  query(query: {
    name: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: unknown[] }>;
}

/** Rows that SQLite is handed at once; one statement for so many costs less than as many statements. */
const ROWS_PER_STATEMENT = 25;

/** Statements that SQLite has understood already, by connection. */
const prepared = new WeakMap<SqliteConnection, Map<string, SqliteStatement>>();

/**
 * Inserts rows past the query builder, with statements that the engine has to understand only once: this is the path
 * that each fact takes, and most of its time would go into text otherwise.
 *
 * @param trx - its connection is used as it is
 * @param columns - names and types of the columns, in the order of the values in each row
 * @param returning - columns of the new rows to hand out
 * @returns what was asked for of each row, in any order
 */
export async function insertRows<Row>(
  trx: Knex.Transaction,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly (readonly Bound[])[],
  returning: readonly string[] = [],
): Promise<Row[]> {
  if (rows.length === 0) return [];
  const names = Object.keys(columns);
  const into = `INSERT INTO ${table} (${names.join(',')})`;
  const tail = returning.length > 0 ? ` RETURNING ${returning.join(',')}` : '';
  const connection = await connectionOf(trx);
  if (isPostgres(trx)) {
    const result = await (connection as PostgresConnection).query({
      name: `insert ${table}`,
      text: `${into} SELECT * FROM unnest(${arraysOf(columns)})${tail}`,
      values: names.map((_, index) => rows.map(row => row[index])),
    });
    return result.rows as Row[];
  }
  const one = `(${names.map(() => '?').join(',')})`;
  const returned: Row[] = [];
  for (let start = 0; start < rows.length; ) {
    const count =
      rows.length - start < ROWS_PER_STATEMENT ? 1 : ROWS_PER_STATEMENT;
    const values: Bound[] = [];
    for (let at = start; at < start + count; at += 1) {
      const row = rows[at];
      for (let index = 0; index < row.length; index += 1) {
        values.push(row[index]);
      }
    }
    const statement = prepare(
      connection as SqliteConnection,
      `${into} VALUES ${Array(count).fill(one).join(',')}${tail}`,
    );
    if (tail) returned.push(...(statement.all(...values) as Row[]));
    else statement.run(...values);
    start += count;
  }
  return returned;
}

/**
 * Rows of a table whose columns have one of the given sets of values, found by an index over those columns.
 *
 * @param trx - its connection is used as it is
 * @param select - columns to hand out
 * @param columns - what is looked for, in the order of the values
 */
export async function findRows<Row>(
  trx: Knex.Transaction,
  table: string,
  select: readonly string[],
  columns: Readonly<Record<string, Exclude<ColumnType, 'bytea'>>>,
  wanted: readonly (readonly (string | number)[])[],
): Promise<Row[]> {
  if (wanted.length === 0) return [];
  const names = Object.keys(columns);
  const list = select.map(name => `t.${name}`).join(',');
  const connection = await connectionOf(trx);
  if (isPostgres(trx)) {
    const on = names.map(name => `t.${name} = w.${name}`).join(' AND ');
    const result = await (connection as PostgresConnection).query({
      name: `find ${table} ${names.join(',')}`,
      text: `SELECT ${list} FROM unnest(${arraysOf(columns)}) AS w(${names.join(
        ',',
      )}) JOIN ${table} t ON ${on}`,
      values: names.map((_, index) => wanted.map(row => row[index])),
    });
    return result.rows as Row[];
  }
  const on = names
    .map((name, index) => `t.${name} = w.value ->> ${index}`)
    .join(' AND ');
  return prepare(
    connection as SqliteConnection,
    // CROSS keeps the order: what is wanted first, each looked up in the index.
    `SELECT ${list} FROM json_each(?) w CROSS JOIN ${table} t WHERE ${on}`,
  ).all(JSON.stringify(wanted)) as Row[];
}

/** A transaction hands out its own connection, which need not be given back. */
async function connectionOf(trx: Knex.Transaction): Promise<unknown> {
  return trx.client.acquireConnection();
}

function arraysOf(columns: Readonly<Record<string, ColumnType>>): string {
  return Object.values(columns)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(',');
}

function prepare(connection: SqliteConnection, sql: string): SqliteStatement {
  let statements = prepared.get(connection);
  if (!statements) {
    statements = new Map();
    prepared.set(connection, statements);
  }
  let statement = statements.get(sql);
  if (!statement) {
    statement = connection.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}
