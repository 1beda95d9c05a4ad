import { createInterface, Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';

/**
 * Asks a person, line by line. Questions go to the error stream, so that the output can still be piped.
 */
export class Prompt {
  readonly #reader: Interface;
  readonly #output: Writable;
  readonly #lines: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #isClosed = false;

  constructor({
    stdin,
    stderr,
    signal,
  }: Pick<CliContext, 'stdin' | 'stderr' | 'signal'>) {
    this.#output = stderr;
    this.#reader = createInterface({ input: stdin, output: stderr });
    this.#reader.on('line', line => {
      // A paste of several lines answers several questions.
      if (this.#waiting) this.#take(line);
      else this.#lines.push(line);
    });
    this.#reader.on('close', () => {
      this.#isClosed = true;
      this.#take(undefined);
    });
    // A terminal in raw mode gives Ctrl-C to the reader instead of the process.
    this.#reader.on('SIGINT', () => this.#reader.close());
    signal.addEventListener('abort', () => this.#reader.close(), {
      once: true,
    });
  }

  #take(line: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }

  /**
   * @returns the line, without spaces around it
   * @throws CliError when the person leaves instead
   */
  async ask(question: string): Promise<string> {
    // The reader draws its prompt anew with each key, so it gets the last line only.
    const lastLine = question.lastIndexOf('\n') + 1;
    this.#output.write(question.slice(0, lastLine));
    this.#reader.setPrompt(question.slice(lastLine));
    if (this.#isClosed) this.#output.write(question.slice(lastLine));
    else this.#reader.prompt();
    const line =
      this.#lines.shift() ??
      (this.#isClosed
        ? undefined
        : await new Promise<string | undefined>(resolve => {
            this.#waiting = resolve;
          }));
    if (line === undefined) {
      this.#output.write('\n');
      throw new CliError('Stopped at a question; nothing was written.', {
        exitCode: EXIT.interrupted,
      });
    }
    return line.trim();
  }

  close(): void {
    this.#reader.close();
  }
}
