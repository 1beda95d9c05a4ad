import { parseArgs } from 'node:util';
import { createDocumentStore } from '../src/models/documentStore.ts';
import { migrate } from '../src/models/migrate.ts';
import { SCENARIOS, type Scenario } from './fixtureDocuments.ts';
import { openConfiguredDatabase } from './openConfiguredDatabase.ts';
import { seedDocuments } from './seedDocuments.ts';

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

const { environment, database } = await openConfiguredDatabase().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The database could not be opened.');
  process.exit(1);
});
try {
  await migrate(database);
  const { added, present } = await seedDocuments(
    createDocumentStore(database.sql),
    scenario,
    environment.region,
  );
  console.log(`${scenario}: ${String(added)} added, ${String(present)} already there`);
} finally {
  await database.close();
}
