import { join } from 'node:path';
import { git } from '@companyos/git-command';
import { RenderedFile } from '@companyos/golden-engine';
import { GitAuthor } from './gitAuthor';

/**
 * Makes a folder that holds these files the work tree of a new repository, with one commit on `main`. The
 * commit is made of the rendered bytes and not of the folder, so no configuration, filter or ignore rule of
 * the machine can change it: the tree has the same id wherever it is made.
 *
 * @returns the commit's id
 */
export async function firstCommit(
  directory: string,
  commit: {
    readonly files: readonly RenderedFile[];
    readonly message: string;
    readonly author: GitAuthor;
    readonly committedAtMs: number;
  },
): Promise<string> {
  const gitDir = join(directory, '.git');
  const inside = ['--git-dir', gitDir, '--work-tree', directory];
  await git({
    args: ['init', '--quiet', '--initial-branch=main', directory],
  });
  await git({
    args: ['--git-dir', gitDir, 'fast-import', '--quiet', '--done'],
    input: fastImportStream(commit),
    timeoutMs: 120_000,
  });
  await git({ args: [...inside, 'read-tree', 'refs/heads/main'] });
  // So that the first `git status` has nothing to compare. Says by its exit code that filters would change a
  // file, which is for git to show then.
  await git({ args: [...inside, 'update-index', '-q', '--refresh'] }).catch(
    () => undefined,
  );
  const id = await git({
    args: ['--git-dir', gitDir, 'rev-parse', 'refs/heads/main'],
  });
  return id.toString().trim();
}

function fastImportStream({
  files,
  message,
  author,
  committedAtMs,
}: Parameters<typeof firstCommit>[1]): Buffer {
  const clean = (text: string) => text.replace(/[<>\p{Cc}]+/gu, ' ').trim();
  const by = `${clean(author.name)} <${clean(author.email)}> ${Math.floor(
    committedAtMs / 1000,
  )} +0000`;
  const data = (bytes: Uint8Array) => [
    Buffer.from(`data ${bytes.byteLength}\n`),
    bytes,
    Buffer.from('\n'),
  ];
  return Buffer.concat([
    Buffer.from(
      `feature done\ncommit refs/heads/main\nauthor ${by}\ncommitter ${by}\n`,
    ),
    ...data(Buffer.from(message)),
    ...files.flatMap(file => [
      Buffer.from(
        `M ${file.executable ? '100755' : '100644'} inline "${file.path.replace(
          /["\\]/g,
          '\\$&',
        )}"\n`,
      ),
      ...data(file.bytes),
    ]),
    Buffer.from('done\n'),
  ]);
}
