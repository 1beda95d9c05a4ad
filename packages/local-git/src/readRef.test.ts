import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBranch } from './readRef';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('the commit of a branch', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'read-ref-'));
    await mkdir(join(directory, 'refs', 'heads'), { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('stands in a file of its own, or in the packed list', async () => {
    await writeFile(join(directory, 'refs/heads/main'), `${commit}\n`);
    await writeFile(
      join(directory, 'packed-refs'),
      `# pack-refs\n${commit} refs/heads/release\n`,
    );
    expect(await readBranch(directory, 'main')).toBe(commit);
    expect(await readBranch(directory, 'release')).toBe(commit);
  });

  it('is none where there is none, or where something else stands', async () => {
    await mkdir(join(directory, 'refs/heads/feature'));
    await symlink('/etc/hostname', join(directory, 'refs/heads/link'));
    for (const branch of ['main', 'feature', 'link', 'x'.repeat(300)]) {
      expect(await readBranch(directory, branch)).toBeUndefined();
    }
  });

  it('is an error where it can not be told, and never "none"', async () => {
    await expect(readBranch(`${directory}\0`, 'main')).rejects.toThrow();
  });
});
