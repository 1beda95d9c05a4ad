/** Lets so much through over time, and some at once after a pause; one account a caller. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  readonly #accounts = new Map<string, { tokens: number; at: number }>();

  constructor(options: {
    perSecond: number;
    burst: number;
    /** Epoch ms. */
    now: () => number;
  }) {
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#now = options.now;
  }

  /**
   * Takes some of a caller's tokens. A request for more than the burst is let through when the account is full, and
   * then paid off.
   *
   * @returns 0 when they were there, or in how many ms to ask again
   */
  take(caller: string, count: number): number {
    const now = this.#now();
    const account = this.#accounts.get(caller);
    const tokens = account
      ? Math.min(
          this.#burst,
          account.tokens + ((now - account.at) / 1000) * this.#perSecond,
        )
      : this.#burst;
    const needed = Math.min(count, this.#burst);
    if (tokens < needed) {
      this.#accounts.set(caller, { tokens, at: now });
      return Math.ceil(((needed - tokens) / this.#perSecond) * 1000);
    }
    this.#accounts.set(caller, { tokens: tokens - count, at: now });
    this.#sweep(now);
    return 0;
  }

  /** Full accounts are as good as none. */
  #sweep(now: number): void {
    if (this.#accounts.size < 10_000) return;
    for (const [caller, { tokens, at }] of this.#accounts) {
      if (tokens + ((now - at) / 1000) * this.#perSecond >= this.#burst)
        this.#accounts.delete(caller);
    }
  }
}
