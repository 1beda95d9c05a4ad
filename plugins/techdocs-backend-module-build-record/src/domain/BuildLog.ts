/** How much of a build's log is kept, in bytes of UTF-8. */
export const LOG_LIMIT_BYTES = 256 * 1024;

const LEFT_OUT = '… earlier output left out\n';

// Terminal colours and cursor movements, and control characters but tab and newline.
const ESC = String.fromCharCode(0x1b);
const ANSI = new RegExp(`${ESC}\\[[0-9;?]*[ -/]*[@-~]`, 'g');
const CONTROL = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(
    0x0b,
  )}-${String.fromCharCode(0x1f)}${String.fromCharCode(0x7f)}]`,
  'g',
);
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi;

/**
 * The log of one build: takes chunks as they come, keeps the last
 * {@link LOG_LIMIT_BYTES} bytes, and gives text that is fit to show: no terminal
 * codes, no credentials in URLs, no folders of the machine that built.
 */
export class BuildLog {
  readonly #hidden: { path: string; label: string }[] = [];
  #chunks: Buffer[] = [];
  #bytes = 0;
  #cut = false;

  /** Shows `label` wherever the log names `path`. */
  hidePath(path: string, label: string): void {
    this.#hidden.push({ path, label });
    // A folder inside another hidden one must be replaced first.
    this.#hidden.sort((a, b) => b.path.length - a.path.length);
  }

  /** Adds raw output, which may end in the middle of a line or character. */
  append(chunk: Buffer | string): void {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#chunks.push(buffer);
    this.#bytes += buffer.byteLength;
    if (this.#bytes > 2 * LOG_LIMIT_BYTES) {
      this.#cutFront();
    }
  }

  /** Adds one line of ours, on a line of its own. */
  appendLine(line: string): void {
    const last = this.#chunks.at(-1);
    const open = last && last.byteLength > 0 && last.at(-1) !== 0x0a;
    this.append(`${open ? '\n' : ''}${line}\n`);
  }

  /** The log so far, at most {@link LOG_LIMIT_BYTES} bytes and one marker line. */
  text(): string {
    this.#cutFront();
    let text = Buffer.concat(this.#chunks).toString('utf8');
    if (this.#cut) {
      text = LEFT_OUT + text.slice(text.indexOf('\n') + 1);
    }
    return this.clean(text);
  }

  /** Makes any text about this build fit to show, as the log is. */
  clean(text: string): string {
    let cleaned = text
      .replace(ANSI, '')
      .replace(CONTROL, '')
      .replace(URL_CREDENTIALS, '$1***@');
    for (const { path, label } of this.#hidden) {
      cleaned = cleaned
        .replaceAll(`${path}/`, `${label}/`)
        .replaceAll(path, label);
    }
    return cleaned;
  }

  #cutFront(): void {
    if (this.#bytes <= LOG_LIMIT_BYTES) {
      return;
    }
    const all = Buffer.concat(this.#chunks);
    const kept = all.subarray(all.byteLength - LOG_LIMIT_BYTES);
    // A copy, so that the dropped front can be freed.
    this.#chunks = [Buffer.from(kept)];
    this.#bytes = kept.byteLength;
    this.#cut = true;
  }
}
