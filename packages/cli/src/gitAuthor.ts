import { CliError, EXIT } from './CliError';
import { userGit } from './userGit';

/**
 * Who a commit is by.
 */
export interface GitAuthor {
  readonly name: string;
  readonly email: string;
}

/**
 * The person as their git knows them, or as they say with `--author`.
 *
 * @param cwd - the folder whose configuration counts
 * @param author - `Name <email>`
 * @throws CliError
 */
export async function gitAuthor(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  author: string | undefined,
): Promise<GitAuthor> {
  if (author !== undefined) {
    const [, name = '', email = ''] =
      /^([^<>\p{Cc}]+?)\s*<([^<>\s\p{Cc}]+)>$/u.exec(author.trim()) ?? [];
    if (name === '') {
      throw new CliError(
        `${JSON.stringify(
          author.slice(0, 200),
        )} is not a name with an address.`,
        {
          next: `--author 'Ada Byron <ada@example.com>'`,
          exitCode: EXIT.usage,
        },
      );
    }
    return { name, email };
  }
  const configured = async (key: string) =>
    (await userGit(cwd, env, 'config', '--get', key)).stdout.trim();
  const name = env.GIT_AUTHOR_NAME || (await configured('user.name'));
  const email = env.GIT_AUTHOR_EMAIL || (await configured('user.email'));
  if (!name || !email) {
    throw new CliError(
      "git doesn't know your name and address, which the commit needs.",
      {
        next: `git config --global user.name 'Your Name' && git config --global user.email you@example.com (or give --author 'Your Name <you@example.com>')`,
      },
    );
  }
  return { name, email };
}
