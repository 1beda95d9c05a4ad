import { execFileSync } from 'node:child_process';

/**
 * Runs git in the working directory and returns what it prints.
 *
 * @throws Error with git's own words
 */
export function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error && typeof error.stderr === 'string'
        ? error.stderr.trim()
        : '';
    throw new Error(`git ${args[0] ?? ''}: ${said || String(error)}`, { cause: error });
  }
}
