import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalGit } from './LocalGit';

const run = promisify(execFile);
const id = { owner: 'payments-team', name: 'payment-api' };

describe('branches and tags of LocalGit', () => {
  let directory: string;
  let localGit: LocalGit;
  let clone: string;
  let first: string;

  const git = async (...args: string[]) =>
    (
      await run('git', [
        '-C',
        clone,
        '-c',
        'user.name=Dev',
        '-c',
        'user.email=dev@example.com',
        ...args,
      ])
    ).stdout.trim();
  const commit = async (text: string) => {
    await git('commit', '-q', '--allow-empty', '-m', text);
    return git('rev-parse', 'HEAD');
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-git-refs-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    ({ firstCommit: first } = await localGit.createWithFirstCommit({
      ...id,
      files: [{ path: 'README.md', bytes: Buffer.from('# hello\n') }],
      message: 'feat: begin\n',
      author: { name: 'Dev', email: 'dev@example.com' },
      committedAt: Date.UTC(2026, 10, 20),
      idempotencyKey: 'one',
    }));
    clone = join(directory, 'clone');
    await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('sees what git sees, loose, packed and both', async () => {
    const asGitSees = async () =>
      new Map(
        (
          await run('git', [
            `--git-dir=${localGit.clonePath(id)}`,
            'for-each-ref',
            '--format=%(refname) %(objectname)',
            'refs/heads',
            'refs/tags',
          ])
        ).stdout
          .trim()
          .split('\n')
          .map(line => line.split(' ') as [string, string]),
      );
    const same = async () =>
      expect(new Map([...(await localGit.refs(id))].sort())).toEqual(
        await asGitSees(),
      );

    await same();
    await git('checkout', '-q', '-b', 'feature/deep/er');
    await commit('next');
    await git('tag', 'v1');
    await git('tag', '-a', '-m', 'second', 'v2');
    await git('push', '-q', 'origin', 'feature/deep/er', 'v1', 'v2');
    await same();
    await run('git', [
      `--git-dir=${localGit.clonePath(id)}`,
      'pack-refs',
      '--all',
    ]);
    await same();
    await commit('after packing');
    await git('push', '-q', 'origin', 'feature/deep/er');
    await git('push', '-q', 'origin', ':v1');
    await same();
    expect((await localGit.refs(id)).size).toBe(3);

    // Not read is not the same as not there.
    await truncate(
      join(localGit.clonePath(id), 'packed-refs'),
      65 * 1024 * 1024,
    );
    await expect(localGit.refs(id)).rejects.toThrow('too many packed refs');
    await expect(
      localGit.refs({ owner: 'nobody', name: 'nothing' }),
    ).rejects.toThrow('There is no repository nobody/nothing');
  });

  it('tells where tags lead and who made them', async () => {
    const next = await commit('next');
    await git('tag', 'light', first);
    await run(
      'git',
      [
        '-C',
        clone,
        '-c',
        'user.name=Leo Martins',
        '-c',
        'user.email=leo@example.com',
        'tag',
        '-a',
        '-m',
        'release',
        'v1.0.0',
        next,
      ],
      { env: { ...process.env, GIT_COMMITTER_DATE: '2026-11-27T10:00:00Z' } },
    );
    await git('tag', 'a-tree', 'HEAD^{tree}');
    await git('push', '-q', 'origin', 'main', '--tags');
    expect(await localGit.tags(id)).toEqual([
      {
        tag: 'light',
        commit: first,
        tagger: undefined,
        createdAt: Date.UTC(2026, 10, 20),
      },
      {
        tag: 'v1.0.0',
        commit: next,
        tagger: 'Leo Martins',
        createdAt: Date.UTC(2026, 10, 27, 10),
      },
    ]);
  });

  it('counts commits', async () => {
    await commit('two');
    const third = await commit('three');
    await git('push', '-q', 'origin', 'main');
    const count = (without?: string[], limit?: number) =>
      localGit.countCommits({ ...id, commit: third, without, limit });
    expect(await count()).toBe(3);
    expect(await count([first])).toBe(2);
    expect(await count([third])).toBe(0);
    expect(await count(['f'.repeat(40)])).toBe(3);
    expect(await count([], 2)).toBe(2);
    await expect(count(['--all'])).rejects.toThrow('not a full commit id');
  });
});
