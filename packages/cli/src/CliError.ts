/**
 * How a command ends: 0 done, 1 refused or failed, 2 asked wrongly, 130 interrupted. `golden check` has its own
 * codes besides; see docs/cli.md.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/**
 * What a person is told when a command can't do what they asked: one sentence with its cause, and what to type
 * next.
 */
export class CliError extends Error {
  readonly name = 'CliError';
  /** The command to run next. */
  readonly next?: string;
  readonly exitCode: number;

  constructor(
    message: string,
    options: { next?: string; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.next = options.next;
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}
