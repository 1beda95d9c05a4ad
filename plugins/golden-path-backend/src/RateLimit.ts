/** What the answer to too many requests is made of. */
export class TooManyRequestsError extends Error {
  readonly name = 'TooManyRequestsError';
  readonly statusCode = 429;
}

/** Holds each caller to so many costly requests in a span of time; counted for each process. */
export class RateLimit {
  readonly #most: number;
  readonly #spanMs: number;
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  constructor(options: { most: number; spanMs: number; now: () => number }) {
    this.#most = options.most;
    this.#spanMs = options.spanMs;
    this.#now = options.now;
  }

  /** @throws TooManyRequestsError */
  take(caller: string): void {
    const now = this.#now();
    const recent = (key: string) =>
      (this.#calls.get(key) ?? []).filter(at => at > now - this.#spanMs);
    const mine = recent(caller);
    if (mine.length >= this.#most) {
      throw new TooManyRequestsError(
        `At most ${this.#most} of these requests in ${Math.round(
          this.#spanMs / 1000,
        )} s; try again in a moment`,
      );
    }
    this.#calls.set(caller, [...mine, now]);
    if (this.#calls.size > 1000) {
      for (const key of [...this.#calls.keys()]) {
        if (!recent(key).length) this.#calls.delete(key);
      }
    }
  }
}
