import { Readable, Writable } from 'node:stream';

/**
 * The world a command runs in; a test gives its own.
 *
 * @public
 */
export interface CliContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person sits there who can be asked. */
  readonly isInteractive: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Folder of the templates that came with the program. */
  readonly bundledTemplates: string;
}
