import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  fixtureUrl,
  generateFixture,
  readFixture,
  SCENARIOS,
  type Scenario,
} from '../../scripts/fixtureBatches.ts';
import { recordSchema } from '../../src/models/batch.ts';

const scenarios = Object.keys(SCENARIOS) as Scenario[];

test.each(scenarios)(
  '%s is what the generator makes; run `make fixtures` when this fails',
  (scenario) => {
    expect(JSON.parse(readFileSync(fixtureUrl(scenario), 'utf8'))).toEqual(
      generateFixture(scenario),
    );
    expect(readFixture(scenario).batches.flatMap(({ records }) => records)).toHaveLength(
      SCENARIOS[scenario],
    );
  },
);

test('smoke has nothing that could fail, the others have one record that can not be read', () => {
  const unreadable = (scenario: Scenario): number =>
    generateFixture(scenario)
      .batches.flatMap(({ records }) => records)
      .filter((record) => !recordSchema.safeParse(record).success).length;
  expect(scenarios.map(unreadable)).toEqual([0, 1, 1]);
});

test('no two fixtures share an idempotency key', () => {
  const keys = scenarios.flatMap((scenario) =>
    generateFixture(scenario).batches.map(({ idempotency_key }) => idempotency_key),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
