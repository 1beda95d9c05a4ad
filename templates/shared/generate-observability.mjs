/**
 * Makes the observability files of a template's skeleton from its `observability/source.yaml.njk`, the way
 * `make observability` does in a generated repository:
 *
 *   node templates/shared/generate-observability.mjs <template> [--check]
 *
 * The source is rendered once a tier. Where the outcomes differ, the skeleton file asks for the tier; where a
 * name or owner stands, it asks for that. With --check nothing is written, and a stale file is exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { observabilityFiles } from './repository/scripts/observabilityFiles.ts';
import { parseObservabilitySource } from './repository/scripts/observabilitySource.ts';

const require = createRequire(import.meta.url);
require('@backstage/cli-node/config/nodeTransform.cjs');
const { loadTemplate, render } = require('../../packages/golden-engine/src');

const [name, flag] = process.argv.slice(2);
const folder = fileURLToPath(new URL(`../${name}/`, import.meta.url));
const template = await loadTemplate(folder);

/** Answers that stand for any; no text of a template holds them by chance. */
const PLACEHOLDERS = {
  name: 'placeholder-name',
  owner: 'group:default/placeholder-owner',
};
const TIERS = ['tier-1', 'tier-2', 'tier-3'];

const outcomes = TIERS.map(tier => {
  const { files } = render(template, { ...PLACEHOLDERS, tier });
  const source = files.find(({ path }) => path === 'observability/source.yaml');
  return observabilityFiles(
    parseObservabilitySource(Buffer.from(source.bytes).toString('utf8')),
  );
});

function toTemplate(line) {
  if (/\$\{\{|\{%|\{#/.test(line))
    throw new Error(`template syntax in the outcome: ${line}`);
  return Object.entries(PLACEHOLDERS).reduce(
    (text, [answer, placeholder]) =>
      text.replaceAll(placeholder, `\${{ values.${answer} }}`),
    line,
  );
}

/** Lines that are the same in all tiers, and between them runs of lines that are not. */
function merge(texts) {
  const all = texts.map(text => text.split('\n').map(toTemplate));
  if (all.some(({ length }) => length !== all[0].length))
    throw new Error('a tier may change values, not the number of lines');
  const lines = [];
  for (let index = 0; index < all[0].length; index += 1) {
    const at = all.map(tier => tier[index]);
    if (at.every(line => line === at[0])) {
      lines.push(at[0]);
      continue;
    }
    if (at.every((line, tier) => line.replaceAll(TIERS[tier], '*') === at[0].replaceAll(TIERS[0], '*'))) {
      lines.push(at[0].replaceAll(TIERS[0], '${{ values.tier }}'));
      continue;
    }
    lines.push(`{% if values.tier == 'tier-1' %}`, at[0]);
    lines.push(`{% elif values.tier == 'tier-2' %}`, at[1]);
    lines.push('{% else %}', at[2], '{% endif %}');
  }
  return lines.join('\n');
}

for (const path of outcomes[0].keys()) {
  const text = merge(outcomes.map(files => files.get(path)));
  const file = new URL(`../${name}/skeleton/${path}.njk`, import.meta.url);
  let before;
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    // Not there yet.
  }
  if (before === text) continue;
  if (flag === '--check') {
    process.stderr.write(`${path}.njk of ${name} is stale\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`${path}.njk written\n`);
  }
}
