import { spawn } from 'node:child_process';
import { gitArguments, gitEnvironment, GitError } from './git';

/**
 * What git says about an object.
 *
 * @public
 */
export interface GitObjectInfo {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  /** In bytes. */
  readonly size: number;
}

/**
 * An object with what is in it.
 *
 * @public
 */
export interface GitObject extends GitObjectInfo {
  readonly bytes: Buffer;
}

/**
 * A repository's objects, read through one process however many are asked for.
 *
 * @public
 */
export interface GitObjects {
  /**
   * What the objects are; undefined where there is none.
   *
   * @param names - object ids, or anything else git resolves, such as `HEAD^{tree}`
   * @throws {@link GitError}
   */
  info(names: readonly string[]): Promise<(GitObjectInfo | undefined)[]>;
  /**
   * The objects; undefined where there is none. Ask {@link GitObjects.info} for the size first where it
   * may be large.
   *
   * @throws {@link GitError}
   */
  read(names: readonly string[]): Promise<(GitObject | undefined)[]>;
  /** Ends the process. */
  close(): void;
}

/**
 * Where the objects are, and how long it may take.
 *
 * @public
 */
export interface GitObjectsOptions {
  /** A bare repository, or the `.git` of another. */
  readonly gitDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For everything until it is closed. */
  readonly timeoutMs?: number;
  /** Of everything that is read until it is closed. */
  readonly maxOutputBytes?: number;
}

interface Request {
  readonly withBytes: boolean;
  readonly answers: (GitObject | undefined)[];
  readonly count: number;
  readonly resolve: (answers: (GitObject | undefined)[]) => void;
  readonly reject: (error: GitError) => void;
}

const HEADER = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/;
const MAX_HEADER_BYTES = 8192;
const NOTHING = Buffer.alloc(0);

/**
 * Opens a repository's objects for reading, as isolated as a run of git. Close it when done.
 *
 * @public
 */
export function openGitObjects(options: GitObjectsOptions): GitObjects {
  const { timeoutMs = 20_000, maxOutputBytes = 256 * 1024 * 1024 } = options;
  const child = spawn(
    'git',
    gitArguments({
      args: [
        '--git-dir',
        options.gitDir,
        'cat-file',
        '--batch-command',
        '--buffer',
      ],
    }),
    { env: gitEnvironment(options), stdio: ['pipe', 'pipe', 'pipe'] },
  );

  const queue: Request[] = [];
  let failure: GitError | undefined;
  let words = '';
  let total = 0;
  let header = NOTHING;
  /** The object whose bytes are coming, and what of them is still to come, the line end after them included. */
  let current:
    | { info: GitObjectInfo; parts: Buffer[]; missing: number }
    | undefined;

  const fail = (error: GitError) => {
    failure ??= error;
    child.kill('SIGKILL');
    for (const request of queue.splice(0)) request.reject(failure);
  };
  const timer = setTimeout(
    () =>
      fail(new GitError('timeout', 'git cat-file took too long and was ended')),
    timeoutMs,
  );
  const answer = (found: GitObject | undefined) => {
    const [request] = queue;
    if (!request) {
      fail(new GitError('failed', 'git cat-file said more than was asked'));
      return;
    }
    request.answers.push(found);
    if (request.answers.length === request.count) {
      queue.shift();
      request.resolve(request.answers);
    }
  };
  const take = (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length && !failure) {
      if (current) {
        const part = chunk.subarray(at, at + current.missing);
        current.parts.push(part);
        current.missing -= part.length;
        at += part.length;
        if (current.missing === 0) {
          const { info, parts } = current;
          current = undefined;
          answer({ ...info, bytes: Buffer.concat(parts).subarray(0, -1) });
        }
        continue;
      }
      const end = chunk.indexOf(10, at);
      header = Buffer.concat([
        header,
        chunk.subarray(at, end < 0 ? chunk.length : end),
      ]);
      at = end < 0 ? chunk.length : end + 1;
      if (header.length > MAX_HEADER_BYTES) {
        fail(new GitError('failed', 'git cat-file gave no answer'));
      } else if (end >= 0) {
        const match = HEADER.exec(header.toString('latin1'));
        header = NOTHING;
        const type = match?.[2];
        if (
          !match ||
          (type !== 'blob' &&
            type !== 'tree' &&
            type !== 'commit' &&
            type !== 'tag')
        ) {
          answer(undefined);
          continue;
        }
        const info = { oid: match[1], type, size: Number(match[3]) } as const;
        if (queue[0]?.withBytes) {
          current = { info, parts: [], missing: info.size + 1 };
        } else {
          answer({ ...info, bytes: NOTHING });
        }
      }
    }
  };

  child.stdout.on('data', (chunk: Buffer) => {
    total += chunk.length;
    if (total > maxOutputBytes) {
      fail(
        new GitError(
          'too-much-output',
          'git cat-file gave more than was allowed',
        ),
      );
    } else {
      take(chunk);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(0, 2000);
  });
  child.stdin.on('error', () => {});
  child.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    fail(
      error.code === 'ENOENT'
        ? new GitError(
            'missing',
            'The program git was not found; install git and try again',
          )
        : new GitError('failed', `git cat-file failed: ${error.message}`),
    );
  });
  child.on('close', exitCode => {
    clearTimeout(timer);
    fail(
      new GitError(
        'failed',
        `git cat-file failed: ${words.trim() || exitCode}`,
        exitCode ?? undefined,
      ),
    );
  });

  const ask = (
    names: readonly string[],
    withBytes: boolean,
  ): Promise<(GitObject | undefined)[]> => {
    if (failure) return Promise.reject(failure);
    if (names.length === 0) return Promise.resolve([]);
    if (names.some(name => name === '' || /[\n\0]/.test(name))) {
      return Promise.reject(
        new GitError('failed', 'git cat-file failed: not a name of an object'),
      );
    }
    return new Promise((resolve, reject) => {
      const count = names.length;
      queue.push({ withBytes, answers: [], count, resolve, reject });
      const command = withBytes ? 'contents' : 'info';
      child.stdin.write(
        `${names.map(name => `${command} ${name}\n`).join('')}flush\n`,
      );
    });
  };

  return {
    info: async names =>
      (await ask(names, false)).map(
        found =>
          found && { oid: found.oid, type: found.type, size: found.size },
      ),
    read: names => ask(names, true),
    close: () => {
      clearTimeout(timer);
      child.stdin.end();
    },
  };
}
