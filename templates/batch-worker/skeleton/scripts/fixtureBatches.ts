import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { rootUrl } from '../src/config/serviceInfo.ts';
import { newBatchSchema } from '../src/models/batch.ts';

/** Scenarios there are fixtures for, with the number of records in each. */
export const SCENARIOS = { smoke: 5, demo: 60, perf: 2_000 } as const;

/** Name of a scenario. */
export type Scenario = keyof typeof SCENARIOS;

/** A file `fixtures/batches/<scenario>.json`. */
export const fixtureFileSchema = z.strictObject({
  fixture: z.string(),
  fixture_version: z.string(),
  batches: z.array(newBatchSchema),
});

/** A parsed fixture file. */
export type FixtureFile = z.output<typeof fixtureFileSchema>;

const NAMES = ['Membership', 'Hosting', 'Workshop', 'Travel', 'Licence'];
const CURRENCIES = ['EUR', 'USD', 'CHF', 'GBP'];

function at(values: readonly string[], index: number): string {
  return values[index % values.length] ?? '';
}

/**
 * Makes a scenario from nothing but its name: no clock, no randomness, no real data. Each ends with a record
 * that can't be read and one that the database refuses, so that there are dead letters to look at; smoke has
 * none of them.
 */
export function generateFixture(scenario: Scenario): FixtureFile {
  const records: FixtureFile['batches'][number]['records'] = Array.from(
    { length: SCENARIOS[scenario] },
    (_, index) => ({
      external_id: `${scenario}-${String(index + 1).padStart(5, '0')}`,
      name: `${at(NAMES, index)} ${String(index + 1)}`,
      amount_cents: ((index * 7_919) % 100_000) - 10_000,
      currency: at(CURRENCIES, index),
    }),
  );
  if (scenario !== 'smoke') {
    records[records.length - 2] = { external_id: 'unreadable', amount_cents: 'much' };
    records[records.length - 1] = {
      external_id: 'unknown-currency',
      name: 'Paid in a currency nobody has added',
      amount_cents: 100,
      currency: 'XXX',
    };
  }
  return {
    fixture: `batches/${scenario}`,
    fixture_version: '1.0.0',
    batches: [{ idempotency_key: `fixture:${scenario}:1`, source: `fixture-${scenario}`, records }],
  };
}

/** Where a scenario is stored. */
export function fixtureUrl(scenario: Scenario): URL {
  return new URL(`fixtures/batches/${scenario}.json`, rootUrl);
}

/** Reads and validates a stored scenario. */
export function readFixture(scenario: Scenario): FixtureFile {
  return fixtureFileSchema.parse(JSON.parse(readFileSync(fixtureUrl(scenario), 'utf8')));
}
