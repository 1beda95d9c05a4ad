import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { releaseTemplate } from './releaseTemplate';

/** Writes a small, whole golden-path template below a folder, and releases it. */
export async function writeTemplate(
  root: string,
  name = 'tiny-service',
  change: Record<string, string> = {},
): Promise<void> {
  const files: Record<string, string> = {
    'golden.yaml': `schema: companyos.golden/v1
name: ${name}
version: 1.0.0
title: Tiny service
summary: The smallest thing that is still a service
stack: [Node 24]
gates: [unit]
parameters:
  type: object
  additionalProperties: false
  required: [name]
  properties:
    name:
      type: string
      maxLength: 63
      errorMessage: Use lower-case letters.
      pattern: '^[a-z][a-z0-9-]*$'
    owner: { type: string, default: 'group:default/platform-team' }
    description: { type: string, default: A service }
files:
  - { match: 'scripts/**', mode: managed, executable: true }
`,
    'skeleton/catalog-info.yaml.njk': `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: \${{ values.name }}
  description: \${{ values.description | dump }}
  annotations:
    companyos.io/template: \${{ template.name }}@\${{ template.version }}
spec:
  type: service
  lifecycle: experimental
  owner: \${{ values.owner }}
`,
    'skeleton/README.md.njk': '# ${{ values.name | sentenceCase }}\n',
    'skeleton/scripts/run.sh': '#!/bin/sh\necho hello\n',
    'skeleton/.github/workflows/ci.yaml': 'token: ${{ secrets.TOKEN }}\n',
    'skeleton/logo.bin': '\0\u0001',
    ...change,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name, path)), { recursive: true });
    await writeFile(join(root, name, path), content);
  }
  await releaseTemplate(root, name);
}
