// Builds the front end when what it is made of has changed since the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail, root } from './lib.mjs';

const stamp = join(root, '.tools', 'app-build.sha256');

function* filesUnder(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** SHA-256 over everything the bundle is made of. */
function fingerprint() {
  const hash = createHash('sha256');
  const rooms = ['packages', 'plugins'].flatMap(kind =>
    readdirSync(join(root, kind)).map(name => join(root, kind, name)),
  );
  const shipped = rooms.filter(room => {
    if (!existsSync(join(room, 'package.json'))) return false;
    const { backstage } = JSON.parse(
      readFileSync(join(room, 'package.json'), 'utf8'),
    );
    return /frontend|web-library|common-library/.test(backstage?.role ?? '');
  });
  for (const file of [
    join(root, 'yarn.lock'),
    ...shipped.flatMap(room => [...filesUnder(room)].sort()),
  ]) {
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @returns true when it had to build */
export async function buildApp({ quiet = false } = {}) {
  const want = fingerprint();
  const built = existsSync(join(root, 'packages/app/dist/index.html'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === want)
    return false;
  if (!quiet)
    process.stderr.write(
      'companyos: building the front end (about half a minute)\n',
    );
  mkdirSync(join(root, '.tools'), { recursive: true });
  rmSync(stamp, { force: true });
  const logFile = join(root, '.tools', 'app-build.log');
  const log = openSync(logFile, 'w');
  const code = await new Promise(done => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'package',
        'build',
      ],
      {
        cwd: join(root, 'packages/app'),
        env: {
          ...process.env,
          NODE_ENV: 'production',
          GENERATE_SOURCEMAP: 'false',
        },
        stdio: ['ignore', log, log],
      },
    );
    child.on('close', done);
  });
  if (code !== 0) {
    process.stderr.write(
      readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n'),
    );
    fail(
      'the front end could not be built; the whole log is in .tools/app-build.log.',
    );
  }
  writeFileSync(stamp, `${want}\n`);
  return true;
}

if (process.argv[1] === import.meta.filename) await buildApp();
