import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliContext } from './CliContext';
import { EXIT } from './CliError';

const GRACE_MS = 1000;

/**
 * Runs a program as a process: Ctrl-C stops it cleanly, a reader that has gone (`| head`) ends its output and
 * not its work, and the exit code is the program's own.
 *
 * @public
 */
export async function runProcess(
  program: (argv: readonly string[], context: CliContext) => Promise<number>,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A second one ends the process at once, as it does everywhere.
    process.once(signal, () => {
      stopping.abort();
      // Again, and now for good, for what can't be told to stop: exiting would wait for a read of a pipe that
      // nobody writes to.
      setTimeout(() => process.kill(process.pid, signal), GRACE_MS).unref();
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const exitCode = await program(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    isInteractive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    signal: stopping.signal,
    now: () => Date.now(),
    // Beside the program itself, whatever link it was started by.
    bundledTemplates: join(dirname(realpathSync(process.argv[1])), 'templates'),
  });
  process.exitCode =
    stopping.signal.aborted && exitCode !== EXIT.ok
      ? EXIT.interrupted
      : exitCode;
  // An unread terminal would keep the process alive.
  process.stdin.unref?.();
}
