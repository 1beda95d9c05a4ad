import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, openGitObjects } from '@companyos/git-command';

/** A file of a commit; a link's text is its target, a submodule's its commit. */
export interface StoredFile {
  mode: string;
  bytes: Buffer;
}

export type Files = Map<string, StoredFile>;

export const file = (content: string | Uint8Array, mode = '100644') => ({
  mode,
  bytes: Buffer.from(content),
});

/** A bare repository that tests commit to and read from with nothing but git. */
export class TestRepository {
  private constructor(readonly gitDir: string) {}

  static async create(): Promise<TestRepository> {
    const gitDir = await mkdtemp(join(tmpdir(), 'golden-repository-'));
    await git({ args: ['init', '--quiet', '--bare', gitDir] });
    return new TestRepository(gitDir);
  }

  async git(...args: string[]): Promise<string> {
    return (await git({ args: ['--git-dir', this.gitDir, ...args] }))
      .toString()
      .trimEnd();
  }

  /** Commits exactly these files to the branch `main`. */
  async commit(files: Files, parents: string[] = []): Promise<string> {
    const parts: Buffer[] = [];
    const say = (text: string | Buffer) => parts.push(Buffer.from(text));
    say('commit refs/heads/main\n');
    say('committer Team <team@example.com> 1700000000 +0000\ndata 4\nwork\n');
    parents.forEach((parent, index) =>
      say(`${index === 0 ? 'from' : 'merge'} ${parent}\n`),
    );
    say('deleteall\n');
    for (const [path, { mode, bytes }] of files) {
      if (mode === '160000') {
        say(`M 160000 ${bytes} "${path}"\n`);
      } else {
        say(`M ${mode} inline "${path}"\ndata ${bytes.length}\n`);
        say(bytes);
        say('\n');
      }
    }
    say('done\n');
    await git({
      args: [
        '--git-dir',
        this.gitDir,
        'fast-import',
        '--quiet',
        '--force',
        '--done',
      ],
      input: Buffer.concat(parts),
    });
    return this.git('rev-parse', 'refs/heads/main');
  }

  async read(commit: string): Promise<Files> {
    const listed = await git({
      args: ['--git-dir', this.gitDir, 'ls-tree', '-r', '-z', commit],
    });
    const entries = listed
      .toString()
      .split('\0')
      .filter(Boolean)
      .map(line => {
        const [head, path] = line.split('\t');
        const [mode, , oid] = head.split(' ');
        return { path, mode, oid };
      });
    const objects = openGitObjects({ gitDir: this.gitDir });
    try {
      const blobs = await objects.read(entries.map(({ oid }) => oid));
      return new Map(
        entries.map(({ path, mode, oid }, index) => [
          path,
          { mode, bytes: blobs[index]?.bytes ?? Buffer.from(oid) },
        ]),
      );
    } finally {
      objects.close();
    }
  }

  remove(): Promise<void> {
    return rm(this.gitDir, { recursive: true, force: true });
  }
}
