/** Settings of {@link fullJitter}. */
export interface BackoffSettings {
  /** Upper bound of the first wait. */
  readonly baseMs: number;
  /** Upper bound of any wait. */
  readonly capMs: number;
}

/**
 * How long to wait after the nth failure in a row (n from 1): anything between nothing and a bound that
 * doubles each time up to a cap. The whole range is used on purpose: workers that failed together must
 * not come back together.
 *
 * @param random - a number from 0 up to but not including 1
 */
export function fullJitter(failures: number, settings: BackoffSettings, random: number): number {
  // 2 ** 30 is beyond any cap; more would only overflow.
  const bound = settings.baseMs * 2 ** Math.min(Math.max(failures - 1, 0), 30);
  return Math.floor(Math.min(settings.capMs, bound) * random);
}
