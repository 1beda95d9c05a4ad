import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { flagProblem } from '../../scripts/check-flags.ts';
import { publicFlags, readFlags, type FlagDefinition } from '../../server/flagFiles.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const FLAG: FlagDefinition = {
  key: 'new-thing',
  description: 'Shows the new thing.',
  owner: 'group:default/team',
  created: '2026-01-01',
  expires: '2026-06-30',
  cleanup: 'Delete the flag and the old thing.',
  variants: { on: true, off: false },
  default_variant: 'off',
  targeting: [{ attribute: 'workspace', values: ['beta'], variant: 'on' }],
};

function folderWith(name: string, text: string): URL {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

test('a flag is fine on its last day and a problem with an owner the day after', () => {
  expect(flagProblem(FLAG, '2026-06-30')).toBeUndefined();
  expect(flagProblem(FLAG, '2026-07-01')).toContain(
    'new-thing expired on 2026-06-30. Owner group:default/team',
  );
});

test('pages get what decides, and an override decides alone', () => {
  const { variants, default_variant, targeting } = FLAG;
  expect(publicFlags([FLAG], new Map())).toEqual({
    'new-thing': { variants, default_variant, targeting },
  });
  expect(publicFlags([FLAG], new Map([['new-thing', 'on']]))).toEqual({
    'new-thing': { variants, default_variant: 'on', targeting: [] },
  });
  for (const [key, variant] of [
    ['new-thing', 'half'],
    ['new-thing', 'toString'],
    ['other', 'on'],
  ] as const) {
    expect(() => publicFlags([FLAG], new Map([[key, variant]]))).toThrow(key);
  }
});

test('the flags of this repository are complete', () => {
  for (const flag of readFlags()) {
    expect(flag.variants).toHaveProperty(flag.default_variant);
  }
});

test('a flag file without owner or with a foreign name is refused', () => {
  expect(() => readFlags(folderWith('a-flag.yaml', 'key: a-flag\n'))).toThrow('owner');
  const text = JSON.stringify({ ...FLAG, default_variant: 'missing' });
  expect(() => readFlags(folderWith('new-thing.yaml', text))).toThrow('its own variants');
  const rule = { attribute: 'a', values: ['b'], percentage: 5, variant: 'on' };
  const both = JSON.stringify({ ...FLAG, targeting: [rule] });
  expect(() => readFlags(folderWith('new-thing.yaml', both))).toThrow('either values or');
  expect(() => readFlags(folderWith('other.yaml', JSON.stringify(FLAG)))).toThrow(
    'named after its key',
  );
});
