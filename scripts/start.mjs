// make start: builds what has changed, starts the portal, says where it is.
import { mkdirSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildApp } from './build-app.mjs';
import {
  causeOf,
  fail,
  portBecomesFree,
  root,
  startBackend,
  stop,
  waitUntilReady,
} from './lib.mjs';

const MINIMUM_FREE_MIB = 512;
/** How long a port may still be held by a portal that was ended a moment ago. */
const PORT_GRACE_MS = 5000;

const port = Number(process.env.PORT || 7007);
const dataDir = resolve(root, process.env.DATA_DIR || '.data');
const verbose = Boolean(process.env.VERBOSE);
const logFile = join(dataDir, 'portal.log');

if (!Number.isInteger(port) || port < 1 || port > 65535) {
  fail(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
}
if (!(await portBecomesFree(port, PORT_GRACE_MS))) {
  fail(
    `port ${port} is taken by another program; stop it or choose another: make start PORT=${
      port + 1
    }`,
  );
}
try {
  mkdirSync(dataDir, { recursive: true });
} catch (error) {
  fail(
    `the folder for the portal's state, ${dataDir}, can't be made: ${error.message}.`,
  );
}
const { bavail, bsize } = statfsSync(dataDir);
const freeMib = Math.floor((bavail * bsize) / 2 ** 20);
if (freeMib < MINIMUM_FREE_MIB) {
  fail(
    `the disk of ${dataDir} has ${freeMib} MiB left and the portal needs ${MINIMUM_FREE_MIB}; free some, or choose another place: make start DATA_DIR=…`,
  );
}

await buildApp();

process.stderr.write('companyos: starting\n');
let over = false;
let stopping = false;
const child = startBackend({ port, dataDir, logFile, verbose });
child.on('close', code => {
  over = true;
  if (stopping) return;
  fail(
    `the portal stopped (exit ${code}): ${causeOf(
      logFile,
    )}. Its whole log: ${logFile}`,
  );
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await stop(child);
    process.exit(0);
  });
}

if (await waitUntilReady({ port, timeoutMs: 120_000, isOver: () => over })) {
  process.stdout.write(`CompanyOS is ready: http://localhost:${port}\n`);
} else if (!over) {
  stopping = true;
  await stop(child);
  fail(
    `the portal was not ready within 2 minutes: ${causeOf(
      logFile,
    )}. Its whole log: ${logFile}`,
  );
}
