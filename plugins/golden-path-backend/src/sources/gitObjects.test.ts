import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '@companyos/git-command';
import { filesWithMarkers } from './gitObjects';

describe('files with conflict markers', () => {
  it('are found whatever somebody pushed to slow the search down', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'golden-path-git-'));
    const run = (args: string[], input?: string) =>
      git({
        args: [`--git-dir=${directory}`, ...args],
        ...(input !== undefined && { input: Buffer.from(input) }),
      });
    try {
      await git({ args: ['init', '--quiet', '--bare', directory] });
      const files: Record<string, string> = {
        'both.txt': 'a\n<<<<<<< yours\nb\n=======\nc\n>>>>>>> theirs\n',
        'begins.txt': '<<<<<<< \n'.repeat(400_000),
        'ends.txt': '>>>>>>> \n<<<<<<< \n',
        'fine.txt': 'a <<<<<<< b >>>>>>> c\n',
      };
      const content = Object.entries(files).map(
        ([path, text]) =>
          `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`,
      );
      await run(
        ['fast-import', '--quiet', '--done'],
        `commit refs/heads/main\ncommitter Dev <dev@example.com> 1 +0000\ndata 0\n${content.join(
          '',
        )}done\n`,
      );
      expect(
        await filesWithMarkers(directory, 'refs/heads/main', [
          ...Object.keys(files),
          'missing.txt',
        ]),
      ).toEqual(['both.txt']);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
