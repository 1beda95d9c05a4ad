import { Knex } from 'knex';

/** What statements are bound to. */
export type Bound = string | number | Buffer | null;

/** Runs a statement and hands out its rows, whichever engine gives them. */
export async function selectRows<Row>(
  knex: Knex,
  sql: string,
  values: readonly Bound[],
): Promise<Row[]> {
  const result: unknown = await knex.raw(sql, [...values]);
  return Array.isArray(result) ? result : (result as { rows: Row[] }).rows;
}

/** As many question marks as there are values. */
export function marks(values: readonly unknown[]): string {
  return Array(values.length).fill('?').join(',');
}
