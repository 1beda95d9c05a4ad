// Makes a publishable package of one entry point: a folder with one program, the released
// templates, and no dependencies, so that `npm pack` and `npm install` need no registry.
import { build } from 'esbuild';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * @param directory - of the package; its package.json gives name, version and description
 * @param program - what the program is called
 * @param outDir - by default `dist` of the package
 * @param templatesRoot - by default the templates of this repository
 */
export async function bundle({
  directory,
  program,
  outDir = join(directory, 'dist'),
  templatesRoot = join(root, 'templates'),
}) {
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });

  const file = `${program}.cjs`;
  const { metafile } = await build({
    entryPoints: [join(directory, 'src/bin.ts')],
    outfile: join(outDir, file),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  chmodSync(join(outDir, file), 0o755);

  writeFileSync(
    join(outDir, 'package.json'),
    `${JSON.stringify(
      {
        name,
        version,
        description,
        license,
        bin: { [program]: file },
        engines: { node: '>=22' },
      },
      undefined,
      2,
    )}\n`,
  );
  for (const [from, to] of [
    [join(directory, 'README.md'), 'README.md'],
    [join(root, 'LICENSE'), 'LICENSE'],
  ]) {
    cpSync(from, join(outDir, to));
  }
  writeFileSync(
    join(outDir, 'THIRD-PARTY-LICENSES.txt'),
    licensesOf(Object.keys(metafile.inputs)),
  );
  copyReleases(templatesRoot, join(outDir, 'templates'));
}

/** The licence texts of every package whose code is in the program. */
function licensesOf(inputs) {
  const packages = new Set(
    inputs.flatMap(input => {
      const at = input.lastIndexOf('node_modules/');
      if (at < 0) return [];
      const words = input.slice(at + 'node_modules/'.length).split('/');
      const length = words[0].startsWith('@') ? 2 : 1;
      return [
        `${input.slice(0, at)}node_modules/${words.slice(0, length).join('/')}`,
      ];
    }),
  );
  return [...packages]
    .sort()
    .map(folder => {
      const from = join(root, ...folder.split('/'));
      const { name, version, license } = JSON.parse(
        readFileSync(join(from, 'package.json'), 'utf8'),
      );
      const text = readdirSync(from).find(entry => /^licen[cs]e/i.test(entry));
      return `${name}@${version} (${license})\n\n${
        text ? readFileSync(join(from, text), 'utf8').trim() : ''
      }\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}

/**
 * The releases of each template. They are archives: npm would leave .gitignore and .npmrc out of a plain
 * folder, and with them the digest of the template would change.
 */
function copyReleases(from, to) {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const releases = join(from, name, 'releases');
    if (!existsSync(releases)) continue;
    cpSync(releases, join(to, name, 'releases'), {
      recursive: true,
      filter: source =>
        !source.split(sep).at(-1).startsWith('.') || source === releases,
    });
  }
}
