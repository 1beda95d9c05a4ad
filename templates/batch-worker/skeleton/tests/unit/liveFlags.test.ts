import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { rootUrl } from '../../src/config/serviceInfo.ts';
import { createLiveFlags } from '../../src/services/liveFlags.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

test('flags follow their files, and a file that can not be read changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flags-'));
  cpSync(new URL('feature-flags/', rootUrl), folder, { recursive: true });
  const file = join(folder, 'pause-imports.yaml');
  const text = readFileSync(file, 'utf8');
  const lines: string[] = [];
  const flags = await createLiveFlags({
    folder: pathToFileURL(`${folder}/`),
    overrides: new Map(),
    refreshMs: 100,
    logger: createLogger(
      { level: 'info', env: 'test', region: 'eu' },
      { write: (line) => lines.push(line) },
    ),
  });
  expect(await flags.isOn('pause-imports', {})).toBe(false);
  writeFileSync(file, text.replace('default_variant: off', 'default_variant: on'));
  await vi.waitFor(async () => {
    expect(await flags.isOn('pause-imports', {})).toBe(true);
  });
  flags.close();
  writeFileSync(file, 'key: [');
  await flags.refresh();
  expect(await flags.isOn('pause-imports', {})).toBe(true);
  expect(lines.join()).toContain('feature flags stay as they are');
});
