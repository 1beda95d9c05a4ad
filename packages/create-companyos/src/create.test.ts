import { execFile } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(120_000);

const run = promisify(execFile);

describe('create-companyos', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'create-companyos-'));
    // A package is found from where it is installed, with nothing of this repository around it.
    for (const folder of ['home', 'empty', 'desk']) {
      await mkdir(join(directory, folder));
    }
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const inside = (cwd: string, command: string, ...args: string[]) =>
    run(command, args, {
      cwd: join(directory, cwd),
      env: {
        PATH: process.env.PATH,
        HOME: join(directory, 'home'),
        npm_config_cache: join(directory, 'npm'),
        // There is nothing to ask it for, and asking would fail.
        npm_config_registry: 'http://127.0.0.1:9/',
        npm_config_offline: 'true',
        npm_config_update_notifier: 'false',
      },
    });

  it('is packed, installed without a registry, and makes a service', async () => {
    const built = join(directory, 'dist');
    await run(process.execPath, [
      resolve(__dirname, '../scripts/build.mjs'),
      built,
    ]);
    await inside('empty', 'npm', 'pack', built);
    const [tarball] = await readdir(join(directory, 'empty'));
    expect(tarball).toMatch(/^create-companyos-\d.*\.tgz$/);
    await writeFile(join(directory, 'empty/package.json'), '{"private":true}');
    await inside('empty', 'npm', 'install', '--no-audit', `./${tarball}`);
    expect(
      (await readdir(join(directory, 'empty/node_modules'))).filter(
        name => !name.startsWith('.'),
      ),
    ).toEqual(['create-companyos']);

    const create = join(directory, 'empty/node_modules/.bin/create-companyos');
    const author = 'Ada Byron <ada@example.com>';
    await inside('desk', create, 'api-service', 'pay-api', '--author', author);
    const lock = JSON.parse(
      await readFile(
        join(directory, 'desk/pay-api/.companyos/golden.lock.json'),
        'utf8',
      ),
    );
    expect(lock).toMatchObject({
      template: 'api-service',
      answers: { name: 'pay-api' },
    });
    const { stdout: files } = await inside(
      'desk/pay-api',
      'git',
      'ls-tree',
      '-r',
      '--name-only',
      'HEAD',
    );
    // All that the lock records, and the lock.
    expect(files.trim().split('\n').sort()).toEqual(
      [...Object.keys(lock.files), '.companyos/golden.lock.json'].sort(),
    );

    // One word is the name, and it is asked for nothing twice.
    const again = await inside('desk', create, 'pay-api', '--yes', '--no-git');
    expect(again.stdout).toContain('there is nothing to do');
    await expect(inside('desk', create, 'a', 'b', 'c')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('3 words are too many'),
    });
    const { stdout: help } = await inside('desk', create, '--help');
    expect(help).toContain(
      'Usage: create-companyos [options] [template] [name]',
    );
  });
});
