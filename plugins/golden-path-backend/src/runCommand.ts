import { spawn } from 'node:child_process';
import { GUARD } from './guard';

/** How a command ended. */
export type CommandOutcome =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' };

/** How long output may still come once the group has ended: what was in the pipes by then. */
const DRAIN_MS = 1000;

/**
 * Runs a program in a process group of its own. All of the group is ended when the program exits, when the time
 * is up, when the signal says so, and when this process dies.
 *
 * @param options.environment - all that the program gets
 * @param options.onOutput - standard output and error as they come
 */
export function runCommand(options: {
  command: readonly string[];
  directory: string;
  environment: Readonly<Record<string, string>>;
  timeoutMs: number;
  signal: AbortSignal;
  onOutput: (chunk: Buffer) => void;
}): Promise<CommandOutcome> {
  const { command, directory, environment, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', GUARD, '--', ...command], {
      cwd: directory,
      env: { ...environment },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let ended: CommandOutcome['kind'] = 'exit';
    const endAll = () => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nobody of the group is left.
      }
    };
    const end = (kind: CommandOutcome['kind']) => {
      ended = kind;
      endAll();
    };
    const onAbort = () => end('aborted');
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    child.stdin.on('error', () => {});
    child.stdout.on('data', options.onOutput);
    child.stderr.on('data', options.onOutput);
    child.once('error', error => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      reject(error);
    });
    let drain: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      // What the program left behind would keep its output open.
      endAll();
      // And what has left the group still does; nobody waits for that.
      drain = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_MS);
    });
    child.once('close', code => {
      clearTimeout(timer);
      clearTimeout(drain);
      signal.removeEventListener('abort', onAbort);
      resolve(
        ended === 'exit' ? { kind: 'exit', code: code ?? 1 } : { kind: ended },
      );
    });
  });
}
