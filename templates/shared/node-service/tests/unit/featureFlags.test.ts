import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { flagProblem } from '../../scripts/check-flags.ts';
import {
  createFeatureFlags,
  readFlags,
  type FlagDefinition,
} from '../../src/services/featureFlags.ts';
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
  targeting: [{ attribute: 'workspace_id', values: ['beta'], variant: 'on' }],
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

test('targeting, default, override and unknown flags', async () => {
  const flags = await createFeatureFlags([FLAG], new Map());
  expect(await flags.isOn('new-thing', { workspace_id: 'beta' })).toBe(true);
  expect(await flags.isOn('new-thing', { workspace_id: 'other' })).toBe(false);
  expect(await flags.isOn('new-thing', {})).toBe(false);
  expect(await flags.isOn('unknown', { workspace_id: 'beta' })).toBe(false);

  const killed = await createFeatureFlags([FLAG], new Map([['new-thing', 'off']]));
  expect(await killed.isOn('new-thing', { workspace_id: 'beta' })).toBe(false);
  await expect(createFeatureFlags([FLAG], new Map([['new-thing', 'half']]))).rejects.toThrow(
    'new-thing',
  );
});

test('a ramp lets a share of callers in, the same ones every time, and more as it is raised', async () => {
  const callers = Array.from({ length: 2_000 }, (_, index) => `workspace-${String(index)}`);
  const admitted = async (key: string, percentage: number): Promise<string[]> => {
    const targeting = [{ attribute: 'workspace_id', percentage, variant: 'on' }];
    const flags = await createFeatureFlags([{ ...FLAG, key, targeting }], new Map());
    const isOn = await Promise.all(
      callers.map((workspace_id) => flags.isOn(key, { workspace_id })),
    );
    return callers.filter((_, index) => isOn[index]);
  };
  const ten = await admitted('new-thing', 10);
  expect(ten.length).toBeGreaterThan(140);
  expect(ten.length).toBeLessThan(260);
  expect(await admitted('new-thing', 10)).toEqual(ten);
  expect(await admitted('new-thing', 50)).toEqual(expect.arrayContaining(ten));
  expect(await admitted('other-thing', 10)).not.toEqual(ten);
  expect(await admitted('new-thing', 0)).toEqual([]);
  expect(await admitted('new-thing', 100)).toEqual(callers);
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
