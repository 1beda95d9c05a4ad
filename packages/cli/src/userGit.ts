import { execFile } from 'node:child_process';
import { CliError } from './CliError';

/** What a hook leaves behind would point git at another repository. */
const LOCATION =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE)$/;

/**
 * The outcome of {@link userGit}.
 */
export interface UserGitResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Where {@link runUserGit} runs.
 */
export interface UserGitPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An index or a store of objects besides the repository's own. */
  readonly location?: Readonly<Record<string, string>>;
}

/** {@link runUserGit}, without anything besides. */
export function userGit(
  cwd: string,
  env: UserGitPlace['env'],
  ...args: readonly string[]
): Promise<UserGitResult> {
  return runUserGit({ cwd, env }, args);
}

/**
 * Runs git in a folder as the person would: with their configuration, filters and hooks, for what touches
 * their work tree. What must give the same bytes everywhere goes through `@companyos/git-command` instead.
 *
 * @throws CliError when there is no git
 */
export function runUserGit(
  { cwd, env, location }: UserGitPlace,
  args: readonly string[],
): Promise<UserGitResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['--no-pager', '--literal-pathspecs', ...args],
      {
        cwd,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...Object.fromEntries(
            Object.entries(env).filter(([name]) => !LOCATION.test(name)),
          ),
          ...location,
          LC_ALL: 'C',
          GIT_TERMINAL_PROMPT: '0',
        },
      },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') {
          reject(
            new CliError(
              error.code === 'ENOENT'
                ? 'The program git was not found.'
                : `git could not be run: ${error.message}`,
              { next: 'git --version', cause: error },
            ),
          );
          return;
        }
        resolve({
          exitCode: error && typeof error.code === 'number' ? error.code : 0,
          stdout,
          stderr,
        });
      },
    );
    child.stdin?.end();
  });
}
