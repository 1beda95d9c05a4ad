import { createHash } from 'node:crypto';
import {
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  git,
  GitObjects,
  GitRun,
  openGitObjects,
} from '@companyos/git-command';
import { GoldenError } from './goldenError';
import { unreadable } from './repositoryReader';

/** A file as a tree holds it. */
export interface TreeFile {
  /** Such as `100644`, `100755`, `120000` (link) or `160000` (submodule). */
  readonly mode: string;
  readonly oid: string;
}

/** Who writes a commit. */
interface Author {
  readonly name: string;
  readonly email: string;
}

/**
 * A commit to write: a tree that is there (by default an empty one), changed.
 */
export interface NewCommit {
  /** Name of a branch in the store's own short life, which merge labels show. */
  readonly branch: string;
  readonly author: Author;
  readonly committedAtMs: number;
  readonly message: string;
  /** Object ids, or branches written earlier in the same call. */
  readonly parents: readonly string[];
  readonly tree?: string;
  /** Paths and what is to be there: bytes, or an object that is there already; undefined for nothing. */
  readonly files: ReadonlyMap<
    string,
    { readonly mode: string; readonly bytes: Uint8Array } | TreeFile | undefined
  >;
}

/**
 * The objects of a repository, and nothing else of it: its configuration, hooks, attributes and refs are out
 * of sight, so no filter or merge driver of it can run, and no ref of it can move.
 */
export interface ObjectStore {
  readonly objects: GitObjects;
  run(
    args: readonly string[],
    more?: Pick<GitRun, 'input' | 'maxOutputBytes' | 'timeoutMs'>,
  ): Promise<Buffer>;
  /**
   * A commit and its tree.
   *
   * @param name - anything git can resolve in the repository
   * @throws {@link GoldenError} `repository-unreadable`
   */
  resolve(name: string): Promise<{ commit: string; tree: string }>;
  /** The id git gives these bytes as a file. */
  blobOid(bytes: Uint8Array): string;
  /** Everything in a tree by path, links and submodules too. */
  listTree(tree: string): Promise<Map<string, TreeFile>>;
  /** Writes commits; their ids, in order. */
  write(commits: readonly NewCommit[]): Promise<string[]>;
}

/** Some hundred thousand files; ten objects can say that they are a million. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** `"path"`, as fast-import reads it. The engine's paths have no character in them that needs more. */
function quoted(path: string): string {
  if (/["\\\n\0]/.test(path)) {
    throw new GoldenError(
      'path-escape',
      `The path ${JSON.stringify(path)} is not portable`,
    );
  }
  return `"${path}"`;
}

function identity(author: Author, committedAtMs: number): string {
  // What would end the field early.
  const clean = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim();
  const seconds = Math.floor(committedAtMs / 1000);
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new RangeError('committedAtMs must be a time after 1970');
  }
  return `${clean(author.name) || 'unknown'} <${clean(
    author.email,
  )}> ${seconds} +0000`;
}

function* fastImport(
  commits: readonly NewCommit[],
): Generator<string | Uint8Array> {
  const branches = new Set<string>();
  for (const [index, commit] of commits.entries()) {
    const who = identity(commit.author, commit.committedAtMs);
    const message = Buffer.from(commit.message);
    yield `commit refs/heads/${commit.branch}\nmark :${index + 1}\n`;
    yield `author ${who}\ncommitter ${who}\ndata ${message.length}\n`;
    yield message;
    yield '\n';
    for (const [place, parent] of commit.parents.entries()) {
      const name = branches.has(parent) ? `refs/heads/${parent}` : parent;
      yield `${place === 0 ? 'from' : 'merge'} ${name}\n`;
    }
    yield 'deleteall\n';
    if (commit.tree !== undefined) yield `M 040000 ${commit.tree} ""\n`;
    // What goes first, so that a folder can take the place of a file.
    for (const [path, file] of commit.files) {
      if (!file) yield `D ${quoted(path)}\n`;
    }
    for (const [path, file] of commit.files) {
      if (!file) continue;
      if (!('bytes' in file)) {
        yield `M ${file.mode} ${file.oid} ${quoted(path)}\n`;
        continue;
      }
      yield `M ${file.mode} inline ${quoted(path)}\n`;
      yield `data ${file.bytes.byteLength}\n`;
      yield file.bytes;
      yield '\n';
    }
    branches.add(commit.branch);
  }
  yield 'done\n';
}

/**
 * Opens the objects of a repository for the time of a call.
 *
 * @throws {@link GoldenError} `repository-unreadable` when git fails
 */
export async function withObjectStore<T>(
  gitDir: string,
  use: (store: ObjectStore) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'golden-git-'));
  let objects: GitObjects | undefined;
  try {
    const repository = resolve(gitDir);
    const [objectFolder, shallow, format] = (
      await git({
        args: [
          `--git-dir=${repository}`,
          'rev-parse',
          '--path-format=absolute',
          '--git-path',
          'objects',
          '--git-path',
          'shallow',
          '--show-object-format',
        ],
      })
    )
      .toString()
      .trimEnd()
      .split('\n');
    await mkdir(join(directory, 'objects'));
    await mkdir(join(directory, 'refs'));
    await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(
      join(directory, 'config'),
      format === 'sha256'
        ? '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n'
        : '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
    );
    // Where the history of a shallow clone ends.
    const isShallow = await lstat(shallow).catch(() => undefined);
    if (isShallow?.isFile())
      await copyFile(shallow, join(directory, 'shallow'));
    const env = {
      GIT_OBJECT_DIRECTORY: objectFolder,
      GIT_DEFAULT_HASH: format,
    };
    const run: ObjectStore['run'] = (args, more) =>
      git({
        args: [
          `--git-dir=${directory}`,
          '-c',
          'core.attributesFile=/dev/null',
          ...args,
        ],
        env,
        timeoutMs: TIMEOUT_MS,
        ...more,
      });
    const opened = openGitObjects({
      gitDir: directory,
      env,
      timeoutMs: TIMEOUT_MS,
    });
    objects = opened;
    return await use({
      objects: opened,
      run,
      async resolve(name) {
        let oid = name;
        if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) {
          // Names are the repository's own.
          oid = (
            await git({
              args: [
                `--git-dir=${repository}`,
                'rev-parse',
                '--verify',
                '--end-of-options',
                `${name}^{commit}`,
              ],
            })
          )
            .toString()
            .trim();
        }
        const [commit, tree] = await opened.info([
          `${oid}^{commit}`,
          `${oid}^{tree}`,
        ]);
        if (!commit || !tree) {
          throw new GoldenError(
            'repository-unreadable',
            `There is no commit ${JSON.stringify(name.slice(0, 100))}`,
          );
        }
        return { commit: commit.oid, tree: tree.oid };
      },
      blobOid: bytes =>
        createHash(format === 'sha256' ? 'sha256' : 'sha1')
          .update(`blob ${bytes.byteLength}\0`)
          .update(bytes)
          .digest('hex'),
      async listTree(tree) {
        const listed = await run(['ls-tree', '-r', '-z', '--full-tree', tree], {
          maxOutputBytes: MAX_LIST_BYTES,
        });
        const files = new Map<string, TreeFile>();
        for (const line of listed.toString().split('\0')) {
          const tab = line.indexOf('\t');
          const [mode, , oid] = line.slice(0, tab).split(' ');
          if (tab > 0) files.set(line.slice(tab + 1), { mode, oid });
        }
        return files;
      },
      async write(commits) {
        const marks = join(directory, 'marks');
        await run(
          [
            // A preview leaves a few commits behind: not a pack each.
            '-c',
            'fastimport.unpackLimit=50',
            'fast-import',
            '--quiet',
            '--force',
            '--done',
            `--export-marks=${marks}`,
          ],
          {
            input: Buffer.concat(
              [...fastImport(commits)].map(part => Buffer.from(part)),
            ),
          },
        );
        const written = new Map(
          (await readFile(marks, 'utf8'))
            .split('\n')
            .map(line => line.split(' '))
            .map(([mark, oid]) => [mark, oid]),
        );
        return commits.map((_, index) => {
          const oid = written.get(`:${index + 1}`);
          if (oid === undefined) {
            throw new GoldenError(
              'repository-unreadable',
              'git fast-import wrote no commit',
            );
          }
          return oid;
        });
      },
    });
  } catch (error) {
    return unreadable(error);
  } finally {
    objects?.close();
    await rm(directory, { recursive: true, force: true });
  }
}
