import { join } from 'node:path';
import {
  ENGINE_VERSION,
  loadTemplate,
  writeRelease,
} from '@companyos/golden-engine';

/** Releases a template as it lies in its folder, as if it had passed. */
export async function releaseTemplate(
  root: string,
  name: string,
): Promise<void> {
  const directory = join(root, name);
  const { version, digest } = await loadTemplate(directory);
  await writeRelease(directory, {
    schema: 'companyos.golden.release/v1',
    template: name,
    version,
    digest,
    engineVersion: ENGINE_VERSION,
    releasedAt: '2026-11-20T10:00:00.000Z',
    cores: 2,
    node: '24.15.0',
    combinations: [{ answers: {}, phases: {}, greenSeconds: 61 }],
    greenSeconds: { p50: 61, p95: 61 },
  });
}
