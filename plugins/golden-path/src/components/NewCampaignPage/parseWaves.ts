const MAX_WAVES = 50;
const MAX_SIZE = 500;
const REST = 'rest';

/**
 * Reads wave sizes as a person types them: `1, 3, 10`, or `1, 3, rest`.
 *
 * @param count - repositories there are, which tells the size of the rest
 * @returns undefined when it is something else
 */
export function parseWaves(text: string, count: number): number[] | undefined {
  const parts = text.split(',').map(part => part.trim().toLowerCase());
  const hasRest = parts.length > 1 && parts.at(-1) === REST;
  const waves = (hasRest ? parts.slice(0, -1) : parts).map(part =>
    /^\d{1,4}$/.test(part) ? Number(part) : NaN,
  );
  if (hasRest) {
    const left = count - waves.reduce((sum, size) => sum + size, 0);
    // A wave has at most so many; the rest then takes several of that size.
    waves.push(
      Number.isNaN(left) ? NaN : Math.min(Math.max(left, 1), MAX_SIZE),
    );
  }
  return waves.length <= MAX_WAVES &&
    waves.every(size => size >= 1 && size <= MAX_SIZE)
    ? waves
    : undefined;
}

/** How many waves it takes to get through `count`; the last size repeats. */
export function waveCount(waves: readonly number[], count: number): number {
  let left = count;
  let wave = 0;
  while (left > 0) {
    left -= waves[Math.min(wave, waves.length - 1)];
    wave += 1;
  }
  return wave;
}
