import {
  appendFile,
  cp,
  mkdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { PassThrough, Writable } from 'node:stream';
import { Workshop } from './__testUtils__/Workshop';
import { writeTemplates } from './__testUtils__/writeTemplates';
import { runCli } from './program';

jest.setTimeout(120_000);

/** A day no test will live to see. */
const LATER = '2126-03-31';

describe('companyos golden', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await Workshop.open(root =>
      writeTemplates(root, ['1.0.0', '1.1.0']),
    );
    // A later version asks something new; it is not among those that came along.
    await writeTemplates(workshop.path('newer'), ['1.0.0', '1.1.0', '2.0.0'], {
      '2.0.0': '    region: { type: string, pattern: "^[a-z-]+$" }\n',
    });
  });

  afterAll(() => workshop.close());

  beforeEach(async () => {
    await mkdir(workshop.path('desk'));
  });

  afterEach(() => rm(workshop.path('desk'), { recursive: true, force: true }));

  const companyos = (cwd: string, ...args: string[]) =>
    workshop.companyos(cwd, args);
  const git = (...args: string[]) => workshop.git('desk/svc', ...args);
  const file = (path: string) => workshop.path('desk/svc', path);
  // The person's git writes CRLF where the repository has LF.
  const read = async (path: string) =>
    (await readFile(file(path), 'utf8')).replaceAll('\r\n', '\n');
  const commit = async (message: string) => {
    await git('add', '--all');
    await git('-c', 'commit.gpgSign=false', 'commit', '-qm', message);
    return git('rev-parse', 'HEAD');
  };
  /** A service of 1.0.0. */
  const born = async () => {
    const { exitCode, stderr } = await companyos(
      'desk',
      'new-service',
      'svc',
      '--template',
      'tiny-service@1.0.0',
    );
    expect([exitCode, stderr]).toEqual([0, '']);
  };

  it('checks from anywhere, with an exit code for each state', async () => {
    await born();
    const check = async (cwd: string, ...args: string[]) => {
      const { exitCode, stdout, stderr } = await companyos(
        cwd,
        'golden',
        'check',
        ...args,
      );
      return `${exitCode} ${stdout}${stderr}`;
    };
    const behind =
      '10 Behind by 1: made from tiny-service@1.0.0, the newest is 1.1.0.\nNext: companyos golden diff, then companyos golden update\n';
    expect(await check('desk/svc')).toBe(behind);
    expect(await check('desk/svc/scripts')).toBe(behind);
    expect(await check('desk', '--dir', 'svc/docs')).toBe(behind);
    await git('worktree', 'add', '-q', '../tree', '-b', 'side');
    expect(await check('desk/tree/scripts')).toBe(behind);
    await cp(file('.'), workshop.path('desk/export'), { recursive: true });
    await rm(workshop.path('desk/export/.git'), { recursive: true });
    expect(await check('desk/export')).toBe(behind);

    // Seeded and merged files are the team's to edit; managed ones are to be answered for.
    await appendFile(file('README.md'), 'more\n');
    await appendFile(file('Makefile'), 'more:\n');
    expect(await check('desk/svc')).toBe(behind);
    await appendFile(file('scripts/run.sh'), 'echo mine\n');
    expect(await check('desk/svc')).toMatch(
      /^11 Edited: 1 managed file is not as tiny-service@1\.0\.0 keeps it\.\n {2}changed scripts\/run\.sh\nBehind by 1; the newest is 1\.1\.0\.\nNext: .*companyos golden patch scripts\/run\.sh /,
    );
    const patch = (path: string, expires = LATER, ...more: string[]) =>
      companyos(
        'desk/svc/scripts',
        'golden',
        'patch',
        path,
        '--reason',
        'Needs: "two" lines',
        '--expires',
        expires,
        ...more,
      );
    for (const [path, expires, words] of [
      ['run.sh', '2020-01-01', 'has passed already'],
      ['run.sh', '2126-02-30', 'is no day of the calendar'],
      ['run.sh', 'soon', 'A day looks like'],
      ['../README.md', LATER, 'README.md is a seeded file'],
      ['../../other.txt', LATER, 'is no file of tiny-service@1.0.0'],
      ['__proto__', LATER, 'is no file of'],
    ]) {
      const refused = await patch(path, expires);
      expect([path, refused.exitCode, refused.stderr]).toEqual([
        path,
        2,
        expect.stringContaining(words),
      ]);
    }
    const patches = file('.companyos/golden-patches.yaml');
    await symlink('../../../home/elsewhere.yaml', patches);
    expect((await patch('run.sh')).stderr).toContain('is no regular file');
    await rm(patches);
    expect(await patch('run.sh', LATER, '--ticket', 'PLAT-7')).toMatchObject({
      exitCode: 0,
      stdout: `Declared until ${LATER}: scripts/run.sh. Next: commit .companyos/golden-patches.yaml with it.\n`,
    });
    expect(await check('desk/svc')).toBe(
      `${behind}Declared: scripts/run.sh, until ${LATER}: Needs: "two" lines (PLAT-7)\n`,
    );
    await appendFile(file('scripts/run.sh'), 'echo again\n');
    expect(await check('desk/svc')).toMatch(/^11 Edited/);

    const lock = await read('.companyos/golden.lock.json');
    await writeFile(
      file('.companyos/golden.lock.json'),
      lock.replace('"tier-2"', '"tier-1"'),
    );
    expect(await check('desk/svc')).toMatch(/^12 Tampered with/);
    // What a repository says of itself can't write to the terminal but text.
    await writeFile(
      file('.companyos/golden.lock.json'),
      lock.replace('"tiny-service"', '"\\u001b[2Jtiny"'),
    );
    const painted = await check('desk/svc');
    expect(painted).toMatch(/^1[23] /);
    expect(painted).not.toContain('\u001b');
    await rm(file('.companyos/golden.lock.json'));
    expect(await check('desk/svc')).toMatch(/^13 Undecided/);
    const { stdout } = await companyos('desk/svc', 'golden', 'check', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'undecided',
      exitCode: 13,
    });
    expect(await check('home')).toMatch(
      /^1 companyos: .* is in no git repository\.\nNext: /,
    );
  });

  it('shows an update without doing it, and does it without touching what is not committed', async () => {
    await born();
    await appendFile(file('README.md'), 'ours\n');
    await appendFile(file('Makefile'), '\nours:\n\techo ours\n');
    const ours = await commit('docs: ours');
    const before = await git('count-objects', '-v');

    const diff = await companyos('desk/svc/docs', 'golden', 'diff');
    expect([diff.exitCode, diff.stderr]).toEqual([1, '']);
    expect(diff.stdout).toContain('+echo 1.1.0');
    expect(diff.stdout).toContain('scripts/since-1.1.0.sh');
    expect(diff.stdout).not.toContain('ours');
    expect(await git('count-objects', '-v')).toBe(before);
    // It is a patch: applied, it is what the update makes.
    await writeFile(workshop.path('desk/update.patch'), diff.stdout);
    await git('apply', '--check', '../update.patch');

    await appendFile(file('README.md'), 'not committed\n');
    const refused = await companyos('desk/svc', 'golden', 'update');
    expect(refused).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'companyos: 1 changed file is not committed (README.md), and uncommitted work is never touched.\nNext: git commit or git stash, then the same command again\n',
    });
    await git('checkout', '-q', '--', 'README.md');
    // Untracked, and ignored by the repository's own rules.
    await writeFile(file('.git/info/exclude'), 'scripts/since*\n');
    await writeFile(file('scripts/since-1.1.0.sh'), 'mine\n');
    const inTheWay = await companyos('desk/svc', 'golden', 'update');
    expect([inTheWay.exitCode, inTheWay.stderr]).toEqual([
      1,
      expect.stringContaining('scripts/since-1.1.0.sh'),
    ]);
    expect(await read('scripts/since-1.1.0.sh')).toBe('mine\n');
    expect(await git('rev-parse', 'HEAD')).toBe(ours);
    await rm(file('scripts/since-1.1.0.sh'));

    // On a branch of its own first, from a detached HEAD too.
    const branched = await companyos(
      'desk/svc',
      'golden',
      'update',
      '--branch',
      'update',
      '--json',
    );
    expect(JSON.parse(branched.stdout)).toMatchObject({
      status: 'clean',
      from: '1.0.0',
      to: '1.1.0',
      branch: 'update',
      commit: await git('rev-parse', 'update'),
    });
    expect(await git('rev-parse', 'HEAD')).toBe(ours);
    await git('checkout', '-q', '--detach');
    const detached = await companyos('desk/svc', 'golden', 'update');
    expect([detached.exitCode, detached.stderr]).toEqual([
      1,
      expect.stringContaining('--branch <name>'),
    ]);
    await git('checkout', '-q', 'main');

    const updated = await companyos('desk/svc/scripts', 'golden', 'update');
    expect([updated.exitCode, updated.stderr]).toEqual([0, '']);
    expect(updated.stdout).toMatch(
      /Updated 1\.0\.0 to 1\.1\.0 on main, commit [0-9a-f]{12}\.\nNext: make ci, then git push\n$/,
    );
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('rev-parse', 'HEAD^1')).toBe(ours);
    expect(await git('log', '-1', '--format=%an <%ae>')).toBe(
      'Ada Byron <ada@example.com>',
    );
    expect(await read('README.md')).toContain('ours\n');
    expect(await read('Makefile')).toBe(
      'ci:\n\tsh scripts/run.sh # 1.1.0\n\ndev:\n\techo dev\n\nours:\n\techo ours\n',
    );
    expect((await companyos('desk/svc', 'golden', 'check')).exitCode).toBe(0);
    expect(await companyos('desk/svc', 'golden', 'update')).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing to do: this repository has 1.1.0 already.\n',
    });
    expect((await companyos('desk/svc', 'golden', 'diff')).exitCode).toBe(0);
  });

  it('leaves conflicts on a branch of their own', async () => {
    await born();
    await writeFile(
      file('Makefile'),
      (await read('Makefile')).replace('run.sh', 'run.sh --ours'),
    );
    const ours = await commit('build: ours');
    const update = await companyos('desk/svc', 'golden', 'update');
    expect([update.exitCode, update.stderr]).toEqual([1, '']);
    expect(update.stdout).toContain('  conflict Makefile: ');
    expect(update.stdout).toContain(
      'Next: git switch companyos/golden-path/1.1.0, ',
    );
    expect([
      await git('rev-parse', 'HEAD'),
      await git('branch', '--show-current'),
      await git('status', '--porcelain'),
    ]).toEqual([ours, 'main', '']);
    const marked = await git('show', 'companyos/golden-path/1.1.0:Makefile');
    expect(marked).toContain('run.sh --ours');
    expect(marked).toContain('run.sh # 1.1.0');
    expect(marked).toMatch(/^<{7}/m);

    const again = await companyos('desk/svc', 'golden', 'update');
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^companyos: The branch companyos\/golden-path\/1\.1\.0 was not made: .*\nNext: /,
      ),
    ]);

    // As the last line said.
    await git('switch', '-q', 'companyos/golden-path/1.1.0');
    expect((await companyos('desk/svc', 'golden', 'check')).exitCode).toBe(13);
    await writeFile(
      file('Makefile'),
      'ci:\n\tsh scripts/run.sh --ours # 1.1.0\n',
    );
    await commit('build: both');
    await git('switch', '-q', 'main');
    await git('merge', '-q', '--ff-only', 'companyos/golden-path/1.1.0');
    expect((await companyos('desk/svc', 'golden', 'check')).exitCode).toBe(0);
  });

  it('asks for what a newer version needs', async () => {
    await born();
    const update = (...args: string[]) =>
      workshop.companyos('desk/svc', ['golden', 'update', ...args], {
        COMPANYOS_TEMPLATES: workshop.path('newer'),
      });
    const unanswered = await update();
    expect([unanswered.exitCode, unanswered.stderr]).toEqual([
      2,
      expect.stringMatching(/region.*\nNext: .*--set key=value/),
    ]);
    const wrong = await update('--set', 'region=1');
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('region'),
    ]);
    expect(
      await update('--set', 'region=north', '--to', '2.0.0'),
    ).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(JSON.parse(await read('.companyos/golden.lock.json'))).toMatchObject(
      {
        version: '2.0.0',
        answers: { name: 'svc', tier: 'tier-2', region: 'north' },
      },
    );

    // At a terminal it is asked, and only that.
    await git('reset', '-q', '--hard', 'HEAD^');
    const said: string[] = [];
    const stdin = new PassThrough();
    stdin.end('Not a region\nsouth\n');
    const exitCode = await runCli(
      ['golden', 'update', '--templates', workshop.path('newer')],
      {
        cwd: file('.'),
        env: { HOME: workshop.path('home'), PATH: process.env.PATH },
        stdin,
        stdout: new PassThrough().resume(),
        stderr: new Writable({
          write(chunk, _encoding, done) {
            said.push(String(chunk));
            done();
          },
        }),
        isInteractive: true,
        signal: new AbortController().signal,
        now: () => Date.now(),
        bundledTemplates: workshop.path('templates'),
      },
      '0.0.0',
    );
    expect(`${exitCode} ${said.join('')}`).toMatch(
      /^0 tiny-service@2\.0\.0 asks what 1\.0\.0 did not\.\n\nregion\n> .*Must match pattern/s,
    );
    expect(said.join('')).not.toContain('tier');
    expect(JSON.parse(await read('.companyos/golden.lock.json'))).toMatchObject(
      {
        answers: { region: 'south' },
      },
    );

    const back = await update('--to', '1.1.0');
    expect([back.exitCode, back.stderr]).toEqual([
      1,
      expect.stringMatching(/^companyos: .*\nNext: companyos golden check\n$/),
    ]);
  });

  it('adopts a repository that was made otherwise', async () => {
    await mkdir(file('scripts'), { recursive: true });
    await git('init', '-q', '-b', 'main');
    await writeFile(file('README.md'), 'mine\n');
    await writeFile(file('scripts/run.sh'), 'mine\n');
    const adopt = () =>
      companyos(
        'desk/svc',
        'golden',
        'adopt',
        '--template',
        'tiny-service@1.0.0',
        '--set',
        'name=svc',
      );
    expect((await adopt()).stderr).toContain(
      'This repository has no commit yet.',
    );
    await commit('feat: mine');
    const adopted = await adopt();
    expect([adopted.exitCode, adopted.stderr]).toEqual([0, '']);
    expect(adopted.stdout).toContain('  kept    README.md\n');
    expect(adopted.stdout).toContain('  added   Makefile\n');
    expect(adopted.stdout).toContain(
      'declared as patches for 90 days: scripts/run.sh\n',
    );
    expect([await read('README.md'), await read('scripts/run.sh')]).toEqual([
      'mine\n',
      'mine\n',
    ]);
    expect(await git('status', '--porcelain')).toBe('');
    expect((await companyos('desk/svc', 'golden', 'check')).exitCode).toBe(10);
    const twice = await adopt();
    expect([twice.exitCode, twice.stderr]).toEqual([
      1,
      expect.stringMatching(/^companyos: .*\nNext: companyos golden check\n$/),
    ]);
  });

  it('lists and lints templates', async () => {
    const list = await companyos('desk', 'golden', 'list');
    expect(list).toEqual({
      exitCode: 0,
      stderr: '',
      stdout:
        'tiny-service: Tiny service\n  1.1.0      released 2026-11-20, green in 61 s (p50) to 62 s (p95)\n  1.0.0      released 2026-11-20, green in 61 s (p50) to 62 s (p95)\n',
    });
    expect(await companyos('desk', 'golden', 'template', 'list')).toEqual(list);

    const source = workshop.path('templates/tiny-service');
    const lint = () => companyos('desk', 'golden', 'lint', source);
    expect(await lint()).toMatchObject({
      exitCode: 0,
      stdout: 'tiny-service@1.1.0 may be published.\n',
    });
    const unreleased = (...args: string[]) =>
      companyos(
        'desk',
        'new-service',
        'x',
        '--dry-run',
        '--templates',
        workshop.path('desk/drafts'),
        ...args,
      );
    await cp(source, workshop.path('desk/drafts/tiny-service'), {
      recursive: true,
    });
    await rm(workshop.path('desk/drafts/tiny-service/releases'), {
      recursive: true,
    });
    const refused = await unreleased('--template', 'tiny-service');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/has not been released.*\nNext: .*--unreleased/),
    ]);
    expect((await unreleased('--unreleased')).exitCode).toBe(0);

    await appendFile(
      `${source}/skeleton/README.md.njk`,
      '${{ values.nope }}\n',
    );
    const linted = await lint();
    expect([linted.exitCode, linted.stdout]).toEqual([
      1,
      expect.stringMatching(
        /nope.*\(unknown-variable\)\n[^]*may not be published: \d+ problem/,
      ),
    ]);
  });
});
