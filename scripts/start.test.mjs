// What `make start` promises, tried on the real thing with a state folder of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, portIsFree, root } from './lib.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'companyos-start-'));
let port;

/** Runs scripts/start.mjs until it says where it is, or ends. */
function start(env = {}) {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => (out += chunk));
  child.stderr.on('data', chunk => (err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }));
  const ready = new Promise(done => {
    child.stdout.on(
      'data',
      () => /ready: (\S+)/.test(out) && done(out.match(/ready: (\S+)/)[1]),
    );
  });
  return {
    child,
    ended,
    ready,
    killAll: signal => process.kill(-child.pid, signal),
  };
}

async function signIn(url) {
  const response = await fetch(`${url}/api/auth/personas/refresh`, {
    headers: {
      'x-companyos-persona': 'maya.chen',
      'x-requested-with': 'XMLHttpRequest',
    },
  });
  assert.equal(response.status, 200, await response.clone().text());
  const { backstageIdentity } = await response.json();
  return { authorization: `Bearer ${backstageIdentity.token}` };
}

async function eventually(what, probe, timeoutMs = 60_000) {
  const end = Date.now() + timeoutMs;
  let last;
  while (Date.now() < end) {
    try {
      return await probe();
    } catch (error) {
      last = error;
      await new Promise(next => setTimeout(next, 250));
    }
  }
  throw new Error(`${what}: ${last?.message}`);
}

before(async () => {
  port = await freePort();
});
after(() => rmSync(dataDir, { recursive: true, force: true }));

test(
  'serves the front end and the API from one origin, and loses nothing by kill -9',
  { timeout: 240_000 },
  async () => {
    const first = start();
    const url = await Promise.race([
      first.ready,
      first.ended.then(({ err }) => assert.fail(err)),
    ]);
    assert.equal(url, `http://localhost:${port}`);
    const page = await (await fetch(url)).text();
    assert.match(page, /<title>CompanyOS<\/title>/);
    assert.equal(
      (await fetch(`${url}/api/catalog/entities`)).status,
      401,
      'signed-out sees nothing',
    );

    const reference = await eventually(
      'hello-prod is in the catalog',
      async () => {
        const headers = await signIn(url);
        const response = await fetch(
          `${url}/api/catalog/entities/by-name/component/default/hello-prod`,
          { headers },
        );
        assert.equal(response.status, 200);
        return response.json();
      },
    );
    assert.equal(
      reference.metadata.annotations['companyos.io/repository'],
      'platform-team/hello-prod',
    );

    // Only the program one started is killed; its portal must not stay behind and hold the port.
    first.child.kill('SIGKILL');
    await eventually('the portal of the killed start is gone', async () => {
      assert.equal(await portIsFree(port), true);
    });
    // And everything at once, as when a machine is switched off.
    const middle = start();
    await Promise.race([
      middle.ready,
      middle.ended.then(({ err }) => assert.fail(err)),
    ]);
    middle.killAll('SIGKILL');
    await middle.ended;

    const second = start();
    await Promise.race([
      second.ready,
      second.ended.then(({ err }) => assert.fail(err)),
    ]);
    const again = await eventually('hello-prod is still there', async () => {
      const headers = await signIn(url);
      const response = await fetch(
        `${url}/api/catalog/entities/by-name/component/default/hello-prod`,
        { headers },
      );
      assert.equal(response.status, 200);
      return response.json();
    });
    assert.equal(
      again.metadata.uid,
      reference.metadata.uid,
      'the same entity, not a new one',
    );

    second.child.kill('SIGTERM');
    const { code } = await second.ended;
    assert.equal(code, 0, 'a polite end is not an error');
  },
);

test('says in one sentence that the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = server.address().port;
  const { code, err } = await start({ PORT: String(taken) }).ended;
  server.close();
  assert.equal(code, 1);
  assert.match(
    err,
    new RegExp(
      `^companyos: port ${taken} is taken .*make start PORT=${taken + 1}\\n$`,
    ),
  );
});

test('says in one sentence what is wrong with PORT and with the state folder', async () => {
  const wrong = await start({ PORT: 'seven' }).ended;
  assert.equal(wrong.code, 1);
  assert.equal(
    wrong.err,
    'companyos: PORT must be a number from 1 to 65535, not "seven".\n',
  );

  const file = join(dataDir, 'a-file');
  writeFileSync(file, '');
  const blocked = await start({ DATA_DIR: join(file, 'data') }).ended;
  assert.equal(blocked.code, 1);
  assert.match(
    blocked.err,
    /^companyos: the folder for the portal's state, .* can't be made: .*\n$/,
  );
});

test(
  'says in one sentence which configuration is wrong, and where the log is',
  { timeout: 120_000 },
  async () => {
    const own = mkdtempSync(join(tmpdir(), 'companyos-config-'));
    const { code, err } = await start({
      DATA_DIR: own,
      PORT: String(await freePort()),
      APP_CONFIG_companyos_goldenPath_publish: JSON.stringify('carrier-pigeon'),
    }).ended;
    const last = err.trim().split('\n').at(-1);
    assert.equal(code, 1);
    assert.match(
      last,
      /^companyos: the portal stopped \(exit 1\): .*goldenPath.*Its whole log: .*portal\.log$/,
    );
    assert.ok(readFileSync(join(own, 'portal.log'), 'utf8').length > 0);
    rmSync(own, { recursive: true, force: true });
  },
);
