// A throw-away PostgreSQL for tests and benchmarks: its own folder, its own port,
// gone when stopped.
import { spawn } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, freePort } from './lib.mjs';

/** PostgreSQL refuses to run as root; an unprivileged account of the system runs it then. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = flag =>
        Number(
          execFileSync('id', [flag, name], {
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        );
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such account; try the next.
    }
  }
  return fail(
    'PostgreSQL does not run as root and there is no account "postgres" or "nobody" to run it.',
  );
}

/**
 * @param {object} [options]
 * @param {string} [options.bin] folder of `initdb` and `postgres`
 * @param {boolean} [options.durable] whether a commit waits for the disk, as a server in use does; tests need not
 * @returns {Promise<{url: string, version: string, stop: () => Promise<void>}>} `url` without a database name
 */
export async function startPostgres({
  bin = process.env.POSTGRES_BIN,
  durable = false,
} = {}) {
  if (!bin) fail('POSTGRES_BIN is not set: run this through make.');
  const account = unprivileged();
  const directory = mkdtempSync(join(tmpdir(), 'companyos-pg-'));
  if (account.uid !== undefined) chownSync(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const options = {
    ...account,
    cwd: directory,
    env: { PATH: process.env.PATH, LC_ALL: 'C', HOME: directory },
  };

  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const version = execFileSync(join(bin, 'postgres'), ['--version'], {
    encoding: 'utf8',
  }).match(/(\d+)/)[1];
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    ...(!durable && {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    }),
  };
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  const ready = new Promise((done, failed) => {
    server.stderr.on('data', chunk => {
      said = (said + chunk).slice(-4000);
      if (said.includes('ready to accept connections')) done();
    });
    server.once('exit', () =>
      failed(new Error(`PostgreSQL did not start: ${said}`)),
    );
  });
  await ready;

  return {
    url: `postgresql://postgres@127.0.0.1:${port}`,
    version,
    async stop() {
      const over = new Promise(done => server.once('close', done));
      server.kill('SIGINT');
      await over;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
