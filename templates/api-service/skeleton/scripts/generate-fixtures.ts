import { mkdirSync, writeFileSync } from 'node:fs';
import { fixtureUrl, generateFixture, SCENARIOS, type Scenario } from './fixtureDocuments.ts';

mkdirSync(new URL('.', fixtureUrl('smoke')), { recursive: true });
for (const scenario of Object.keys(SCENARIOS) as Scenario[]) {
  writeFileSync(fixtureUrl(scenario), `${JSON.stringify(generateFixture(scenario), null, 2)}\n`);
  console.log(`fixtures/documents/${scenario}.json written`);
}
