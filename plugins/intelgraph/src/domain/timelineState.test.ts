import {
  isFiltered,
  NO_FILTERS,
  readTimelineState,
  TimelineDefaults,
  TimelineState,
  writeTimelineState,
} from './timelineState';
import { timeWindow, toTimelineQuery } from './toTimelineQuery';

const defaults: TimelineDefaults = { range: '24h', depth: 0 };
const read = (query: string) =>
  readTimelineState(new URLSearchParams(query), defaults);
const nowMs = Date.parse('2026-03-03T12:00:00.000Z');

describe('what the URL says', () => {
  it('comes back as it was written, whatever is chosen', () => {
    const choices: Partial<TimelineState>[] = [
      { view: 'lanes' },
      { range: 'all' },
      { range: '7d' },
      {
        range: 'custom',
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-02T00:00:00.000Z',
      },
      { range: 'custom', to: '2026-03-02T00:00:00.000Z' },
      { lanes: ['incident', 'deploy'], q: 'a b&c=d' },
      { entity: 'dataset:default/orders:v1', depth: 3 },
      { source: 'urn:x?y', environment: 'prod', region: 'eu' },
      { minConfidence: 75, conflictsOnly: true },
      {
        knownAt: '2026-03-01T10:00:00.000Z',
        asOf: '2026-02-01T10:00:00.000Z',
      },
    ];
    for (const first of choices) {
      for (const second of choices) {
        const state = { ...read(''), ...first, ...second };
        if (state.range !== 'custom') {
          delete state.from;
          delete state.to;
        }
        const params = writeTimelineState(
          new URLSearchParams('fact=x&lane=other'),
          state,
          defaults,
        );
        expect(params.get('fact')).toBe('x');
        expect(read(params.toString())).toEqual(state);
      }
    }
  });

  it('says nothing for what is as without saying, and takes nonsense for nothing', () => {
    const untouched = read('');
    expect(
      writeTimelineState(new URLSearchParams(), untouched, defaults).toString(),
    ).toBe('');
    expect(
      read(
        'range=1y&lane=cats&depth=-1&confidence=101&knownAt=soon&view=pie&conflicts=1',
      ),
    ).toEqual(untouched);
    // An end before its start is no time at all.
    expect(read('from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z').to).toBe(
      undefined,
    );
  });

  it('knows whether anything but the time narrows it', () => {
    expect(isFiltered(read('range=7d&knownAt=2026-03-01T00:00:00Z'))).toBe(
      false,
    );
    for (const one of ['lane=deploy', 'q=x', 'confidence=5', 'entity=a:b/c']) {
      expect(isFiltered(read(one))).toBe(true);
      expect(isFiltered({ ...read(one), ...NO_FILTERS })).toBe(false);
    }
  });
});

describe('the question', () => {
  it('ends where one has travelled to', () => {
    const state = read('range=1h&knownAt=2026-03-01T10:00:00.000Z');
    expect(timeWindow(state, nowMs)).toEqual({
      fromMs: Date.parse('2026-03-01T09:00:00.000Z'),
      toMs: Date.parse('2026-03-01T10:00:00.000Z'),
    });
    expect(toTimelineQuery(state, nowMs)).toMatchObject({
      from: '2026-03-01T09:00:00.000Z',
      to: undefined,
      knownAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('has no start for all times, and steps only around an entity', () => {
    expect(toTimelineQuery(read('range=all&depth=2'), nowMs)).toMatchObject({
      from: undefined,
      depth: undefined,
      conflictsOnly: undefined,
    });
    expect(
      toTimelineQuery(read('depth=2&entity=a:b/other'), nowMs, 'a:b/c'),
    ).toMatchObject({ entity: 'a:b/c', depth: 2 });
  });
});
