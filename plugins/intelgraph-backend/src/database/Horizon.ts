/**
 * How far the log may be seen. What is committed but not yet on the disk could be gone after a power failure, and its
 * places taken by other facts; a reader who had seen it would never know.
 */
export class Horizon {
  readonly #pending: { readonly lastSeq: number }[] = [];

  /** The last place that may be seen. */
  get limit(): number {
    return this.#pending.length > 0
      ? this.#pending[0].lastSeq
      : Number.MAX_SAFE_INTEGER;
  }

  /**
   * Hides everything behind a place.
   *
   * @returns shows it again
   */
  hideAfter(lastSeq: number): () => void {
    const entry = { lastSeq };
    this.#pending.push(entry);
    return () => {
      this.#pending.splice(this.#pending.indexOf(entry), 1);
    };
  }
}
