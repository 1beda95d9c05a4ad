import { parseArgs } from 'node:util';
import { enqueueBatch } from '../src/services/enqueueBatch.ts';
import { readFixture, SCENARIOS, type Scenario } from './fixtureBatches.ts';
import { runScript } from './openQueue.ts';

function isScenario(name: string): name is Scenario {
  return Object.hasOwn(SCENARIOS, name);
}

const { scenario } = parseArgs({
  options: { scenario: { type: 'string', default: 'demo' } },
}).values;
if (!isScenario(scenario)) {
  console.error(`--scenario must be one of ${Object.keys(SCENARIOS).join(', ')}`);
  process.exit(2);
}

await runScript(async ({ boss, database }) => {
  let added = 0;
  const { batches } = readFixture(scenario);
  for (const batch of batches) {
    // Its key is part of the fixture, so a second run adds nothing.
    added += (await enqueueBatch(boss, database, batch)).created ? 1 : 0;
  }
  console.log(
    `${scenario}: ${String(added)} added, ${String(batches.length - added)} already there`,
  );
});
