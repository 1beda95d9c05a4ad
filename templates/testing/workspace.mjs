// A folder for one proof, and what a proof does in it: run, spawn, wait, probe.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 60_000;
const SHOWN_CHARACTERS = 8000;

/** The environment of an engineer's shell: this Node, and nothing of the runner that called us. */
function shellEnvironment() {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(NODE_OPTIONS|NODE_ENV|CI|FORCE_COLOR|NO_COLOR|INIT_CWD|GIT_.*|npm_(lifecycle|package|config)_.*|VITEST.*|JEST_.*)$/.test(
          name,
        ),
    ),
  );
  environment.PATH = [dirname(process.execPath), environment.PATH].join(
    delimiter,
  );
  return environment;
}

/** Writes rendered files below a folder, executable bits included. */
export function writeFiles(files, folder) {
  for (const { path, bytes, executable } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    if (executable) chmodSync(file, 0o755);
  }
}

/**
 * A temporary folder with the means of a proof.
 *
 * @param name - part of the folder's name
 */
export function createWorkspace(name) {
  const workspace = mkdtempSync(join(tmpdir(), `${name}-`));
  const environment = shellEnvironment();
  const children = new Set();

  /** Runs a program to its end. @returns its standard output; throws with both outputs when it fails */
  function run(command, args, cwd = workspace, env = {}) {
    const result = spawnSync(command, args, {
      cwd,
      env: { ...environment, ...env },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (result.error) throw result.error;
    assert.equal(
      result.status,
      0,
      `${command} ${args.join(' ')}\n${result.stdout.slice(
        -SHOWN_CHARACTERS,
      )}${result.stderr.slice(-SHOWN_CHARACTERS)}`,
    );
    return result.stdout;
  }

  function git(cwd, ...args) {
    return run(
      'git',
      [
        '-c',
        'user.name=Template test',
        '-c',
        'user.email=template-test@example.invalid',
        ...args,
      ],
      cwd,
    );
  }

  return {
    workspace,
    environment,
    run,
    git,

    /** Starts a program; what is still running is killed when the proof is over. */
    spawn(command, args, { cwd = workspace, env = {}, ...options } = {}) {
      const child = spawn(command, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        ...options,
        cwd,
        env: { ...environment, ...env },
      });
      children.add(child);
      child.once('close', () => children.delete(child));
      return child;
    },

    /** A port of this machine that is free now. */
    async freePort() {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address();
      server.close();
      await once(server, 'close');
      return port;
    },

    /** Asks until the answer is truthy, and returns it. */
    async eventually(what, probe) {
      const deadline = Date.now() + DEADLINE_MS;
      for (;;) {
        const value = await probe();
        if (value) return value;
        assert.ok(Date.now() < deadline, `gave up waiting until ${what}`);
        await delay(50);
      }
    },

    /** A repository of the files, and a clean clone of it: what an engineer begins with. */
    cloneOf(files, folder) {
      const origin = join(workspace, `${folder}-origin`);
      const clone = join(workspace, folder);
      mkdirSync(origin);
      writeFiles(files, origin);
      git(origin, 'init', '--quiet', '--initial-branch=main');
      git(origin, 'add', '--all');
      git(
        origin,
        'commit',
        '--quiet',
        '--message',
        'feat: begin from the golden path',
      );
      git(workspace, 'clone', '--quiet', origin, clone);
      return clone;
    },

    readIn: folder => path => readFileSync(join(folder, path), 'utf8'),

    /** Ends what still runs and removes the folder, unless it is to be kept. */
    close({ keep = false } = {}) {
      for (const child of children) child.kill('SIGKILL');
      if (!keep) rmSync(workspace, { recursive: true, force: true });
    },
  };
}
