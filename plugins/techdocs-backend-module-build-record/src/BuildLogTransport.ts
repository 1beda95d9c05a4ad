import Transport from 'winston-transport';

type Entry = { level?: unknown; message?: unknown };

/** Hands the messages of one docs build's logger to a function. */
export class BuildLogTransport extends Transport {
  readonly #onMessage: (entry: { level: string; message: string }) => void;

  constructor(onMessage: (entry: { level: string; message: string }) => void) {
    super();
    this.#onMessage = onMessage;
  }

  override log(entry: Entry, next: () => void): void {
    this.#onMessage({
      // TechDocs colours the level for its terminal.
      level: String(entry.level).replace(/[^a-z]*\[\d+m/g, ''),
      message: String(entry.message),
    });
    next();
  }
}
