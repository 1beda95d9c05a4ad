import { TimelineQuery } from '@companyos/plugin-intelgraph-common';
import { SPANS_MS, TimelineState } from './timelineState';

/** The time that is looked at, in epoch milliseconds; without a start it begins with the first fact. */
export interface TimeWindow {
  fromMs?: number;
  toMs: number;
}

/**
 * The time a state looks at. While one travels, "the last hour" ends where one is.
 *
 * @param nowMs - epoch milliseconds
 */
export function timeWindow(state: TimelineState, nowMs: number): TimeWindow {
  const times = [state.knownAt, state.asOf].flatMap(time =>
    time ? [Date.parse(time)] : [],
  );
  const endMs = Math.min(nowMs, ...times);
  switch (state.range) {
    case 'all':
      return { toMs: endMs };
    case 'custom':
      return {
        fromMs: state.from ? Date.parse(state.from) : undefined,
        toMs: state.to ? Date.parse(state.to) : endMs,
      };
    default:
      return { fromMs: endMs - SPANS_MS[state.range], toMs: endMs };
  }
}

/** The question to the back end; `entity` is the fixed one of an entity's own page. */
export function toTimelineQuery(
  state: TimelineState,
  nowMs: number,
  entity: string | undefined = state.entity,
): TimelineQuery {
  const { fromMs } = timeWindow(state, nowMs);
  return {
    entity,
    depth: entity && state.depth ? state.depth : undefined,
    from: fromMs === undefined ? undefined : new Date(fromMs).toISOString(),
    to: state.range === 'custom' ? state.to : undefined,
    knownAt: state.knownAt,
    asOf: state.asOf,
    lane: state.lanes.length ? state.lanes : undefined,
    source: state.source ? [state.source] : undefined,
    minConfidence: state.minConfidence,
    environment: state.environment,
    region: state.region,
    q: state.q,
    conflictsOnly: state.conflictsOnly || undefined,
  };
}
