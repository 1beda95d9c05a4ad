import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git';
import { openGitObjects } from './openGitObjects';

describe('openGitObjects', () => {
  let gitDir: string;

  beforeAll(async () => {
    gitDir = await mkdtemp(join(tmpdir(), 'git-objects-'));
    await git({ args: ['init', '--quiet', '--bare', gitDir] });
  });

  afterAll(() => rm(gitDir, { recursive: true, force: true }));

  const store = async (bytes: Uint8Array) =>
    (
      await git({
        args: ['--git-dir', gitDir, 'hash-object', '-w', '--stdin'],
        input: bytes,
      })
    )
      .toString()
      .trim();

  it('gives many objects of any bytes in the order they were asked for', async () => {
    const blobs = [
      Buffer.alloc(0),
      Buffer.from('\n'),
      Buffer.from(`${'0'.repeat(40)} blob 3\nxyz\n`),
      Buffer.alloc(3_000_000, 7),
      ...Array.from({ length: 200 }, (_, index) => Buffer.from([index, 10, 0])),
    ];
    const oids: string[] = [];
    for (const blob of blobs) oids.push(await store(blob));

    const objects = openGitObjects({ gitDir });
    try {
      const missing = '1'.repeat(40);
      const [infos, found, other] = await Promise.all([
        objects.info([missing, ...oids]),
        objects.read([...oids, missing, 'HEAD:nowhere']),
        objects.read([oids[1]]),
      ]);
      expect(infos).toEqual([
        undefined,
        ...blobs.map((blob, index) => ({
          oid: oids[index],
          type: 'blob',
          size: blob.length,
        })),
      ]);
      expect(found.map(object => object?.bytes.toString('latin1'))).toEqual([
        ...blobs.map(blob => blob.toString('latin1')),
        undefined,
        undefined,
      ]);
      expect(other[0]?.bytes.toString()).toBe('\n');
      await expect(objects.read(['a\ninfo b'])).rejects.toMatchObject({
        name: 'GitError',
      });
      expect(await objects.read([])).toEqual([]);
    } finally {
      objects.close();
    }
    await expect(objects.info(oids)).rejects.toMatchObject({ code: 'failed' });
  });

  it('says why there is nothing, and stops at its limit', async () => {
    const nowhere = openGitObjects({ gitDir: join(gitDir, 'nowhere') });
    await expect(nowhere.info(['HEAD'])).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('not a git repository'),
    });
    const oid = await store(Buffer.alloc(100_000, 1));
    const small = openGitObjects({ gitDir, maxOutputBytes: 50_000 });
    await expect(small.read([oid])).rejects.toMatchObject({
      code: 'too-much-output',
    });
  });
});
