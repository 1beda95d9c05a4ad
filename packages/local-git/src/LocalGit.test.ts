import { execFile, spawn } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { LocalGit } from './LocalGit';

const run = promisify(execFile);

const author = { name: 'Leo Martins', email: 'leo.martins@example.com' };
const committedAt = Date.UTC(2026, 10, 20, 12);
const files = [
  { path: 'README.md', bytes: Buffer.from('# hello\n') },
  { path: 'docs/adr/0001.md', bytes: Buffer.from('first\n') },
  {
    path: 'scripts/run "it".sh',
    bytes: Buffer.from('#!/bin/sh\n'),
    executable: true,
  },
  { path: 'logo.bin', bytes: Buffer.from([0, 255, 10, 13, 0]) },
];

describe('LocalGit', () => {
  let directory: string;
  let root: string;
  let localGit: LocalGit;

  const create = (change: object = {}, through = localGit) =>
    through.createWithFirstCommit({
      owner: 'payments-team',
      name: 'payment-api',
      description: 'Takes payments',
      files,
      message: 'feat: begin from the golden path\n',
      author,
      committedAt,
      idempotencyKey: 'sha256:one',
      ...change,
    });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-git-'));
    root = join(directory, 'repos');
    localGit = await LocalGit.create({ root });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('makes a repository people can clone, change and push, and reads what they did', async () => {
    const id = { owner: 'payments-team', name: 'payment-api' };
    const { created, firstCommit } = await create();
    expect(created).toBe(true);
    expect(await localGit.head(id)).toBe(firstCommit);

    // The same content at the same time by the same person is the same commit anywhere.
    const again = await create({ name: 'twin', idempotencyKey: 'sha256:two' });
    expect(again.firstCommit).toBe(firstCommit);

    const clone = join(directory, 'clone');
    await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
    const git = (...args: string[]) =>
      run('git', [
        '-C',
        clone,
        '-c',
        'user.name=Dev',
        '-c',
        'user.email=dev@example.com',
        ...args,
      ]);
    expect(await readFile(join(clone, 'logo.bin'))).toEqual(files[3].bytes);
    expect((await stat(join(clone, 'scripts/run "it".sh'))).mode % 0o1000).toBe(
      0o755,
    );
    expect((await git('fsck', '--strict')).stderr).not.toContain('error');
    expect((await git('branch', '--show-current')).stdout).toBe('main\n');
    expect(await readdir(join(localGit.clonePath(id)))).not.toContain('hooks');

    await writeFile(join(clone, 'README.md'), '# changed\n');
    await symlink('/etc/passwd', join(clone, 'passwd'));
    await git('add', '.');
    await git('commit', '-qm', 'docs: change');
    await git('push', '-q', 'origin', 'main', 'main:topic/one');
    const head = await localGit.head(id);
    expect(head).not.toBe(firstCommit);
    expect(await localGit.head({ ...id, branch: 'topic/one' })).toBe(head);
    expect(await localGit.heads()).toEqual([
      { ...id, head },
      { owner: 'payments-team', name: 'twin', head: firstCommit },
    ]);

    const text = async (ref?: string) =>
      (
        await localGit.readFile({ ...id, ref, path: 'README.md' })
      ).bytes.toString();
    expect(await text()).toBe('# changed\n');
    expect(await text('topic/one')).toBe('# changed\n');
    expect(await text(firstCommit)).toBe('# hello\n');

    const tree = await localGit.readTree(id);
    expect(tree.commit).toBe(head);
    expect(
      tree.files.map(file => [file.path, file.executable, file.bytes.length]),
    ).toEqual([
      ['README.md', false, 10],
      ['docs/adr/0001.md', false, 6],
      ['logo.bin', false, 5],
      ['scripts/run "it".sh', true, 10],
    ]);
    expect(tree.files[2].bytes).toEqual(files[3].bytes);
    expect(
      (await localGit.readTree({ ...id, under: 'docs' })).files.map(
        file => file.path,
      ),
    ).toEqual(['docs/adr/0001.md']);

    expect(await localGit.log(id)).toEqual([
      expect.objectContaining({ commit: head, subject: 'docs: change' }),
      {
        commit: firstCommit,
        author,
        committedAt,
        subject: 'feat: begin from the golden path',
      },
    ]);

    // Packing moves the refs from their files into packed-refs.
    await run('git', ['-C', localGit.clonePath(id), 'pack-refs', '--all']);
    expect(await localGit.head(id)).toBe(head);
    expect(await localGit.head({ ...id, branch: 'topic/one' })).toBe(head);
  });

  it('reads commits whose author, subject and time are odd', async () => {
    const id = { owner: 'payments-team', name: 'payment-api' };
    const { firstCommit } = await create();
    const by = 'Eve\u001f1 <e@example.com> 99999999999999 +0000';
    const commit = join(directory, 'commit');
    const bare = `--git-dir=${localGit.clonePath(id)}`;
    const tree = await run('git', [bare, 'rev-parse', `${firstCommit}^{tree}`]);
    await writeFile(
      commit,
      `tree ${tree.stdout}author ${by}\ncommitter ${by}\n\none\u001ftwo\n`,
    );
    const { stdout } = await run('git', [
      bare,
      'hash-object',
      '-t',
      'commit',
      '-w',
      commit,
    ]);
    const [entry] = await localGit.log({ ...id, ref: stdout.trim() });
    expect(entry).toEqual({
      commit: stdout.trim(),
      author: { name: 'Eve\u001f1', email: 'e@example.com' },
      committedAt: 8.64e15,
      subject: 'one\u001ftwo',
    });
    expect(new Date(entry.committedAt).toISOString()).toContain('275760');
  });

  it('is created once: same wish succeeds, another is a conflict, also at the same time', async () => {
    const first = await create();
    expect(await create({ committedAt: committedAt + 5000 })).toEqual({
      ...first,
      created: false,
    });
    await expect(create({ idempotencyKey: 'sha256:other' })).rejects.toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );

    const second = await LocalGit.create({ root });
    const race = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        create(
          { name: 'raced', idempotencyKey: `sha256:${index % 2}` },
          index % 3 ? localGit : second,
        ),
      ),
    );
    const won = race.flatMap(outcome =>
      outcome.status === 'fulfilled' ? [outcome.value] : [],
    );
    const lost = race.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason.name] : [],
    );
    expect(won.filter(outcome => outcome.created)).toHaveLength(1);
    expect(won).toHaveLength(3);
    expect(lost).toEqual(['ConflictError', 'ConflictError', 'ConflictError']);

    // An empty repository is nobody's wish.
    expect(await localGit.ensureRepository({ owner: 'a', name: 'empty' })).toBe(
      true,
    );
    expect(await localGit.ensureRepository({ owner: 'a', name: 'empty' })).toBe(
      false,
    );
    expect(await localGit.head({ owner: 'a', name: 'empty' })).toBeUndefined();
    await expect(create({ owner: 'a', name: 'empty' })).rejects.toThrow(
      'made for something else',
    );
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
  });

  it('takes back a creation nobody has built on, and no other', async () => {
    const id = { owner: 'payments-team', name: 'payment-api' };
    await create();
    expect(
      await localGit.removeUntouched({ ...id, idempotencyKey: 'sha256:other' }),
    ).toBe(false);
    const clone = join(directory, 'clone');
    await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
    await run('git', [
      '-C',
      clone,
      '-c',
      'user.name=Dev',
      '-c',
      'user.email=dev@example.com',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'work',
    ]);
    await run('git', ['-C', clone, 'push', '-q']);
    expect(
      await localGit.removeUntouched({ ...id, idempotencyKey: 'sha256:one' }),
    ).toBe(false);
    expect(await localGit.listRepositories()).toEqual([id]);

    await create({ name: 'branched' });
    const branched = { owner: 'payments-team', name: 'branched' };
    await run('git', [
      '-C',
      clone,
      'push',
      '-q',
      localGit.clonePath(branched),
      'main:topic',
    ]);
    expect(
      await localGit.removeUntouched({
        ...branched,
        idempotencyKey: 'sha256:one',
      }),
    ).toBe(false);
    expect(await localGit.listRepositories()).toEqual([branched, id]);

    await create({ name: 'other' });
    expect(
      await localGit.removeUntouched({
        owner: 'payments-team',
        name: 'other',
        idempotencyKey: 'sha256:one',
      }),
    ).toBe(true);
    expect(await localGit.listRepositories()).toEqual([branched, id]);
  });

  it('leaves nothing behind when the process is killed half way', async () => {
    // A git that does everything but the import, where it says so and waits.
    const bin = join(directory, 'bin');
    const reached = join(directory, 'reached');
    const { stdout: realGit } = await run('which', ['git']);
    await mkdir(bin);
    await writeFile(
      join(bin, 'git'),
      `#!/bin/sh\ncase " $* " in *" fast-import "*) echo $$ > ${reached}.new; mv ${reached}.new ${reached}; exec sleep 60;; esac\nexec ${realGit.trim()} "$@"\n`,
    );
    await chmod(join(bin, 'git'), 0o755);
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        '-e',
        `require(${JSON.stringify(join(__dirname, 'LocalGit.ts'))}).LocalGit
          .create({ root: ${JSON.stringify(root)} })
          .then(localGit => localGit.createWithFirstCommit({
            owner: 'payments-team', name: 'payment-api', message: 'x', committedAt: 0, idempotencyKey: 'k',
            author: { name: 'a', email: 'b' }, files: [{ path: 'a', bytes: Buffer.from('a') }],
          }))`,
      ],
      {
        env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const ended = new Promise(resolve => child.once('exit', resolve));
    for (;;) {
      const pid = await readFile(reached, 'utf8').catch(() => undefined);
      if (pid !== undefined) {
        child.kill('SIGKILL');
        process.kill(Number(pid), 'SIGKILL');
        break;
      }
      if (child.exitCode !== null) throw new Error('it ended before its time');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await ended;

    expect(await readdir(join(root, '.tmp'))).toHaveLength(1);
    expect(await localGit.listRepositories()).toEqual([]);
    const restarted = await LocalGit.create({ root });
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
    expect((await create({}, restarted)).created).toBe(true);
  }, 60_000);

  it('takes no name, ref or path that means anything but itself', async () => {
    await create();
    const id = { owner: 'payments-team', name: 'payment-api' };
    for (const name of [
      '../x',
      '-x',
      '--upload-pack=x',
      '.tmp',
      '..',
      '',
      'A',
      'a/b',
      'a\0',
      'a.git',
      'x-',
      'a'.repeat(64),
      'ä',
    ]) {
      await expect(create({ name })).rejects.toThrow(/must be 1 to 63/);
      await expect(create({ owner: name })).rejects.toThrow(/must be 1 to 63/);
      await expect(localGit.head({ ...id, name })).rejects.toThrow(
        /must be 1 to 63/,
      );
    }
    for (const ref of [
      '-x',
      '--all',
      '../../config',
      'main~1',
      'main:README.md',
      '@{u}',
      'a..b',
      'main.lock',
      'refs/../x',
      '',
    ]) {
      await expect(
        localGit.readFile({ ...id, ref, path: 'README.md' }),
      ).rejects.toThrow(/neither a branch name/);
    }
    for (const path of [
      '../payment-api/config',
      '/etc/passwd',
      './README.md',
      'docs//adr',
      'docs/',
      '.git/config',
      'a\nb',
      '',
    ]) {
      await expect(localGit.readFile({ ...id, path })).rejects.toThrow(
        /not a path inside/,
      );
      await expect(
        create({ name: 'x', files: [{ path, bytes: Buffer.from('') }] }),
      ).rejects.toThrow(/not a path inside/);
    }
    for (const [path, missing] of [
      ['*.md', 'no file'],
      [':(top)README.md', 'no file'],
      ['docs', 'no file'],
      ['nope', 'no file'],
    ]) {
      await expect(localGit.readFile({ ...id, path })).rejects.toThrow(missing);
    }
    await expect(
      localGit.readFile({ ...id, path: 'README.md', maxBytes: 3 }),
    ).rejects.toThrow('at most 3 are read');
    await expect(localGit.readTree({ ...id, maxFiles: 1 })).rejects.toThrow(
      'at most 1',
    );
    await expect(localGit.readTree({ ...id, under: 'no' })).rejects.toThrow(
      'no folder',
    );
    await expect(
      localGit.resolve({ ...id, ref: '0'.repeat(40) }),
    ).rejects.toThrow('has no 000');
    await expect(
      create({
        name: 'x',
        files: [
          { path: 'a', bytes: Buffer.from('') },
          { path: 'a/b', bytes: Buffer.from('') },
        ],
      }),
    ).rejects.toThrow('both a file and a folder');

    // Links in the folder lead nowhere.
    const outside = join(directory, 'outside');
    await run('git', ['init', '-q', '--bare', outside]);
    await symlink(outside, join(root, 'payments-team', 'linked'));
    await symlink(directory, join(root, 'linked-owner'));
    expect(await localGit.listRepositories()).toEqual([id]);
    await expect(
      localGit.readTree({ owner: 'payments-team', name: 'linked' }),
    ).rejects.toThrow('no repository');
    await expect(create({ owner: 'linked-owner', name: 'x' })).rejects.toThrow(
      'is a link',
    );
    await expect(create({ name: 'linked' })).rejects.toThrow(
      'made for something else',
    );
  });

  it('stores any bytes and any allowed path unchanged', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.record({
            path: fc
              .array(
                fc.stringMatching(
                  /^[A-Za-z0-9 "'$%&()*+,;=@[\]^_`{}~éß-]{1,12}$/,
                ),
                {
                  minLength: 1,
                  maxLength: 3,
                },
              )
              .map(segments => segments.join('/')),
            bytes: fc.uint8Array({ maxLength: 300 }),
            executable: fc.boolean(),
          }),
          {
            minLength: 1,
            maxLength: 6,
            selector: file => file.path.split('/')[0],
          },
        ),
        async tree => {
          count += 1;
          const name = `property-${count}`;
          await create({ name, files: tree });
          const read = await localGit.readTree({
            owner: 'payments-team',
            name,
          });
          expect(
            new Map(
              read.files.map(file => [
                file.path,
                [...file.bytes, file.executable],
              ]),
            ),
          ).toEqual(
            new Map(
              tree.map(file => [file.path, [...file.bytes, file.executable]]),
            ),
          );
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
