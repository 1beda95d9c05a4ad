import { Lane, LANES } from '@companyos/plugin-intelgraph-common';

/** Time spans to choose from, in milliseconds. */
export const SPANS_MS = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
} as const;

/** How far back one looks. */
export type Range = keyof typeof SPANS_MS | 'all' | 'custom';

/** How the facts are shown. */
export const VIEWS = ['facts', 'lanes', 'table'] as const;
export type View = (typeof VIEWS)[number];

/** What a person asked a timeline to show; all of it lives in the URL. */
export interface TimelineState {
  view: View;
  range: Range;
  /** ISO 8601 UTC; only with the range `custom`. */
  from?: string;
  to?: string;
  lanes: Lane[];
  q?: string;
  entity?: string;
  /** Steps of relation, 0 to 3. */
  depth: number;
  source?: string;
  environment?: string;
  region?: string;
  /** Percent. */
  minConfidence?: number;
  conflictsOnly: boolean;
  /** Time travel: what was known at this time. */
  knownAt?: string;
  /** What was so at this time. */
  asOf?: string;
}

/** What applies where the URL says nothing. */
export interface TimelineDefaults {
  range: Exclude<Range, 'custom'>;
  depth: number;
}

const NAMES = [
  'view',
  'range',
  'from',
  'to',
  'lane',
  'q',
  'entity',
  'depth',
  'source',
  'environment',
  'region',
  'confidence',
  'conflicts',
  'knownAt',
  'asOf',
] as const;

const FILTERS = [
  'lanes',
  'q',
  'entity',
  'source',
  'environment',
  'region',
  'minConfidence',
  'conflictsOnly',
] as const;

/** A moment of the URL as ISO 8601 UTC; undefined where it is none. */
export function readTime(text: string | null): string | undefined {
  const time = text ? Date.parse(text) : NaN;
  return Number.isFinite(time) ? new Date(time).toISOString() : undefined;
}

function readInteger(
  text: string | null,
  least: number,
  most: number,
): number | undefined {
  const number = text === null || text === '' ? NaN : Number(text);
  return Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;
}

const isLane = (text: string): text is Lane =>
  (LANES as readonly string[]).includes(text);

/** Reads what the URL says; nonsense counts as nothing. */
export function readTimelineState(
  params: URLSearchParams,
  defaults: TimelineDefaults,
): TimelineState {
  const text = (name: string, most = 200) =>
    params.get(name)?.trim().slice(0, most) || undefined;
  const from = readTime(params.get('from'));
  const end = readTime(params.get('to'));
  // An end before its start would be no time at all.
  const to = from && end && end <= from ? undefined : end;
  const wanted = params.get('range');
  const range =
    [...Object.keys(SPANS_MS), 'all'].find(one => one === wanted) ??
    (from || to ? 'custom' : defaults.range);
  const isCustom = range === 'custom';
  return {
    view: VIEWS.find(one => one === params.get('view')) ?? 'facts',
    range: range as Range,
    from: isCustom ? from : undefined,
    to: isCustom ? to : undefined,
    lanes: LANES.filter(one =>
      params.getAll('lane').filter(isLane).includes(one),
    ),
    q: text('q'),
    entity: text('entity', 500),
    depth: readInteger(params.get('depth'), 0, 3) ?? defaults.depth,
    source: text('source', 500),
    environment: text('environment', 63),
    region: text('region', 63),
    minConfidence: readInteger(params.get('confidence'), 1, 100),
    conflictsOnly: params.get('conflicts') === 'only',
    knownAt: readTime(params.get('knownAt')),
    asOf: readTime(params.get('asOf')),
  };
}

/** Writes a state; what is as without saying is left out, and other parameters stay. */
export function writeTimelineState(
  params: URLSearchParams,
  state: TimelineState,
  defaults: TimelineDefaults,
): URLSearchParams {
  const next = new URLSearchParams(
    [...params].filter(
      ([name]) => !(NAMES as readonly string[]).includes(name),
    ),
  );
  const set = (name: (typeof NAMES)[number], value: unknown) => {
    if (value !== undefined && value !== '') next.set(name, String(value));
  };
  set('view', state.view === 'facts' ? undefined : state.view);
  if (state.range === 'custom') {
    set('from', state.from);
    set('to', state.to);
  } else {
    set('range', state.range === defaults.range ? undefined : state.range);
  }
  state.lanes.forEach(lane => next.append('lane', lane));
  set('q', state.q);
  set('entity', state.entity);
  set('depth', state.depth === defaults.depth ? undefined : state.depth);
  set('source', state.source);
  set('environment', state.environment);
  set('region', state.region);
  set('confidence', state.minConfidence);
  set('conflicts', state.conflictsOnly ? 'only' : undefined);
  set('knownAt', state.knownAt);
  set('asOf', state.asOf);
  return next;
}

/** Whether anything but the time narrows what is shown. */
export function isFiltered(state: TimelineState): boolean {
  return FILTERS.some(name => {
    const value = state[name];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
}

/** The state that has no filter; time and view are left as they are. */
export const NO_FILTERS: Pick<TimelineState, (typeof FILTERS)[number]> = {
  lanes: [],
  q: undefined,
  entity: undefined,
  source: undefined,
  environment: undefined,
  region: undefined,
  minConfidence: undefined,
  conflictsOnly: false,
};
