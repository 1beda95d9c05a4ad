import {
  Histogram,
  IntelGraphApi,
  TimelinePage,
  TimelineQuery,
} from '@companyos/plugin-intelgraph-common';
import { TimelineState } from '../../domain/timelineState';
import { timeWindow, toTimelineQuery } from '../../domain/toTimelineQuery';

/** Facts that are loaded at a time. */
export const PAGE_SIZE = 100;
const BUCKETS = 60;
const COUNTED_AT_MOST = 200;
const LEAST_WINDOW_MS = 60_000;

/** A page of a timeline, and on the first what is said about the whole. */
export interface LoadedTimeline extends TimelinePage {
  query: TimelineQuery;
  /** Epoch milliseconds. */
  loadedAt: number;
  /** Undefined without a fact, and where it could not be loaded. */
  histogram?: Histogram;
  histogramFailed?: boolean;
  /** Contradicted facts in all pages; undefined where they could not be counted. */
  conflicting?: { count: number; isAll: boolean };
  /** Facts of the time that were recorded after the time one has travelled to. */
  leftOut?: number;
}

const sumOf = ({ buckets }: Histogram) =>
  buckets.reduce(
    (sum, { counts }) =>
      Object.values(counts).reduce((total, count) => total + count, sum),
    0,
  );

/** The facts, and beside them what can be missed: how they spread, how many are contradicted. */
export async function loadTimeline(
  api: IntelGraphApi,
  state: TimelineState,
  nowMs: number,
  entity: string | undefined,
): Promise<LoadedTimeline> {
  const query = toTimelineQuery(state, nowMs, entity);
  const [page, spread, conflicts] = await Promise.all([
    api.getTimeline({ ...query, limit: PAGE_SIZE }),
    loadSpread(api, state, nowMs, query).catch(() => ({
      histogramFailed: true,
    })),
    loadConflicts(api, query).catch(() => undefined),
  ]);
  return {
    ...page,
    ...spread,
    query,
    loadedAt: nowMs,
    conflicting: conflicts,
  };
}

async function loadConflicts(api: IntelGraphApi, query: TimelineQuery) {
  const { items, pageInfo } = await api.getTimeline({
    ...query,
    conflictsOnly: true,
    limit: COUNTED_AT_MOST,
  });
  return { count: items.length, isAll: !pageInfo.hasNextPage };
}

async function loadSpread(
  api: IntelGraphApi,
  state: TimelineState,
  nowMs: number,
  { entity, depth, knownAt }: TimelineQuery,
): Promise<Pick<LoadedTimeline, 'histogram' | 'leftOut'>> {
  const { fromMs, toMs } = timeWindow(state, nowMs);
  const startMs =
    fromMs ?? (await firstFactMs(api, { entity, depth, knownAt }));
  if (startMs === undefined || startMs >= toMs) return {};
  const time = {
    entity,
    depth,
    // A single moment has no width to draw.
    from: new Date(Math.min(startMs, toMs - LEAST_WINDOW_MS)).toISOString(),
    to: new Date(toMs).toISOString(),
  };
  const [histogram, ofNow] = await Promise.all([
    api.getHistogram({ ...time, knownAt, buckets: BUCKETS }),
    knownAt ? api.getHistogram({ ...time, buckets: 1 }) : undefined,
  ]);
  return {
    histogram,
    leftOut: ofNow && Math.max(0, sumOf(ofNow) - sumOf(histogram)),
  };
}

async function firstFactMs(
  api: IntelGraphApi,
  query: TimelineQuery,
): Promise<number | undefined> {
  const { items } = await api.getTimeline({ ...query, order: 'asc', limit: 1 });
  return items[0] && Date.parse(items[0].occurredAt);
}
