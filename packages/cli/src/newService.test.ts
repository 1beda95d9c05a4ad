import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { Workshop } from './__testUtils__/Workshop';
import { writeTemplates } from './__testUtils__/writeTemplates';
import { runCli } from './program';

jest.setTimeout(60_000);

describe('companyos new-service', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await Workshop.open(writeTemplates);
  });

  afterAll(() => workshop.close());

  beforeEach(async () => {
    await mkdir(workshop.path('desk'));
  });

  afterEach(() => workshop.run('.', 'rm', ['-rf', 'desk']));

  const companyos = (...args: string[]) => workshop.companyos('desk', args);

  it('makes a repository in one command, and the same one only once', async () => {
    const dryRun = await companyos('new-service', 'payment-api', '--dry-run');
    expect(dryRun).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dryRun.stdout).toContain('managed x scripts/run.sh\n');
    expect(dryRun.stdout).toMatch(/Template sha256:[0-9a-f]{64}\n/);
    expect(await readdir(workshop.path('desk'))).toEqual([]);

    const made = await companyos('new-service', 'payment-api');
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /^Made payment-api: 11 files from tiny-service@1\.1\.0, commit [0-9a-f]{12}\.\n\nNext:\n {2}cd payment-api\n {2}make ci /,
    );
    expect(await readdir(workshop.path('desk'))).toEqual(['payment-api']);
    const run = workshop.path('desk/payment-api/scripts/run.sh');
    expect((await stat(run)).mode % 0o1000).toBe(0o755);
    const folder = await stat(workshop.path('desk/payment-api'));
    expect(folder.mode % 0o1000).toBe(
      (await stat(workshop.path('desk'))).mode % 0o1000,
    );

    // Everything is in the commit, as it was rendered, whatever the person's git is told to do.
    const git = (...args: string[]) =>
      workshop.git('desk/payment-api', ...args);
    expect(await git('log', '--format=%an <%ae> %s')).toBe(
      'Ada Byron <ada@example.com> feat: begin from the golden path tiny-service@1.1.0',
    );
    expect(await git('branch', '--show-current')).toBe('main');
    expect(
      (await git('ls-tree', '-r', '--name-only', 'HEAD')).split('\n'),
    ).toEqual([
      '.companyos/golden.lock.json',
      '.gitattributes',
      '.gitignore',
      '.npmrc',
      'Makefile',
      'README.md',
      'docs/windows.txt',
      'logs/kept.log',
      'package.json',
      'scripts/run.sh',
      'scripts/since-1.1.0.sh',
    ]);
    expect(await git('cat-file', 'blob', 'HEAD:docs/windows.txt')).toBe(
      'a\r\nb',
    );

    const again = await companyos('new-service', 'payment-api');
    expect(again).toEqual({
      exitCode: 0,
      stdout:
        'payment-api was already made from tiny-service@1.1.0 with these answers; there is nothing to do.\n',
      stderr: '',
    });
    expect(await git('rev-list', '--count', 'HEAD')).toBe('1');
    const other = await companyos(
      'new-service',
      'payment-api',
      '--set',
      'tier=tier-1',
    );
    expect(other).toMatchObject({ exitCode: 1, stdout: '' });
    expect(other.stderr).toContain(
      'companyos: payment-api already holds a service of tiny-service@1.1.0 with other answers; it stays as it is.\nNext: ',
    );
  });

  it('takes answers from a file and the command line, for a released version', async () => {
    await writeFile(
      workshop.path('desk/answers.yaml'),
      'name: from-file\ntier: tier-1\n',
    );
    const made = await companyos(
      'scaffold',
      'service',
      '--answers',
      'answers.yaml',
      '--set',
      'docker=yes',
      '--set',
      'name=it',
      '--template',
      'tiny-service@1.0.0',
      '--no-git',
      '--json',
      '--dir',
      'a/b c/it',
    );
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({
      status: 'created',
      template: 'tiny-service',
      version: '1.0.0',
      directory: workshop.path('desk/a/b c/it'),
      files: expect.arrayContaining([
        {
          path: 'Dockerfile',
          mode: 'managed',
          executable: false,
          sha256: expect.any(String),
        },
      ]),
    });
    const folder = workshop.path('desk/a/b c/it');
    expect(await readdir(folder)).not.toContain('.git');
    expect(await readFile(`${folder}/README.md`, 'utf8')).toBe(
      '# it (tier-1)\n',
    );
    expect(await readdir(workshop.path('desk/a/b c'))).toEqual(['it']);
  });

  it('fills the empty folder one stands in, and touches no other', async () => {
    await mkdir(workshop.path('desk/here'));
    const before = (await stat(workshop.path('desk/here'))).ino;
    const here = await workshop.companyos('desk/here', [
      'new-service',
      'here',
      '--dir',
      '.',
    ]);
    expect(here).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await stat(workshop.path('desk/here'))).ino).toBe(before);
    expect(await workshop.git('desk/here', 'status', '--porcelain')).toBe('');

    await mkdir(workshop.path('desk/full'));
    await writeFile(workshop.path('desk/full/mine.txt'), 'mine');
    await writeFile(workshop.path('desk/file'), 'mine');
    for (const dir of ['full', 'file', 'file/below']) {
      const refused = await companyos('new-service', 'x', '--dir', dir);
      expect([dir, refused.exitCode, refused.stdout]).toEqual([dir, 1, '']);
      expect(refused.stderr).toMatch(/^companyos: .*\.\nNext: /);
    }
    expect(await readdir(workshop.path('desk/full'))).toEqual(['mine.txt']);
    expect((await readdir(workshop.path('desk'))).sort()).toEqual([
      'file',
      'full',
      'here',
    ]);
  });

  it('says in one sentence what is wrong, and what to type', async () => {
    await writeFile(workshop.path('desk/list.json'), '[]');
    await writeFile(workshop.path('desk/broken.json'), '{');
    const wrong: [string[], number, string | RegExp][] = [
      [
        ['new-service'],
        2,
        'companyos: The template tiny-service needs an answer for name, and nobody is here to ask.\nNext: companyos new-service --template tiny-service --set name=…\n',
      ],
      [['new-service', 'Bad'], 2, /name: Use lower-case letters\.\nNext: /],
      [
        ['new-service', 'x', '--set', 'nope=1'],
        2,
        /it asks for name, tier, docker\./,
      ],
      [['new-service', 'x', '--set', '__proto__=1'], 2, /doesn't ask for/],
      [
        ['new-service', 'x', '--set', 'tier=tier-9'],
        2,
        /tier: must be one of tier-1, tier-2/,
      ],
      [
        ['new-service', 'x', '--set', 'docker=maybe'],
        2,
        /docker: must be boolean/,
      ],
      [['new-service', 'x', '--set', 'tier'], 2, /is no assignment/],
      [['new-service', 'x', '--answers', 'list.json'], 2, /must be an object/],
      [
        ['new-service', 'x', '--answers', 'broken.json'],
        2,
        /neither JSON nor YAML/,
      ],
      [['new-service', 'x', '--answers', 'none.json'], 2, /can't be read/],
      [
        ['new-service', 'x', '--template', 'nope'],
        1,
        /There is no golden-path template "nope"\.\nNext: companyos golden list\n/,
      ],
      [
        ['new-service', 'x', '--template', '../tiny-service'],
        1,
        /There is no golden-path template/,
      ],
      [
        ['new-service', 'x', '--template', 'tiny-service@3.0.0'],
        1,
        /there is 1\.1\.0, 1\.0\.0/,
      ],
      [
        ['new-service', 'x', '--templates', 'nowhere'],
        1,
        /There is no folder of templates at nowhere/,
      ],
      [
        ['new-service', 'x', '--author', 'nobody'],
        2,
        /is not a name with an address/,
      ],
      [
        ['new-servce', 'x'],
        2,
        /unknown command 'new-servce'\n\(Did you mean new-service\?\)/,
      ],
      [['new-service', 'x', '--colour'], 2, /unknown option '--colour'/],
    ];
    for (const [args, exitCode, words] of wrong) {
      const ended = await companyos(...args);
      expect([args, ended.exitCode, ended.stdout]).toEqual([
        args,
        exitCode,
        '',
      ]);
      expect(ended.stderr).toMatch(words);
      expect(ended.stderr).not.toMatch(/^ +at /m);
    }
    const nameless = await workshop.companyos('desk', ['new-service', 'x'], {
      HOME: workshop.path('desk'),
    });
    expect([nameless.exitCode, nameless.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^companyos: git doesn't know your name .*\nNext: git config/,
      ),
    ]);
    expect((await readdir(workshop.path('desk'))).sort()).toEqual([
      'broken.json',
      'list.json',
    ]);
    const json = await companyos('new-service', 'Bad', '--json');
    expect(JSON.parse(json.stdout)).toEqual({
      error: {
        code: 'usage',
        message: expect.stringContaining('name: Use lower-case letters.'),
        next: expect.stringMatching(/^companyos /),
      },
    });
    const debug = await companyos(
      'new-service',
      'x',
      '--template',
      'nope',
      '--debug',
    );
    expect(debug.stderr).toMatch(/^ +at /m);
  });

  it('is itself when its reader goes, when it is linked to, and when it is stopped', async () => {
    await workshop.run('.', 'ln', [
      '-sf',
      '../program/companyos.cjs',
      'home/companyos',
    ]);
    const piped = await workshop.run('desk', 'sh', [
      '-c',
      '{ "$HOME/companyos" golden list --json; echo "code $?" >&2; } | true',
    ]);
    expect(piped.stderr).toBe('code 0\n');

    // It waits for answers from a pipe that has a writer and no bytes; the signal comes while it does.
    await workshop.run('desk', 'mkfifo', ['pipe']);
    const child = workshop.start('desk', process.execPath, [
      workshop.path('program/companyos.cjs'),
      'new-service',
      'x',
      '--answers',
      'pipe',
    ]);
    // Opens once the program has opened the other end.
    const writer = await open(workshop.path('desk/pipe'), 'w');
    child.process.kill('SIGINT');
    await child.ended;
    await writer.close();
    expect(child.process.signalCode).toBe('SIGINT');
    expect(await readdir(workshop.path('desk'))).toEqual(['pipe']);
  });
});

describe('asking', () => {
  it('asks what is open, with defaults, until each answer fits', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'companyos-asking-'));
    try {
      await writeTemplates(join(directory, 'templates'));
      await cp(
        join(directory, 'templates/tiny-service'),
        join(directory, 'templates/other-service'),
        { recursive: true },
      );
      const stdin = new PassThrough();
      const texts = { stdout: '', stderr: '' };
      const stream = (name: 'stdout' | 'stderr') =>
        new Writable({
          write(chunk, _encoding, done) {
            texts[name] += chunk;
            done();
          },
        });
      const stopping = new AbortController();
      const context = {
        cwd: directory,
        env: { HOME: directory, PATH: process.env.PATH },
        stdin,
        stdout: stream('stdout'),
        stderr: stream('stderr'),
        isInteractive: true,
        signal: stopping.signal,
        now: () => Date.parse('2026-11-21T10:00:00Z'),
        bundledTemplates: join(directory, 'none'),
      };
      // Name twice, the second option, no default for a boolean.
      stdin.end('Bad Name\n\npayment-api\n1\nmaybe\ny\n');
      const exitCode = await runCli(
        [
          'new-service',
          '--template',
          'tiny-service@1.0.0',
          '--templates',
          'templates',
          '--author',
          'Ada Byron <ada@example.com>',
          '--json',
        ],
        context,
        '0.0.0',
      );
      expect(`${exitCode} ${texts.stderr}`).toMatch(/^0 /);
      expect(texts.stderr).toContain(
        'Tiny service (tiny-service@1.0.0). Enter takes what stands in brackets.',
      );
      expect(texts.stderr).toContain('Name\n  What it is called.\n> ');
      expect(texts.stderr).toContain('  Use lower-case letters.\n');
      expect(texts.stderr).toContain('  This one has no default');
      expect(texts.stderr).toContain(
        'tier\n  1) tier-1\n  2) tier-2\n[tier-2] > ',
      );
      expect(texts.stderr).toContain('docker (yes or no)\n[no] > ');
      expect(texts.stderr).toContain('  Must be boolean.\n');
      expect(JSON.parse(texts.stdout)).toMatchObject({
        status: 'created',
        directory: join(directory, 'payment-api'),
      });
      expect(
        JSON.parse(
          await readFile(
            join(directory, 'payment-api/.companyos/golden.lock.json'),
            'utf8',
          ),
        ).answers,
      ).toEqual({ name: 'payment-api', tier: 'tier-1', docker: true });

      // Whoever leaves at a question leaves nothing behind.
      const left = await runCli(
        ['new-service', '--templates', 'templates', '--dir', 'left'],
        { ...context, stdin: Readable.from([]) },
        '0.0.0',
      );
      expect(left).toBe(130);
      expect((await readdir(directory)).sort()).toEqual([
        'payment-api',
        'templates',
      ]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
