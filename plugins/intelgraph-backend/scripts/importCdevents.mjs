#!/usr/bin/env node
/*
 * Writes src/domain/schemas/cdevents.generated.ts from a clone (or bare clone) of github.com/cdevents/spec:
 *
 *   node scripts/importCdevents.mjs /path/to/cdevents-spec
 *
 * Every version of every event type that one of the RELEASES has is taken from the newest of them.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RELEASES = ['HEAD', 'v0.5.1', 'v0.5.0', 'v0.4.1', 'v0.3.0'];

const repository = process.argv[2];
if (!repository) {
  console.error(
    'Give the path of a clone of https://github.com/cdevents/spec.',
  );
  process.exit(1);
}

const git = (...args) =>
  execFileSync('git', ['-C', repository, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });

/** Refs of the files become refs into the document itself; so each schema stands alone. */
function localRefs(value) {
  if (Array.isArray(value)) return value.map(localRefs);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === '$ref' ? `#/$defs/${basename(child)}` : localRefs(child),
    ]),
  );
}

const without = ({ $id, $schema, ...rest }) => rest;

const links = {};
const schemas = new Map();
for (const release of RELEASES) {
  const read = path => JSON.parse(git('show', `${release}:${path}`));
  const files = git('ls-tree', '-r', '--name-only', release, '--', 'schemas')
    .split('\n')
    .filter(path => path.endsWith('.json'));
  const spec = git('show', `${release}:version.txt`).trim();

  const definitions = Object.fromEntries(
    files
      .filter(path => /\/links\/(embedded|domainid)/.test(path))
      .map(path => [basename(path, '.json'), localRefs(without(read(path)))]),
  );
  if (Object.keys(definitions).length) links[spec] = definitions;

  for (const path of files.filter(file => /^schemas\/[^/]+$/.test(file))) {
    const schema = read(path);
    const [typeAndVersion] = schema.properties.context.properties.type.enum;
    if (schemas.has(typeAndVersion)) continue;
    const [, type, version] =
      /^(.+?)\.(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(typeAndVersion);
    const { $id, ...rest } = localRefs(schema);
    schemas.set(typeAndVersion, {
      type,
      version,
      spec,
      schema: { ...rest, $id },
    });
  }
}

const out = join(
  dirname(fileURLToPath(import.meta.url)),
  '../src/domain/schemas/cdevents.generated.ts',
);
const sorted = [...schemas.entries()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, entry]) => entry);
const data = JSON.stringify({ links, schemas: sorted });
// As a text, since the compiler would otherwise work out a type of 132 shapes.
writeFileSync(
  out,
  `// Made by scripts/importCdevents.mjs from https://github.com/cdevents/spec; see cdevents.LICENSE.md.
import { JsonObject } from '../types';

/** Event schemas of CDEvents, and the definitions they share, by version of the specification. */
export const cdevents: {
  readonly links: Readonly<Record<string, JsonObject>>;
  readonly schemas: readonly {
    readonly type: string;
    readonly version: string;
    readonly spec: string;
    readonly schema: JsonObject;
  }[];
} = JSON.parse(
  ${JSON.stringify(data)},
);
`,
);
console.log(`${sorted.length} schemas from ${RELEASES.join(', ')}`);
