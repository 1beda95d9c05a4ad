/** A stretch of time in epoch milliseconds; `to` is later than `from`. */
export interface Extent {
  from: number;
  to: number;
}

const STEPS_MS = [
  1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000,
  21_600_000, 43_200_000, 86_400_000, 604_800_000, 2_592_000_000, 7_776_000_000,
  31_536_000_000,
];
const LEAST_MS = 1_000;

/** Where a moment lies in an extent: 0 at its start, 1 at its end. */
export function placeOf(timeMs: number, { from, to }: Extent): number {
  return (timeMs - from) / (to - from);
}

/** The smallest extent with all times, and a little air at both ends; undefined without a time. */
export function extentOf(timesMs: readonly number[]): Extent | undefined {
  if (timesMs.length === 0) return undefined;
  const from = Math.min(...timesMs);
  const to = Math.max(...timesMs);
  const air = Math.max((to - from) * 0.04, LEAST_MS * 30);
  return { from: from - air, to: to + air };
}

/** The extent made smaller (factor below 1) or larger around its middle. */
export function zoom({ from, to }: Extent, factor: number): Extent {
  const half = Math.max(((to - from) / 2) * factor, LEAST_MS);
  const middle = (from + to) / 2;
  return { from: middle - half, to: middle + half };
}

/** The extent moved so that a time lies in it; the same one where it does already. */
export function reveal(extent: Extent, timeMs: number): Extent {
  if (timeMs >= extent.from && timeMs <= extent.to) return extent;
  const half = (extent.to - extent.from) / 2;
  return { from: timeMs - half, to: timeMs + half };
}

/** Round times to write at an axis, at most so many. */
export function ticks({ from, to }: Extent, most: number): number[] {
  const step =
    STEPS_MS.find(one => (to - from) / one <= most) ??
    Math.ceil((to - from) / most);
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  ).slice(0, most);
}
