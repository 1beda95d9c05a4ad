import { randomUUID } from 'node:crypto';
import { Dirent } from 'node:fs';
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  ConflictError,
  InputError,
  isError,
  NotFoundError,
} from '@backstage/errors';
import { GitError } from '@companyos/git-command';
import { CommitAuthor, CommitFile, firstCommitStream } from './firstCommit';
import { git } from './git';
import {
  assertBranch,
  assertCommit,
  assertName,
  assertPath,
  assertSideBranch,
  isCommitId,
  isRepositoryName,
} from './names';
import { readBranch } from './readRef';
import { readRefs } from './readRefs';

/**
 * Which repository.
 *
 * @public
 */
export interface RepositoryId {
  readonly owner: string;
  readonly name: string;
}

/**
 * A file as it stands in a commit.
 *
 * @public
 */
export interface TreeFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly executable: boolean;
}

/**
 * One line of a repository's history.
 *
 * @public
 */
export interface LogEntry {
  readonly commit: string;
  readonly author: CommitAuthor;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  readonly subject: string;
}

/**
 * A tag that leads to a commit.
 *
 * @public
 */
export interface Tag {
  readonly tag: string;
  readonly commit: string;
  /** Who made it; undefined for a tag that is only a name. */
  readonly tagger: string | undefined;
  /** Of the tag, or of its commit where it is only a name. Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * What {@link LocalGit.createWithFirstCommit} needs.
 *
 * @public
 */
export interface CreateRepository extends RepositoryId {
  readonly description?: string;
  readonly files: readonly CommitFile[];
  readonly message: string;
  readonly author: CommitAuthor;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  /**
   * Says which wish the repository fulfils: letters, digits and `:._-`, at most 128. A second call with the
   * same key is the same wish and succeeds; with another key it is a conflict.
   */
  readonly idempotencyKey: string;
}

/**
 * The outcome of {@link LocalGit.createWithFirstCommit}.
 *
 * @public
 */
export interface CreatedRepository extends RepositoryId {
  /** False when an earlier call had made it. */
  readonly created: boolean;
  /** The commit the repository began with. */
  readonly firstCommit: string;
}

const TEMPORARY = '.tmp';
const MARK = randomUUID();
const STALE_MS = 60 * 60 * 1000;
const KEY = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/;

const MIB = 1024 * 1024;
/** How git says that a ref is not there. */
const NO_COMMIT = '0'.repeat(40);

const LOG_FIELDS = 5;
/** The last moment a Date can hold. */
const LATEST_TIME = 8.64e15;

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly size: number;
  readonly path: string;
}

/** `ENOENT` and the like; empty for an error that is not of the operating system. */
function systemCode(error: unknown): string {
  return isError(error) ? String(error.code) : '';
}

/** Whether a temporary folder was left behind: its process is gone, or it is far too old. */
async function isLeftBehind(path: string, name: string): Promise<boolean> {
  const [, pid, mark] = /^(\d+)_([^_]+)_/.exec(name) ?? [];
  if (!pid) return true;
  if (Number(pid) === process.pid) return mark !== MARK;
  const stats = await lstat(path).catch(() => undefined);
  if (!stats || Date.now() - stats.mtimeMs > STALE_MS) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: alive, but of another user.
    return systemCode(error) === 'ESRCH';
  }
}

/**
 * Bare repositories in a folder, at `<root>/<owner>/<name>`.
 *
 * A repository appears whole or not at all: it is built under `<root>/.tmp` and moved into place, so neither
 * a crash nor a second caller can leave half of one. People clone from and push to the folder with plain git.
 *
 * @public
 */
export class LocalGit {
  /** The folder, absolute and with links resolved. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /**
   * Opens the folder, makes it if needed, and removes what a crash left behind.
   */
  static async create(options: { root: string }): Promise<LocalGit> {
    const root = resolve(options.root);
    await mkdir(join(root, TEMPORARY), { recursive: true });
    const localGit = new LocalGit(await realpath(root));
    await localGit.#sweep();
    return localGit;
  }

  /**
   * Where git reaches the repository, for `git clone`. Says nothing about whether it is there.
   *
   * @throws InputError for a bad owner or name
   */
  clonePath({ owner, name }: RepositoryId): string {
    assertName('owner', owner);
    assertName('name', name);
    return join(this.root, owner, name);
  }

  /**
   * Whether the repository is there.
   *
   * @throws InputError for a bad owner or name
   */
  async has(id: RepositoryId): Promise<boolean> {
    const path = this.clonePath(id);
    const [owner, repository, head] = await Promise.all(
      [join(this.root, id.owner), path, join(path, 'HEAD')].map(place =>
        lstat(place).catch(() => undefined),
      ),
    );
    // A link in either place could lead anywhere, so it counts as no repository.
    return Boolean(
      owner?.isDirectory() && repository?.isDirectory() && head?.isFile(),
    );
  }

  /**
   * Makes an empty repository if there is none.
   *
   * @returns whether it was made now
   */
  async ensureRepository(
    options: RepositoryId & { description?: string },
  ): Promise<boolean> {
    if (await this.has(options)) return false;
    return this.#build(options, async () => {});
  }

  /**
   * Makes a repository whose branch `main` has one commit with these files, or finds the one an earlier call
   * with the same key made. Of calls at the same time, exactly one makes it.
   *
   * @throws ConflictError when a repository of that name fulfils another wish
   * @throws InputError for bad names, paths, times or keys
   */
  async createWithFirstCommit(
    options: CreateRepository,
  ): Promise<CreatedRepository> {
    const { owner, name, idempotencyKey } = options;
    this.clonePath(options);
    if (!KEY.test(idempotencyKey)) {
      throw new InputError(
        'An idempotency key is up to 128 letters, digits and :._-',
      );
    }
    const stream = firstCommitStream(options);

    if (!(await this.has(options))) {
      let firstCommit = '';
      const created = await this.#build(options, async directory => {
        await git({
          args: [
            `--git-dir=${directory}`,
            'fast-import',
            '--quiet',
            '--date-format=raw',
          ],
          input: stream,
        });
        firstCommit = (await readBranch(directory, 'main')) ?? '';
        if (!firstCommit) throw new Error('git fast-import made no commit');
        for (const [key, value] of [
          ['companyos.idempotencyKey', idempotencyKey],
          ['companyos.firstCommit', firstCommit],
        ]) {
          await git({
            args: ['config', '--file', join(directory, 'config'), key, value],
          });
        }
      });
      if (created) return { owner, name, created, firstCommit };
    }

    const existing = await this.#birth(options);
    if (!existing || existing.idempotencyKey !== idempotencyKey) {
      throw new ConflictError(
        `There already is a repository ${owner}/${name}, made for something else`,
      );
    }
    return { owner, name, created: false, firstCommit: existing.firstCommit };
  }

  /**
   * Takes back {@link LocalGit.createWithFirstCommit}: removes the repository if it has that key and nobody
   * has pushed to it. Otherwise it stays.
   *
   * @returns whether it was removed
   */
  async removeUntouched(
    options: RepositoryId & { idempotencyKey: string },
  ): Promise<boolean> {
    const path = this.clonePath(options);
    const isUntouched = async (directory: string) => {
      const birth = await this.#birthOf(directory);
      if (birth?.idempotencyKey !== options.idempotencyKey) return false;
      const refs = await git({
        args: [
          `--git-dir=${directory}`,
          'for-each-ref',
          '--count=2',
          '--format=%(refname) %(objectname)',
        ],
      });
      return refs.toString() === `refs/heads/main ${birth.firstCommit}\n`;
    };
    if (!(await this.has(options)) || !(await isUntouched(path))) return false;
    const aside = this.#temporaryPath();
    await rename(path, aside);
    // Somebody may have pushed between the look and the move; what can't be told is kept.
    if (!(await isUntouched(aside).catch(() => false))) {
      await rename(aside, path);
      return false;
    }
    await rm(aside, { recursive: true, force: true });
    await rmdir(join(this.root, options.owner)).catch(() => {});
    return true;
  }

  /**
   * All repositories, sorted by owner and name.
   */
  async listRepositories(): Promise<RepositoryId[]> {
    const found: RepositoryId[] = [];
    for (const id of await this.#folders()) {
      if (await this.has(id)) found.push(id);
    }
    return found;
  }

  /**
   * The commit a branch stands at; undefined for an empty repository, an unknown branch or no repository.
   * Starts no process.
   */
  async head(
    id: RepositoryId & { branch?: string },
  ): Promise<string | undefined> {
    const branch = id.branch ?? 'main';
    assertBranch(branch);
    return (await this.has(id))
      ? readBranch(this.clonePath(id), branch)
      : undefined;
  }

  /**
   * Every repository with the commit of its `main`, sorted by owner and name. Starts no process; meant for
   * polling.
   *
   * @throws the system's error when the folder itself cannot be read, which says nothing about what is in it
   */
  async heads(): Promise<Array<RepositoryId & { head: string | undefined }>> {
    const heads = await Promise.all(
      (
        await this.#folders()
      ).map(async id => {
        const head = await readBranch(this.clonePath(id), 'main');
        return head || (await this.has(id)) ? [{ ...id, head }] : [];
      }),
    );
    return heads.flat();
  }

  /**
   * When the repository was made, in milliseconds since 1970.
   *
   * @throws NotFoundError
   */
  async createdAt(id: RepositoryId): Promise<number> {
    const directory = await this.#existing(id);
    // Written once, when the repository is built; neither pushes nor git's housekeeping touch it.
    const { mtimeMs } = await lstat(join(directory, 'description')).catch(() =>
      lstat(directory),
    );
    return mtimeMs;
  }

  /**
   * The full commit id of a branch or of a commit id.
   *
   * @throws NotFoundError, InputError
   */
  async resolve(id: RepositoryId & { ref?: string }): Promise<string> {
    const ref = id.ref ?? 'main';
    assertBranch(ref);
    const directory = await this.#existing(id);
    if (isCommitId(ref)) {
      const [, type] = (
        await git({
          args: [`--git-dir=${directory}`, 'cat-file', '--batch-check'],
          input: Buffer.from(`${ref}\n`),
        })
      )
        .toString()
        .split(' ');
      if (type === 'commit') return ref;
    } else {
      const commit = await readBranch(directory, ref);
      if (commit) return commit;
    }
    throw new NotFoundError(
      `The repository ${id.owner}/${id.name} has no ${ref}`,
    );
  }

  /**
   * One file of a branch or commit. Symbolic links and submodules are not files.
   *
   * @throws NotFoundError, InputError (also when the file is larger than `maxBytes`, by default 1 MiB)
   */
  async readFile(
    options: RepositoryId & { ref?: string; path: string; maxBytes?: number },
  ): Promise<{ commit: string; bytes: Buffer }> {
    const { owner, name, path, maxBytes = MIB } = options;
    assertPath(path);
    const commit = await this.resolve(options);
    const directory = this.clonePath(options);
    const [entry] = await this.#list(directory, commit, path, false);
    if (!entry || entry.path !== path || !entry.mode.startsWith('100')) {
      throw new NotFoundError(
        `The repository ${owner}/${name} has no file ${path} at ${commit}`,
      );
    }
    if (entry.size > maxBytes) {
      throw new InputError(
        `The file ${path} of ${owner}/${name} has ${entry.size} bytes; at most ${maxBytes} are read`,
      );
    }
    const bytes = await git({
      args: [`--git-dir=${directory}`, 'cat-file', 'blob', entry.id],
      maxOutputBytes: maxBytes + 1,
    });
    return { commit, bytes };
  }

  /**
   * Which files a branch or commit has, without their content: path, size in bytes, whether executable.
   * Symbolic links and submodules are left out.
   *
   * @throws NotFoundError, InputError
   */
  async listFiles(options: RepositoryId & { ref?: string }): Promise<{
    commit: string;
    files: Array<{ path: string; sizeBytes: number; executable: boolean }>;
  }> {
    const commit = await this.resolve(options);
    const entries = await this.#list(this.clonePath(options), commit, '', true);
    return {
      commit,
      files: entries
        .filter(entry => entry.mode.startsWith('100'))
        .map(entry => ({
          path: entry.path,
          sizeBytes: entry.size,
          executable: entry.mode === '100755',
        })),
    };
  }

  /**
   * The files of a branch or commit, or those under one folder of it; paths stay relative to the repository's
   * root. Symbolic links and submodules are left out.
   *
   * @throws NotFoundError, InputError (also beyond `maxBytes`, by default 20 MiB, or `maxFiles`, by default 5,000)
   */
  async readTree(
    options: RepositoryId & {
      ref?: string;
      under?: string;
      maxBytes?: number;
      maxFiles?: number;
    },
  ): Promise<{ commit: string; files: TreeFile[] }> {
    const { owner, name, under = '' } = options;
    const { maxBytes = 20 * MIB, maxFiles = 5000 } = options;
    if (under) assertPath(under);
    const commit = await this.resolve(options);
    const directory = this.clonePath(options);
    const entries = (
      await this.#list(directory, commit, under && `${under}/`, true)
    ).filter(entry => entry.mode.startsWith('100'));
    if (under && entries.length === 0) {
      throw new NotFoundError(
        `The repository ${owner}/${name} has no folder ${under} at ${commit}`,
      );
    }
    const totalBytes = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (entries.length > maxFiles || totalBytes > maxBytes) {
      throw new InputError(
        `${owner}/${name}/${under} has ${entries.length} files and ${totalBytes} bytes; at most ${maxFiles} and ${maxBytes} are read`,
      );
    }

    const output = await git({
      args: [`--git-dir=${directory}`, 'cat-file', '--batch'],
      input: Buffer.from(entries.map(entry => `${entry.id}\n`).join('')),
      maxOutputBytes: maxBytes + entries.length * 128 + 1,
    });
    let at = 0;
    const files = entries.map(entry => {
      // "<id> blob <size>\n" and after the content one line end
      const start = output.indexOf(10, at) + 1;
      const bytes = output.subarray(start, start + entry.size);
      at = start + entry.size + 1;
      return { path: entry.path, bytes, executable: entry.mode === '100755' };
    });
    return { commit, files };
  }

  /**
   * The newest commits of a branch or commit, newest first.
   *
   * @throws NotFoundError, InputError
   */
  async log(
    options: RepositoryId & { ref?: string; limit?: number },
  ): Promise<LogEntry[]> {
    const commit = await this.resolve(options);
    const limit = Math.min(Math.max(options.limit ?? 20, 1), 1000);
    const output = await git({
      args: [
        `--git-dir=${this.clonePath(options)}`,
        'log',
        '-z',
        `--max-count=${limit}`,
        // Names and subjects may hold any character but this one.
        '--format=%H%x00%an%x00%ae%x00%ct%x00%s',
        commit,
        '--',
      ],
    });
    const fields = output.toString().split('\0');
    const entries: LogEntry[] = [];
    for (let at = 0; at + LOG_FIELDS <= fields.length; at += LOG_FIELDS) {
      const [id, name, email, seconds, subject] = fields.slice(at);
      entries.push({
        commit: id,
        author: { name, email },
        // git keeps times no calendar has.
        committedAt: Math.min(Number(seconds) * 1000 || 0, LATEST_TIME),
        subject,
      });
    }
    return entries;
  }

  /**
   * The branches with the commits they stand at, sorted by name.
   *
   * @throws NotFoundError, InputError
   */
  async branches(
    id: RepositoryId,
  ): Promise<Array<{ branch: string; commit: string }>> {
    const directory = await this.#existing(id);
    const output = await git({
      args: [
        `--git-dir=${directory}`,
        'for-each-ref',
        '--format=%(objectname) %(refname:lstrip=2)',
        'refs/heads',
      ],
    });
    return output
      .toString()
      .split('\n')
      .filter(Boolean)
      .map(line => ({ commit: line.slice(0, 40), branch: line.slice(41) }));
  }

  /**
   * Every branch (`refs/heads/…`) and tag (`refs/tags/…`) with the object it names: a commit, or the tag object of
   * an annotated tag. Starts no process; meant for polling.
   *
   * @throws NotFoundError, InputError; the system's error when it cannot be read, which says nothing about what is
   *   in it
   */
  async refs(id: RepositoryId): Promise<Map<string, string>> {
    return readRefs(await this.#existing(id));
  }

  /**
   * The tags with the commits they lead to, sorted by name. Tags of anything but commits are left out.
   *
   * @throws NotFoundError, InputError
   */
  async tags(id: RepositoryId): Promise<Tag[]> {
    const directory = await this.#existing(id);
    const output = await git({
      args: [
        `--git-dir=${directory}`,
        'for-each-ref',
        `--format=${[
          'refname:lstrip=2',
          'objecttype',
          'objectname',
          '*objecttype',
          '*objectname',
          'taggername',
          'creatordate:unix',
        ]
          .map(field => `%(${field})`)
          .join('%00')}`,
        'refs/tags',
      ],
    });
    return output
      .toString()
      .split('\n')
      .filter(Boolean)
      .flatMap(line => {
        const [tag, type, object, peeledType, peeled, tagger, seconds] =
          line.split('\0');
        if (type !== 'commit' && peeledType !== 'commit') return [];
        return [
          {
            tag,
            commit: peeled || object,
            tagger: tagger || undefined,
            createdAt: Math.min(Number(seconds) * 1000 || 0, LATEST_TIME),
          },
        ];
      });
  }

  /**
   * How many commits a commit has that others do not have, itself included; counts no further than `limit`
   * (10,000 without it). Others that are not there do not count.
   *
   * @throws NotFoundError, InputError
   */
  async countCommits(
    options: RepositoryId & {
      commit: string;
      without?: readonly string[];
      limit?: number;
    },
  ): Promise<number> {
    const { commit, without = [], limit = 10_000 } = options;
    [commit, ...without].forEach(assertCommit);
    await this.resolve({ ...options, ref: commit });
    const output = await git({
      args: [
        `--git-dir=${this.clonePath(options)}`,
        'rev-list',
        '--count',
        `--max-count=${limit}`,
        // A branch that was moved by force may have left commits that are gone.
        '--ignore-missing',
        commit,
        ...without.map(other => `^${other}`),
        '--',
      ],
    });
    return Number(output.toString());
  }

  /**
   * Brings a commit, and what it stands on, from another git directory on this machine. No branch shows it
   * until {@link LocalGit.setBranch} does; git's housekeeping removes it after two weeks if none does.
   *
   * @param options.without - a commit the repository has already, which need not be sent
   * @throws NotFoundError, InputError (also when it is larger than `maxBytes`, by default 64 MiB)
   */
  async importCommit(
    options: RepositoryId & {
      fromGitDirectory: string;
      commit: string;
      without?: string;
      maxBytes?: number;
    },
  ): Promise<void> {
    const { fromGitDirectory, commit, without } = options;
    const commits = [commit, ...(without ? [without] : [])];
    commits.forEach(assertCommit);
    const directory = await this.#existing(options);
    const pack = await git({
      args: [
        `--git-dir=${fromGitDirectory}`,
        'pack-objects',
        '--revs',
        '--stdout',
        '--quiet',
      ],
      input: Buffer.from(
        `${commit}\n${without ? `^${without}\n` : ''}`,
        'ascii',
      ),
      maxOutputBytes: options.maxBytes ?? 64 * MIB,
    });
    // As strict as with what people push.
    await git({
      args: [`--git-dir=${directory}`, 'unpack-objects', '-q', '--strict'],
      input: pack,
    });
  }

  /**
   * Sets a branch other than `main` to a commit the repository has, if the branch stands where it is
   * expected. Of calls at the same time with the same expectation, at most one succeeds.
   *
   * @param options.expected - undefined: there is no such branch yet
   * @returns false when the branch stood elsewhere; it is left there
   * @throws NotFoundError, InputError (also for `main`, see {@link LocalGit.fastForward})
   */
  async setBranch(
    options: RepositoryId & {
      branch: string;
      commit: string;
      expected: string | undefined;
    },
  ): Promise<boolean> {
    const { branch, commit, expected } = options;
    assertSideBranch(branch);
    await this.resolve({ ...options, ref: commit });
    return this.#moveRef(options, branch, commit, expected);
  }

  /**
   * Removes a branch other than `main`, if it stands where it is expected.
   *
   * @returns false when it stood elsewhere or was not there
   * @throws NotFoundError, InputError
   */
  async deleteBranch(
    options: RepositoryId & { branch: string; expected: string },
  ): Promise<boolean> {
    const { branch, expected } = options;
    assertSideBranch(branch);
    assertCommit(expected);
    return this.#moveRef(options, branch, undefined, expected);
  }

  /**
   * Moves `main` forward to a commit the repository has, if `main` stands where it is expected.
   *
   * @returns false when `main` stood elsewhere; it is left there
   * @throws ConflictError when the commit does not contain what `main` has
   * @throws NotFoundError, InputError
   */
  async fastForward(
    options: RepositoryId & { commit: string; expected: string },
  ): Promise<boolean> {
    const { owner, name, commit, expected } = options;
    for (const ref of [commit, expected]) {
      await this.resolve({ owner, name, ref });
    }
    if (!(await this.contains({ ...options, commit, ancestor: expected }))) {
      throw new ConflictError(
        `The commit ${commit} does not contain ${expected}, so main of ${owner}/${name} cannot move to it`,
      );
    }
    return this.#moveRef(options, 'main', commit, expected);
  }

  /**
   * Whether a commit is another, or stands on it.
   *
   * @throws NotFoundError, InputError
   */
  async contains(
    options: RepositoryId & { commit: string; ancestor: string },
  ): Promise<boolean> {
    const { commit, ancestor } = options;
    [commit, ancestor].forEach(assertCommit);
    const directory = await this.#existing(options);
    return git({
      args: [
        `--git-dir=${directory}`,
        'merge-base',
        '--is-ancestor',
        ancestor,
        commit,
      ],
    }).then(
      () => true,
      error => {
        if (error instanceof GitError && error.exitCode === 1) return false;
        throw error;
      },
    );
  }

  /** Compare and swap of one branch; git's lock on the ref makes it atomic. */
  async #moveRef(
    id: RepositoryId,
    branch: string,
    commit: string | undefined,
    expected: string | undefined,
  ): Promise<boolean> {
    if (commit !== undefined) assertCommit(commit);
    if (expected !== undefined) assertCommit(expected);
    const directory = await this.#existing(id);
    const ref = `refs/heads/${branch}`;
    const old = expected ?? NO_COMMIT;
    try {
      await git({
        args: [
          `--git-dir=${directory}`,
          'update-ref',
          ...(commit ? [ref, commit, old] : ['-d', ref, old]),
        ],
      });
      return true;
    } catch (error) {
      if ((await readBranch(directory, branch)) !== expected) return false;
      throw error;
    }
  }

  /** Builds a repository aside and moves it into place; false when somebody else was faster. */
  async #build(
    options: RepositoryId & { description?: string },
    fill: (directory: string) => Promise<void>,
  ): Promise<boolean> {
    const path = this.clonePath(options);
    const aside = this.#temporaryPath();
    try {
      await git({
        args: [
          'init',
          '--quiet',
          '--bare',
          '--initial-branch=main',
          // No sample hooks.
          '--template=',
          '--',
          aside,
        ],
      });
      await git({
        args: [
          'config',
          '--file',
          join(aside, 'config'),
          'receive.fsckObjects',
          'true',
        ],
      });
      await writeFile(
        join(aside, 'description'),
        `${(options.description ?? options.name)
          .replace(/\p{Cc}+/gu, ' ')
          .slice(0, 500)}\n`,
      );
      await fill(aside);
      return await this.#moveIntoPlace(options.owner, aside, path);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }

  async #moveIntoPlace(
    owner: string,
    aside: string,
    path: string,
  ): Promise<boolean> {
    const folder = join(this.root, owner);
    await mkdir(folder, { recursive: true });
    if (!(await lstat(folder)).isDirectory()) {
      throw new InputError(`The folder of the owner ${owner} is a link`);
    }
    try {
      // On POSIX a folder never replaces one that has something in it, so the first one stays.
      await rename(aside, path);
      return true;
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error)))
        return false;
      throw error;
    }
  }

  /** What may be repositories, by their names and kinds in the folders alone. */
  async #folders(): Promise<RepositoryId[]> {
    const names = (entries: Dirent[]) =>
      entries
        .filter(entry => entry.isDirectory() && isRepositoryName(entry.name))
        .map(entry => entry.name)
        .sort();
    const found: RepositoryId[] = [];
    for (const owner of names(
      await readdir(this.root, { withFileTypes: true }),
    )) {
      const entries = await readdir(join(this.root, owner), {
        withFileTypes: true,
      }).catch(error => {
        // Taken back with its last repository, between the two looks.
        if (systemCode(error) === 'ENOENT') return [];
        throw error;
      });
      found.push(...names(entries).map(name => ({ owner, name })));
    }
    return found;
  }

  #temporaryPath(): string {
    return join(this.root, TEMPORARY, `${process.pid}_${MARK}_${randomUUID()}`);
  }

  async #sweep(): Promise<void> {
    const temporary = join(this.root, TEMPORARY);
    for (const name of await readdir(temporary)) {
      const path = join(temporary, name);
      if (await isLeftBehind(path, name)) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }

  /** @throws NotFoundError */
  async #existing(id: RepositoryId): Promise<string> {
    if (!(await this.has(id))) {
      throw new NotFoundError(`There is no repository ${id.owner}/${id.name}`);
    }
    return this.clonePath(id);
  }

  async #birth(
    id: RepositoryId,
  ): Promise<{ idempotencyKey: string; firstCommit: string } | undefined> {
    return (await this.has(id)) ? this.#birthOf(this.clonePath(id)) : undefined;
  }

  async #birthOf(
    directory: string,
  ): Promise<{ idempotencyKey: string; firstCommit: string } | undefined> {
    const config = await readFile(join(directory, 'config'), 'utf8').catch(
      () => '',
    );
    // Written by git config from values that need no quoting (KEY, commit id), one key a line.
    const value = (key: string) =>
      new RegExp(`^\\s*${key} = (\\S+)$`, 'm').exec(config)?.[1];
    const idempotencyKey = value('idempotencyKey');
    const firstCommit = value('firstCommit');
    return idempotencyKey && firstCommit
      ? { idempotencyKey, firstCommit }
      : undefined;
  }

  async #list(
    directory: string,
    commit: string,
    path: string,
    recursive: boolean,
  ): Promise<TreeEntry[]> {
    const output = await git({
      args: [
        `--git-dir=${directory}`,
        'ls-tree',
        '-z',
        '-l',
        '--full-tree',
        ...(recursive ? ['-r'] : []),
        commit,
        '--',
        ...(path ? [path] : []),
      ],
    });
    return output
      .toString()
      .split('\0')
      .flatMap(record => {
        const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([^]*)$/.exec(record);
        return match
          ? [
              {
                mode: match[1],
                id: match[3],
                size: Number(match[4]) || 0,
                path: match[5],
              },
            ]
          : [];
      });
  }
}
