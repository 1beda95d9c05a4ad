import { execFile } from 'node:child_process';

/**
 * Why git gave no answer: `missing` (there is no git on this machine), `timeout`, `too-much-output`, or
 * `failed` (git said no; the message has its words).
 *
 * @public
 */
export type GitErrorCode = 'missing' | 'timeout' | 'too-much-output' | 'failed';

/**
 * What {@link git} throws.
 *
 * @public
 */
export class GitError extends Error {
  readonly name = 'GitError';

  constructor(
    readonly code: GitErrorCode,
    message: string,
    /** Where git itself ended: its exit code. */
    readonly exitCode?: number,
    /** What git had said on its standard output by then. */
    readonly stdout: Buffer = Buffer.alloc(0),
  ) {
    super(message);
  }
}

/**
 * One run of the git binary.
 *
 * @public
 */
export interface GitRun {
  /** Options and command, such as `['--git-dir', dir, 'rev-parse', 'HEAD']`. */
  readonly args: readonly string[];
  readonly input?: Uint8Array;
  /** Largest standard output taken, in bytes. */
  readonly maxOutputBytes?: number;
  readonly timeoutMs?: number;
  /** Transports that may be used, such as `['https', 'file']`. By default none: git stays on this machine. */
  readonly protocols?: readonly string[];
  /** Added to the small environment git gets; for credentials and identities. */
  readonly env?: Readonly<Record<string, string>>;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const DEFAULT_OUTPUT_BYTES = 32 * 1024 * 1024;

/** The arguments of a run, with those before them that keep a repository's configuration from running things. */
export function gitArguments(
  run: Pick<GitRun, 'args' | 'protocols'>,
): string[] {
  return [
    '--no-pager',
    // A pathspec is a path and nothing else.
    '--literal-pathspecs',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'protocol.allow=never',
    ...(run.protocols ?? []).flatMap(protocol => [
      '-c',
      `protocol.${protocol}.allow=always`,
    ]),
    // One pack for a first commit, also a small one: fewer files, and git syncs it to disk.
    '-c',
    'fastimport.unpackLimit=1',
    ...run.args,
  ];
}

/** All of the environment git gets. */
export function gitEnvironment(run: Pick<GitRun, 'env'>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Later versions of git have other defaults; local-git reads refs as files.
    GIT_DEFAULT_HASH: 'sha1',
    GIT_DEFAULT_REF_FORMAT: 'files',
    ...run.env,
  };
}

/**
 * Runs git without a shell and without anything a machine's own configuration, hooks, pagers, prompts or
 * helpers could add. Resolves with the standard output.
 *
 * @throws {@link GitError}
 * @public
 */
export function git(run: GitRun): Promise<Buffer> {
  const command = `git ${run.args.find(arg => !arg.startsWith('-')) ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      gitArguments(run),
      {
        encoding: 'buffer',
        timeout: run.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: run.maxOutputBytes ?? DEFAULT_OUTPUT_BYTES,
        env: gitEnvironment(run),
      },
      (error, stdout, stderr) => {
        if (!error) {
          resolve(stdout);
        } else if (error.code === 'ENOENT') {
          reject(
            new GitError(
              'missing',
              'The program git was not found; install git and try again',
            ),
          );
        } else if (error.killed) {
          reject(
            new GitError('timeout', `${command} took too long and was ended`),
          );
        } else if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
          reject(
            new GitError(
              'too-much-output',
              `${command} gave more than was allowed`,
            ),
          );
        } else {
          const words = stderr.toString().trim().slice(0, 2000);
          reject(
            new GitError(
              'failed',
              `${command} failed: ${words || error.code}`,
              typeof error.code === 'number' ? error.code : undefined,
              stdout,
            ),
          );
        }
      },
    );
    // A git that fails early closes its input; the exit code then says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(run.input ?? '');
  });
}
