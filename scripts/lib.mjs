// What start, dev, test and bench share: where the portal's state lives, how it is
// started, and when it is ready.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));

/** Ends the program with one sentence and exit code 1. */
export function fail(sentence) {
  process.stderr.write(`companyos: ${sentence}\n`);
  process.exit(1);
}

/** The configuration files of the embedded default, the person's own last. */
export function configFiles() {
  return ['app-config.yaml', 'app-config.local.yaml'].filter(file =>
    existsSync(join(root, file)),
  );
}

/**
 * Environment of a portal that serves `port` and keeps its state under `dataDir`:
 * the parts of the configuration that follow from these two.
 */
export function portalEnvironment({ port, dataDir }) {
  const url = JSON.stringify(`http://localhost:${port}`);
  const under = name => JSON.stringify(join(dataDir, name));
  return {
    APP_CONFIG_app_baseUrl: url,
    APP_CONFIG_backend_baseUrl: url,
    APP_CONFIG_backend_listen_port: String(port),
    APP_CONFIG_backend_database_connection_directory: under('db'),
    APP_CONFIG_backend_workingDirectory: under('work'),
    APP_CONFIG_companyos_repositories_root: under('repos'),
    APP_CONFIG_techdocs_publisher_local_publishDirectory: under('techdocs'),
  };
}

/** Arguments of `node` that run the back end from its TypeScript sources. */
export function backendArguments(configs = configFiles()) {
  return [
    '--enable-source-maps',
    '--require',
    require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
    'packages/backend/src/index.ts',
    ...configs.flatMap(file => ['--config', file]),
  ];
}

/**
 * Starts the back end, its output written to `logFile` (or shown, when `verbose`). The
 * process writes the file itself: nothing of ours has to live for its words to be kept.
 * @returns the child process
 */
export function startBackend({
  port,
  dataDir,
  logFile,
  configs,
  env,
  verbose = false,
}) {
  for (const directory of [
    dataDir,
    join(dataDir, 'work'),
    join(dataDir, 'repos'),
    dirname(logFile),
  ]) {
    mkdirSync(directory, { recursive: true });
  }
  const log = openSync(logFile, 'w');
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(root, 'scripts', 'with-parent.cjs'),
      ...backendArguments(configs),
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'development',
        // Else every docs log begins with a page about a product we do not use.
        NO_MKDOCS_2_WARNING: 'true',
        // What was compiled at the last start is not compiled again.
        NODE_COMPILE_CACHE: join(root, '.cache', 'node'),
        ...portalEnvironment({ port, dataDir }),
        ...env,
      },
      stdio: ['ignore', verbose ? 2 : log, verbose ? 2 : log],
    },
  );
  closeSync(log);
  return child;
}

/** Whether a port of this machine can be listened on. */
export function portIsFree(port) {
  return new Promise(done => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

/** Whether a port can be listened on now or within `timeoutMs`. */
export async function portBecomesFree(port, timeoutMs) {
  const end = Date.now() + timeoutMs;
  while (!(await portIsFree(port))) {
    if (Date.now() >= end) return false;
    await new Promise(next => setTimeout(next, 100));
  }
  return true;
}

/** A port that is free now. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * Waits until the portal says it is ready.
 * @returns true when it is, false when `timeoutMs` passed or `isOver()` first
 */
export async function waitUntilReady({
  port,
  timeoutMs,
  isOver = () => false,
}) {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end && !isOver()) {
    try {
      const response = await fetch(
        `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
        { signal: AbortSignal.timeout(2000) },
      );
      if (response.ok) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise(next => setTimeout(next, 150));
  }
  return false;
}

/** Ends a process we started: politely, then not. */
export async function stop(child, graceMs = 15_000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise(done => child.once('close', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await over;
  clearTimeout(timer);
}

/** The one sentence that says why the back end ended, out of the log it left. */
export function causeOf(logFile) {
  const lines = readFileSync(logFile, 'utf8')
    .slice(0, 1_000_000)
    // eslint wants no control characters in a pattern; this is the colour code of a terminal.
    .replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const told = lines.filter(
    line =>
      /(^|\s)(\w*Error|error)\b[:\s]/.test(line) && !line.startsWith('at '),
  );
  const cause = told.at(0) ?? lines.at(-1) ?? 'it said nothing';
  return cause
    .replace(/^.*?\berror\s+/, '')
    .replace(/\s*\b(type|stack|service)="?.*$/, '')
    .slice(0, 400);
}
