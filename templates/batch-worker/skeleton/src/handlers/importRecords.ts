import { sql as raw, type Kysely } from 'kysely';
import type { ImportRecord } from '../models/batch.ts';
import type { Schema } from '../models/database.ts';

/** A checked record and where it came from. */
export interface PlacedRecord extends ImportRecord {
  readonly source: string;
  readonly batch_id: string;
  readonly position: number;
}

/**
 * Writes records and returns those that were new. Must be safe to repeat: what it writes is rolled back
 * with the checkpoint, and another batch may hold the same record.
 */
export type ImportHandler = (
  sql: Kysely<Schema>,
  records: readonly PlacedRecord[],
) => Promise<readonly { readonly amount_cents: number }[]>;

/** One statement for each record: the handler that bulk-import replaces. */
export const importOneByOne: ImportHandler = async (sql, records) => {
  const added: { amount_cents: number }[] = [];
  for (const record of records) {
    added.push(...(await importTogether(sql, [record])));
  }
  return added;
};

/** One statement for all of them. */
export const importTogether: ImportHandler = (sql, records) =>
  sql
    .insertInto('records')
    .values(records)
    .onConflict((conflict) => conflict.columns(['source', 'external_id']).doNothing())
    .returning('amount_cents')
    .execute();

/** Adds what is new to the totals of its source. Twice would be wrong; the transaction keeps it at once. */
export async function addToTotals(
  sql: Kysely<Schema>,
  source: string,
  added: readonly { readonly amount_cents: number }[],
): Promise<void> {
  const amount = added.reduce((sum, { amount_cents }) => sum + amount_cents, 0);
  await sql
    .insertInto('source_totals')
    .values({ source, records: added.length, amount_cents: amount })
    .onConflict((conflict) =>
      conflict.column('source').doUpdateSet({
        records: raw`source_totals.records + excluded.records`,
        amount_cents: raw`source_totals.amount_cents + excluded.amount_cents`,
      }),
    )
    .execute();
}
