import { Histogram, Lane, LANES } from '@companyos/plugin-intelgraph-common';

/** The part of a bar that belongs to a lane; heights are 0 to 1 of the highest bar. */
export interface Segment {
  lane: Lane;
  count: number;
  bottom: number;
  height: number;
}

/** One stretch of time. */
export interface Bar {
  fromMs: number;
  toMs: number;
  total: number;
  segments: Segment[];
}

/** The histogram as stacked bars; where lanes are chosen, only with those. */
export function histogramBars(
  histogram: Histogram,
  chosen: readonly Lane[],
): Bar[] {
  const lanes = chosen.length ? chosen : LANES;
  const countsOf = histogram.buckets.map(({ counts }) =>
    lanes.map(lane => ({ lane, count: counts[lane] ?? 0 })),
  );
  const totals = countsOf.map(counts =>
    counts.reduce((sum, { count }) => sum + count, 0),
  );
  const highest = Math.max(1, ...totals);
  return histogram.buckets.map(({ from }, index) => {
    const fromMs = Date.parse(from);
    let below = 0;
    const segments = countsOf[index].flatMap(({ lane, count }) => {
      if (count === 0) return [];
      const segment = {
        lane,
        count,
        bottom: below / highest,
        height: count / highest,
      };
      below += count;
      return [segment];
    });
    return {
      fromMs,
      toMs: fromMs + histogram.bucketSeconds * 1000,
      total: totals[index],
      segments,
    };
  });
}

/** How many facts each lane has, in the order of the lanes; those without any are left out. */
export function laneTotals(histogram: Histogram): [Lane, number][] {
  return LANES.flatMap(lane => {
    const count = histogram.buckets.reduce(
      (sum, { counts }) => sum + (counts[lane] ?? 0),
      0,
    );
    return count > 0 ? [[lane, count] as [Lane, number]] : [];
  });
}
