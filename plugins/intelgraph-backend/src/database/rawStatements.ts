import { Knex } from 'knex';
import { finished } from 'node:stream/promises';
import { CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { binaryCopy, ColumnType } from './binaryCopy';
import { isPostgres } from './openDatabase';
import { Bound } from './selectRows';

interface SqliteStatement {
  run(values: readonly Bound[]): unknown;
  all(values: readonly Bound[]): unknown[];
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
  query(copy: CopyStreamQuery): CopyStreamQuery;
}

/** Rows that SQLite is handed at once; one statement for so many costs less than as many statements. */
const ROWS_PER_STATEMENT = 25;

/** Rows from which PostgreSQL is sent a copy, which takes a round trip more and much less work a row. */
const COPIED_FROM = 50;

/** Statements that SQLite has understood already, by connection. */
const prepared = new WeakMap<SqliteConnection, Map<string, SqliteStatement>>();

/**
 * Inserts rows past the query builder, with statements that the engine has to understand only once: this is the path
 * that each fact takes, and most of its time would go into text otherwise.
 *
 * @param trx - its connection is used as it is
 * @param columns - names and types of the columns
 * @param values - of one row after the other, in the order of the columns
 */
export async function insertRows(
  trx: Knex.Transaction,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  values: readonly Bound[],
): Promise<void> {
  if (values.length === 0) return;
  const names = Object.keys(columns);
  const width = names.length;
  const into = `${table} (${names.join(',')})`;
  const connection = await connectionOf(trx);
  if (!isPostgres(trx)) {
    insertIntoSqlite(connection as SqliteConnection, into, width, values);
  } else if (values.length >= COPIED_FROM * width) {
    const copy = (connection as PostgresConnection).query(
      copyFrom(`COPY ${into} FROM STDIN BINARY`),
    );
    copy.end(binaryCopy(Object.values(columns), values));
    await finished(copy);
  } else {
    await (connection as PostgresConnection).query({
      name: `insert ${table}`,
      text: `INSERT INTO ${into} SELECT * FROM unnest(${arraysOf(columns)})`,
      values: toColumns(width, values),
    });
  }
}

function insertIntoSqlite(
  connection: SqliteConnection,
  into: string,
  width: number,
  values: readonly Bound[],
): void {
  const row = `(${Array(width).fill('?').join(',')})`;
  for (let start = 0; start < values.length; ) {
    const rows =
      values.length - start < ROWS_PER_STATEMENT * width
        ? 1
        : ROWS_PER_STATEMENT;
    const end = start + rows * width;
    prepare(
      connection,
      `INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(',')}`,
    ).run(values.slice(start, end));
    start = end;
  }
}

/**
 * Rows of a table whose columns have one of the given sets of values, found by an index over those columns.
 *
 * @param trx - its connection is used as it is
 * @param select - columns to hand out
 * @param columns - what is looked for
 * @param wanted - of one row after the other, in the order of the columns
 */
export async function findRows<Row>(
  trx: Knex.Transaction,
  table: string,
  select: readonly string[],
  columns: Readonly<Record<string, Exclude<ColumnType, 'bytea'>>>,
  wanted: readonly (string | number)[],
): Promise<Row[]> {
  if (wanted.length === 0) return [];
  const names = Object.keys(columns);
  const width = names.length;
  const list = select.map(name => `t.${name}`).join(',');
  const connection = await connectionOf(trx);
  if (isPostgres(trx)) {
    const on = names.map(name => `t.${name} = w.${name}`).join(' AND ');
    const result = await (connection as PostgresConnection).query({
      name: `find ${table} ${names.join(',')}`,
      text: `SELECT ${list} FROM unnest(${arraysOf(columns)}) AS w(${names.join(
        ',',
      )}) JOIN ${table} t ON ${on}`,
      values: toColumns(width, wanted),
    });
    return result.rows as Row[];
  }
  // One column is handed over as plain values, which saves SQLite from reading each as JSON once more.
  const on = names
    .map((name, index) =>
      width === 1 ? `t.${name} = w.value` : `t.${name} = w.value ->> ${index}`,
    )
    .join(' AND ');
  const rows =
    width === 1
      ? wanted
      : Array.from({ length: wanted.length / width }, (_, row) =>
          wanted.slice(row * width, (row + 1) * width),
        );
  return prepare(
    connection as SqliteConnection,
    // CROSS keeps the order: what is wanted first, each looked up in the index.
    `SELECT ${list} FROM json_each(?) w CROSS JOIN ${table} t WHERE ${on}`,
  ).all([JSON.stringify(rows)]) as Row[];
}

/** Values of one row after the other as those of one column after the other. */
function toColumns<Value>(
  width: number,
  values: readonly Value[],
): (readonly Value[])[] {
  if (width === 1) return [values];
  return Array.from({ length: width }, (_, column) =>
    Array.from(
      { length: values.length / width },
      (__, row) => values[row * width + column],
    ),
  );
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
