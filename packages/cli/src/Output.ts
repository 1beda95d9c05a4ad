import { Writable } from 'node:stream';
import { printable } from './printable';

/**
 * A command's answer: lines for people, or one JSON document with `--json`. Each command gives both, and one
 * of them is shown.
 */
export class Output {
  readonly #stdout: Writable;
  readonly #isJson: boolean;

  constructor(stdout: Writable, isJson: boolean) {
    this.#stdout = stdout;
    this.#isJson = isJson;
  }

  line(text: string): void {
    this.raw(printable(text));
  }

  /** For the content of files, which is shown as it is. */
  raw(text: string): void {
    if (!this.#isJson) this.#stdout.write(`${text}\n`);
  }

  json(document: object): void {
    if (this.#isJson) {
      this.#stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    }
  }
}
