import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './__testUtils__/call';
import { CappedLog } from './domain/CappedLog';
import { GUARD } from './guard';
import { runCommand } from './runCommand';
import { runEnvironment } from './runEnvironment';

jest.setTimeout(60_000);

/** Says that it lives every few milliseconds, with a child that does as well. */
const LOOP =
  'beat() { while true; do touch "$1"; sleep 0.02; done; }; beat parent & beat child';

describe('a run of a command', () => {
  let directory: string;

  const take = (file: string) => rm(join(directory, file));
  const isAlive = () => Promise.all([take('parent'), take('child')]);
  /** Takes what is there, and waits for a sign of life that must not come. */
  const expectQuiet = async () => {
    await Promise.allSettled([take('parent'), take('child')]);
    // Somebody else of the same pace has said so many times by then.
    const clock = spawn(
      'sh',
      ['-c', 'while true; do touch clock; sleep 0.02; done'],
      { cwd: directory },
    );
    for (let beat = 0; beat < 10; beat += 1) {
      await eventually(() => take('clock'));
    }
    clock.kill('SIGKILL');
    await expect(take('parent')).rejects.toThrow('ENOENT');
    await expect(take('child')).rejects.toThrow('ENOENT');
  };
  const start = (change: Partial<Parameters<typeof runCommand>[0]> = {}) =>
    runCommand({
      command: ['sh', '-c', LOOP],
      directory,
      environment: { PATH: process.env.PATH ?? '' },
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      onOutput: () => {},
      ...change,
    });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'golden-path-run-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('tells how it ended, and what it said, in the environment it was given', async () => {
    process.env.PORTAL_SECRET = 'hunter2';
    const log = new CappedLog();
    const outcome = await start({
      command: [
        'sh',
        '-c',
        'printf "\\033[31mred\\033[0m\\n"; env; echo oops >&2; exit 7',
      ],
      onOutput: chunk => log.add(chunk),
    });
    delete process.env.PORTAL_SECRET;
    expect(outcome).toEqual({ kind: 'exit', code: 7 });
    expect(log.toString()).toMatch(/^red\n/);
    expect(log.toString()).toContain('oops\n');
    expect(log.toString()).not.toContain('hunter2');
    expect(await start({ command: ['/nonexistent'] })).toEqual({
      kind: 'exit',
      code: 127,
    });
  });

  it('ends all that it began: when it exits, takes too long, or is given up', async () => {
    await start({
      command: ['sh', '-c', `(${LOOP}) & while [ ! -e child ]; do :; done`],
    });
    await expectQuiet();
    expect(await start({ timeoutMs: 300 })).toEqual({ kind: 'timeout' });
    await expectQuiet();
    const abort = new AbortController();
    const running = start({ signal: abort.signal });
    await eventually(isAlive);
    abort.abort();
    expect(await running).toEqual({ kind: 'aborted' });
    await expectQuiet();
    expect(await start({ signal: abort.signal })).toEqual({ kind: 'aborted' });
  });

  it('waits for nothing that left its group and holds its output open', async () => {
    const leave = (then: string) =>
      start({
        command: [
          'sh',
          '-c',
          `setsid sh -c 'echo $$ > left; exec sleep 600' & while [ ! -s left ]; do :; done; ${then}`,
        ],
        timeoutMs: 2_000,
      });
    const endLeft = async () =>
      process.kill(Number(await readFile(join(directory, 'left'), 'utf8')));
    try {
      expect(await leave('exit 3')).toEqual({ kind: 'exit', code: 3 });
    } finally {
      await endLeft();
      await take('left');
    }
    try {
      expect(await leave('sleep 600')).toEqual({ kind: 'timeout' });
    } finally {
      await endLeft();
    }
  });

  it('ends with the portal, whose death closes its standard input', async () => {
    const guard = spawn(
      process.execPath,
      ['-e', GUARD, '--', 'sh', '-c', LOOP],
      { cwd: directory, detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    const over = new Promise(resolve => guard.once('exit', resolve));
    await eventually(isAlive);
    guard.stdin.destroy();
    expect(await over).toBeNull();
    await expectQuiet();
  });

  it('gets what the configuration names, and no more', async () => {
    const environment = await runEnvironment(['WANTED', 'MISSING'], {
      PATH: process.env.PATH,
      WANTED: 'yes',
      SECRET: 'hunter2',
      npm_config_registry: 'https://registry.test/npm/',
    });
    expect(environment).toEqual({
      PATH: process.env.PATH,
      WANTED: 'yes',
      npm_config_registry: 'https://registry.test/npm/',
    });
    expect(
      await runEnvironment([], {
        PATH: process.env.PATH,
        npm_config_registry: 'https://me:hunter2@registry.test/',
      }),
    ).toEqual({ PATH: process.env.PATH });
  });
});

describe('the log of a run', () => {
  it('keeps the begin and the end of what is too long', () => {
    const log = new CappedLog();
    log.add(Buffer.from('first\n'));
    for (let index = 0; index < 100; index += 1) {
      log.add(Buffer.alloc(10_000, 'x'));
    }
    log.add(Buffer.from('\nlast'));
    const text = log.toString();
    expect(text).toMatch(/^first\nx/);
    expect(text).toMatch(/x\nlast$/);
    expect(text).toMatch(/\n… \d+ bytes left out …\n/);
    expect(text.length).toBeLessThan(260 * 1024);
    const whole = new CappedLog();
    const lines = Buffer.from('ä'.repeat(50_000));
    whole.add(lines.subarray(0, 65_537));
    whole.add(lines.subarray(65_537));
    expect(whole.toString()).toBe('ä'.repeat(50_000));
  });
});
