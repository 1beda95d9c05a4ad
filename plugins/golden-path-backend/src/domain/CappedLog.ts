const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 192 * 1024;
/** Colours and cursor moves of terminals. */
const ESCAPES = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;

/** Keeps the begin and the end of an output, whatever its length. */
export class CappedLog {
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #dropped = 0;

  add(chunk: Buffer): void {
    const room = HEAD_BYTES - this.#head.length;
    if (room > 0) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    }
    if (chunk.length > room) {
      const tail = Buffer.concat([
        this.#tail,
        chunk.subarray(Math.max(room, 0)),
      ]);
      const over = Math.max(0, tail.length - TAIL_BYTES);
      this.#dropped += over;
      this.#tail = tail.subarray(over);
    }
  }

  /** The text without terminal codes. */
  toString(): string {
    const gap = this.#dropped ? `\n… ${this.#dropped} bytes left out …\n` : '';
    const text = this.#dropped
      ? `${this.#head.toString('utf8')}${gap}${this.#tail.toString('utf8')}`
      : Buffer.concat([this.#head, this.#tail]).toString('utf8');
    return text.replace(ESCAPES, '');
  }
}
