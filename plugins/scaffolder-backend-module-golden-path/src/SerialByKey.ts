/**
 * Runs tasks of one key one after the other, and those of different keys side by side.
 */
export class SerialByKey {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the task does. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
