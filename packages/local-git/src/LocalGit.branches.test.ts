import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalGit } from './LocalGit';

const run = promisify(execFile);
const id = { owner: 'payments-team', name: 'payment-api' };
const NOWHERE = 'f'.repeat(40);

describe('branches of LocalGit', () => {
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
    directory = await mkdtemp(join(tmpdir(), 'local-git-branches-'));
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

  const bring = (wanted: string) =>
    localGit.importCommit({
      ...id,
      fromGitDirectory: join(clone, '.git'),
      commit: wanted,
      without: first,
    });

  it('takes a commit from elsewhere, shows it on a branch, moves main there and removes the branch', async () => {
    const next = await commit('next');
    const branch = 'companyos/golden-path/1.1.0';
    await expect(
      localGit.setBranch({ ...id, branch, commit: next, expected: undefined }),
    ).rejects.toThrow(`has no ${next}`);
    await bring(next);
    // Again does nothing.
    await bring(next);
    expect(await localGit.branches(id)).toEqual([
      { branch: 'main', commit: first },
    ]);

    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() =>
        localGit.setBranch({
          ...id,
          branch,
          commit: next,
          expected: undefined,
        }),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await localGit.branches(id)).toEqual([
      { branch, commit: next },
      { branch: 'main', commit: first },
    ]);

    expect(
      await localGit.fastForward({ ...id, commit: next, expected: next }),
    ).toBe(false);
    expect(
      await localGit.fastForward({ ...id, commit: next, expected: first }),
    ).toBe(true);
    expect(await localGit.head(id)).toBe(next);
    expect(
      await localGit.deleteBranch({ ...id, branch, expected: first }),
    ).toBe(false);
    expect(await localGit.deleteBranch({ ...id, branch, expected: next })).toBe(
      true,
    );
    expect(await localGit.deleteBranch({ ...id, branch, expected: next })).toBe(
      false,
    );
    await git('pull', '-q');
    expect(await git('rev-parse', 'HEAD')).toBe(next);
  });

  it('loses nothing that somebody pushed meanwhile', async () => {
    const branch = 'fix';
    const ours = await commit('ours');
    await git('checkout', '-q', '-b', 'fix', first);
    const theirs = await commit('theirs');
    await git('push', '-q', 'origin', 'fix');
    await bring(ours);
    for (const expected of [undefined, first]) {
      expect(
        await localGit.setBranch({ ...id, branch, commit: ours, expected }),
      ).toBe(false);
    }
    expect(await localGit.branches(id)).toContainEqual({
      branch,
      commit: theirs,
    });
    await git('push', '-q', 'origin', 'fix:main');
    await expect(
      localGit.fastForward({ ...id, commit: ours, expected: theirs }),
    ).rejects.toThrow('does not contain');
    expect(await localGit.head(id)).toBe(theirs);
    expect(
      await localGit.contains({ ...id, commit: theirs, ancestor: first }),
    ).toBe(true);
  });

  it('refuses names that are none, main as a side branch, and commits that are not there', async () => {
    const set = (branch: string, wanted = first) =>
      localGit.setBranch({
        ...id,
        branch,
        commit: wanted,
        expected: undefined,
      });
    for (const branch of [
      'main',
      '../x',
      '-d',
      'a..b',
      'a.lock',
      'a//b',
      first,
    ]) {
      await expect(set(branch)).rejects.toThrow(
        expect.objectContaining({ name: 'InputError' }),
      );
    }
    await expect(set('fine', NOWHERE)).rejects.toThrow(`has no ${NOWHERE}`);
    await expect(set('fine', '--help')).rejects.toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
    await expect(
      localGit.deleteBranch({ ...id, branch: 'main', expected: first }),
    ).rejects.toThrow('beside main');
    await expect(
      localGit.importCommit({
        ...id,
        fromGitDirectory: clone,
        commit: '--all',
      }),
    ).rejects.toThrow('is not a full commit id');
    await expect(
      localGit.branches({ owner: 'nobody', name: 'none' }),
    ).rejects.toThrow('There is no repository');
    // A branch cannot stand where a folder of branches is; that is an error, not a race.
    expect(await set('team/one')).toBe(true);
    await expect(set('team')).rejects.toThrow('update-ref failed');
  });
});
