/** Waits that can be cut short: by a call that comes while waiting or came before it. */
export class Wakeable {
  #isCalled = false;
  #wake: (() => void) | undefined;

  /** Ends the wait that is under way, or the next one before it begins. */
  wake(): void {
    this.#isCalled = true;
    this.#wake?.();
  }

  /** Resolves after `ms`, when woken, or when the signal aborts. Does not keep the process alive. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isCalled && !signal.aborted) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake) signal.removeEventListener('abort', this.#wake);
      this.#wake = undefined;
    }
    this.#isCalled = false;
  }
}
