import { stringify } from 'yaml';
import { GoldenTemplate, parseTemplate } from '../goldenTemplate';

/** A small, whole template that the tests bend to their needs. */
export const definition = {
  schema: 'companyos.golden/v1',
  name: 'tiny-service',
  version: '1.2.3',
  title: 'Tiny service',
  summary: 'The smallest thing that is still a service',
  stack: ['Node 24'],
  gates: ['unit'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: {
        type: 'string',
        pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
        errorMessage: 'must be lower-case words joined by hyphens',
      },
      owner: { type: 'string', default: 'group:default/platform-team' },
      description: { type: 'string', maxLength: 200, default: 'A service' },
      docker: { type: 'boolean', default: true },
    },
  },
  matrix: ['docker'],
  files: [
    { match: 'Makefile', mode: 'managed' },
    { match: 'scripts/**', mode: 'managed', executable: true },
    { match: 'Dockerfile', mode: 'merged', when: 'values.docker' },
  ],
};

export const skeleton: Record<string, string> = {
  'README.md.njk':
    '# ${{ values.name | sentenceCase }}\r\n\r\n${{ values.description }}, owned by ${{ values.owner | entityName }}.\r\n',
  'package.json.njk':
    '{"name": ${{ values.name | dump }}, "template": "${{ template.name }}@${{ template.version }}"}\n',
  'src/${{ values.name }}/index.ts': 'export const answer = 42;\n',
  '.github/workflows/ci.yaml': 'token: ${{ secrets.GITHUB_TOKEN }}\n',
  Makefile: 'ci:\n\tnpm test\n',
  'scripts/run.sh': '#!/bin/sh\r\n',
  Dockerfile: 'FROM scratch\n',
};

export function testTemplate(
  change: {
    definition?: object;
    properties?: object;
    skeleton?: Record<string, string | Uint8Array>;
  } = {},
): GoldenTemplate {
  const { parameters } = definition;
  return parseTemplate(
    Buffer.from(
      stringify({
        ...definition,
        parameters: {
          ...parameters,
          properties: { ...parameters.properties, ...change.properties },
        },
        ...change.definition,
      }),
    ),
    new Map(
      Object.entries({ ...skeleton, ...change.skeleton }).map(
        ([path, content]) => [
          path,
          typeof content === 'string' ? Buffer.from(content) : content,
        ],
      ),
    ),
  );
}
