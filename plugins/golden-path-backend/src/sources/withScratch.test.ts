import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepScratch } from './withScratch';

describe('what a crash left behind', () => {
  it('is swept when it is old, also where a program made it read-only', async () => {
    const isRoot = process.geteuid?.() === 0;
    // Whoever may do everything would not notice.
    if (isRoot) process.seteuid?.(65_534);
    const folder = await mkdtemp(join(tmpdir(), 'golden-path-sweep-'));
    try {
      const locked = join(folder, 'run-1', 'cache');
      await mkdir(locked, { recursive: true });
      await writeFile(join(locked, 'file'), '');
      await chmod(locked, 0o500);
      await utimes(join(folder, 'run-1'), 1, 1);
      await mkdir(join(folder, 'run-2'));
      await sweepScratch(folder);
      expect(await readdir(folder)).toEqual(['run-2']);
    } finally {
      if (isRoot) process.seteuid?.(0);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
