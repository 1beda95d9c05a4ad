import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { fixtureUrl, generateFixture, SCENARIOS, type Scenario } from './fixtureBatches.ts';

mkdirSync(new URL('.', fixtureUrl('smoke')), { recursive: true });
for (const scenario of Object.keys(SCENARIOS) as Scenario[]) {
  const file = fileURLToPath(fixtureUrl(scenario));
  const options = await resolveConfig(file);
  writeFileSync(
    file,
    await format(JSON.stringify(generateFixture(scenario)), { ...options, parser: 'json' }),
  );
  console.log(`fixtures/batches/${scenario}.json written`);
}
