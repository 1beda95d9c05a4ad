import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  ENGINE_VERSION,
  loadTemplate,
  writeRelease,
} from '@companyos/golden-engine';

const definition = (
  version: string,
  more: string,
) => `schema: companyos.golden/v1
name: tiny-service
version: ${version}
title: Tiny service
summary: The smallest thing that is still a service
matrix: [tier, docker]
parameters:
  type: object
  additionalProperties: false
  required: [name${more === '' ? '' : ', region'}]
  properties:
    name:
      title: Name
      description: What it is called.
      type: string
      pattern: '^[a-z][a-z0-9-]*$'
      errorMessage: Use lower-case letters.
    tier: { type: string, enum: [tier-1, tier-2], default: tier-2 }
    docker: { type: boolean, default: false }
${more}files:
  - { match: 'scripts/**', mode: managed, executable: true }
  - { match: Makefile, mode: merged }
  - { match: package.json, mode: merged }
  - { match: Dockerfile, mode: managed, when: values.docker }
`;

const skeleton: Record<string, string> = {
  'README.md.njk': '# ${{ values.name }} (${{ values.tier }})\n',
  Makefile: 'ci:\n\tsh scripts/run.sh\n\ndev:\n\techo dev\n',
  'package.json.njk':
    '{\n  "name": "${{ values.name }}",\n  "version": "0.0.0"\n}\n',
  Dockerfile: 'FROM scratch\n',
  'scripts/run.sh': '#!/bin/sh\necho one\n',
  // What npm would leave out of a package, git out of a commit, and a line-end filter would change.
  '.gitignore': 'logs/\n',
  '.npmrc': 'engine-strict=true\n',
  '.gitattributes': '* text=auto\n',
  'logs/kept.log': 'kept\n',
  'docs/windows.txt': 'a\r\nb\r\n',
};

/**
 * Writes the releases 1.0.0 and 1.1.0 of a small template, or as many as are named. Each later one changes a
 * managed file and adds one.
 */
export async function writeTemplates(
  root: string,
  versions: readonly string[] = ['1.0.0', '1.1.0'],
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const directory = join(root, 'tiny-service');
  await rm(join(directory, 'skeleton'), { recursive: true, force: true });
  const files = new Map(Object.entries(skeleton));
  for (const version of versions) {
    if (version !== '1.0.0') {
      files.set('scripts/run.sh', `#!/bin/sh\necho ${version}\n`);
      files.set(`scripts/since-${version}.sh`, '#!/bin/sh\n');
      files.set(
        'Makefile',
        `ci:\n\tsh scripts/run.sh # ${version}\n\ndev:\n\techo dev\n`,
      );
    }
    const all = [
      ['golden.yaml', definition(version, more[version] ?? '')],
      ...[...files].map(([path, text]) => [`skeleton/${path}`, text]),
    ];
    for (const [path, text] of all) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const { digest } = await loadTemplate(directory);
    await writeRelease(directory, {
      schema: 'companyos.golden.release/v1',
      template: 'tiny-service',
      version,
      digest,
      engineVersion: ENGINE_VERSION,
      releasedAt: '2026-11-20T10:00:00.000Z',
      cores: 2,
      node: '24.15.0',
      combinations: [{ answers: {}, phases: {}, greenSeconds: 61 }],
      greenSeconds: { p50: 61, p95: 62 },
    });
  }
}
