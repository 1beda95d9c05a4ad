import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  fixtureUrl,
  generateFixture,
  readFixture,
  SCENARIOS,
  type Scenario,
} from '../../scripts/fixtureDocuments.ts';

const scenarios = Object.keys(SCENARIOS) as Scenario[];

test.each(scenarios)(
  '%s is what the generator makes; run `make fixtures` when this fails',
  (scenario) => {
    expect(JSON.parse(readFileSync(fixtureUrl(scenario), 'utf8'))).toEqual(
      generateFixture(scenario),
    );
    const counts = Object.values<number>(SCENARIOS[scenario]);
    expect(readFixture(scenario).documents).toHaveLength(
      counts.reduce((sum, count) => sum + count),
    );
  },
);

test('no two fixtures share an id', () => {
  const ids = scenarios.flatMap((scenario) =>
    generateFixture(scenario).documents.map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
