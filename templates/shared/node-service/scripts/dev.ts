import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rootUrl } from '../src/config/serviceInfo.ts';

// Not `node --watch`: on Linux it aborts on SIGTERM and leaves the service running without it.

const WATCHED = ['src', 'feature-flags', 'migrations'];
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

function start(): ChildProcess {
  const service = spawn(
    process.execPath,
    ['--env-file-if-exists=.env.local', '--import', './src/telemetry/register.ts', 'src/main.ts'],
    // A group of its own, so that Ctrl-C reaches it once: from here.
    { cwd: fileURLToPath(rootUrl), stdio: ['ignore', 'inherit', 'inherit'], detached: true },
  );
  service.once('exit', (code) => {
    if (code !== 0) {
      console.error('The service has stopped; it starts again when a file changes.');
    }
  });
  return service;
}

async function stop(service: ChildProcess): Promise<void> {
  if (service.exitCode === null && service.signalCode === null) {
    service.removeAllListeners('exit');
    const exited = once(service, 'exit');
    service.kill('SIGTERM');
    await exited;
  }
}

let stopping = false;
let pending: Promise<void> | undefined;
let service = start();

/** Changes that come while a restart is under way are part of it. */
function restart(): void {
  pending ??= delay(SETTLE_MS)
    .then(() => stop(service))
    .then(() => {
      pending = undefined;
      if (!stopping) {
        service = start();
      }
    });
}

for (const folder of WATCHED) {
  watch(new URL(folder, rootUrl), { recursive: true }, restart);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping = true;
    void stop(service).then(() => process.exit(0));
  });
}
