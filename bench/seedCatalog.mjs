// Writes a catalog of COUNT components, spread over the demo organisation's teams and systems:
//   node bench/seedCatalog.mjs 1000 FILE
import { writeFileSync } from 'node:fs';

const TEAMS = [
  'payments-team',
  'identity-team',
  'insights-team',
  'platform-team',
  'storefront-team',
];
const TYPES = ['service', 'worker', 'website'];
const REGIONS = ['eu', 'us', 'global'];
const CLASSES = ['public', 'internal', 'confidential', 'restricted', 'pii'];

/** Writes `count` Component entities as one multi-document YAML file. */
export function seedCatalog(count, file) {
  const documents = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: `load-${String(i).padStart(5, '0')}`,
        description: `Generated component ${i}`,
        labels: {
          'companyos.io/tier': `tier-${(i % 3) + 1}`,
          'companyos.io/region': REGIONS[i % REGIONS.length],
          'companyos.io/data-classification': CLASSES[i % CLASSES.length],
        },
        tags: [`batch-${i % 20}`],
      },
      spec: {
        type: TYPES[i % TYPES.length],
        lifecycle: i % 7 ? 'production' : 'experimental',
        owner: `group:default/${TEAMS[i % TEAMS.length]}`,
        system: 'developer-experience',
      },
    }),
  );
  writeFileSync(file, `${documents.join('\n---\n')}\n`);
}

if (process.argv[1] === import.meta.filename)
  seedCatalog(Number(process.argv[2]), process.argv[3]);
