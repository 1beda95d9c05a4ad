import { Edge, Graph, Lane } from '@companyos/plugin-intelgraph-common';
import { fact, histogram } from '../__testUtils__/fixtures';
import { entityRefParts } from './entityRefParts';
import { factsByDay } from './factsByDay';
import { formatDuration } from './formatDuration';
import { graphLayout, NODE } from './graphLayout';
import { histogramBars, laneTotals } from './histogramBars';
import { likelihood } from './incidentFigures';
import { laneNeighbour } from './laneNeighbour';
import { packTracks } from './packTracks';
import { schemaTypes } from './schemaTypes';
import { extentOf, placeOf, reveal, ticks, zoom } from './timeScale';
import { webAddress } from './webAddress';

describe('a scale of time', () => {
  const extents = [
    { from: 0, to: 1_000 },
    { from: 1_700_000_000_000, to: 1_700_000_060_000 },
    { from: 1_600_000_000_000, to: 1_760_000_000_000 },
  ];

  it('has all times inside, and few round ticks', () => {
    expect(extentOf([])).toBeUndefined();
    for (const { from, to } of extents) {
      const extent = extentOf([to, from, (from + to) / 2]);
      if (!extent) throw new Error('There are times');
      expect(placeOf(from, extent)).toBeGreaterThan(0);
      expect(placeOf(to, extent)).toBeLessThan(1);
      for (const most of [1, 3, 6]) {
        const marks = ticks(extent, most);
        expect(marks.length).toBeLessThanOrEqual(most);
        expect(marks.every(one => one >= extent.from && one <= extent.to)).toBe(
          true,
        );
      }
      expect(ticks(extent, 6).length).toBeGreaterThan(0);
    }
    expect(extentOf([5])).toEqual({ from: -29_995, to: 30_005 });
  });

  it('zooms around its middle and back, never to nothing, and brings times in', () => {
    const extent = { from: 0, to: 100_000 };
    expect(zoom(zoom(extent, 0.5), 2)).toEqual(extent);
    const tiny = Array.from({ length: 99 }).reduce<typeof extent>(
      one => zoom(one, 0.5),
      extent,
    );
    expect(tiny.to).toBeGreaterThan(tiny.from);
    expect(reveal(extent, 50_000)).toBe(extent);
    expect(reveal(extent, 300_000)).toEqual({ from: 250_000, to: 350_000 });
  });
});

it('marks of a track keep their distance, as long as there are tracks', () => {
  expect(packTracks([0, 0.01, 0.02, 0.5], 0.03, 3)).toEqual([0, 1, 2, 0]);
  expect(packTracks([0, 0.01, 0.02, 0.025], 0.03, 2)).toEqual([0, 1, 0, 1]);
  for (let count = 0; count < 40; count++) {
    const places = Array.from({ length: count }, (_, i) => (i * 7919) % 97)
      .sort((a, b) => a - b)
      .map(one => one / 97);
    const tracks = packTracks(places, 0.05, count + 1);
    const gaps = places.flatMap((place, i) =>
      places
        .slice(0, i)
        .flatMap((before, j) =>
          tracks[i] === tracks[j] ? [place - before] : [],
        ),
    );
    expect(Math.min(1, ...gaps)).toBeGreaterThanOrEqual(0.05);
  }
});

it('bars stack to their total, and only with the lanes that are chosen', () => {
  const loaded = histogram({
    buckets: [
      { from: '2026-03-01T00:00:00Z', counts: { deploy: 3, test: 1 } },
      { from: '2026-03-01T01:00:00Z', counts: {} },
    ],
    bucketSeconds: 3_600,
  });
  const [bar, none] = histogramBars(loaded, []);
  expect(bar.total).toBe(4);
  expect(bar.toMs - bar.fromMs).toBe(3_600_000);
  expect(bar.segments).toEqual([
    { lane: 'deploy', count: 3, bottom: 0, height: 0.75 },
    { lane: 'test', count: 1, bottom: 0.75, height: 0.25 },
  ]);
  expect(none.segments).toEqual([]);
  expect(histogramBars(loaded, ['test'])[0]).toMatchObject({ total: 1 });
  expect(laneTotals(loaded)).toEqual([
    ['deploy', 3],
    ['test', 1],
  ]);
});

it('keys lead through time and lanes', () => {
  const at = (character: string, lane: Lane, minute: number) =>
    fact(character, { lane, occurredAt: `2026-03-01T00:${minute}:00Z` });
  const ordered = [
    at('a', 'deploy', 10),
    at('b', 'test', 11),
    at('c', 'test', 30),
    at('d', 'deploy', 31),
  ];
  const go = (index: number, key: string) =>
    ordered.findIndex(
      one =>
        one ===
        laneNeighbour(ordered, ['deploy', 'test'], ordered[index].id, key),
    );
  expect(go(0, 'ArrowRight')).toBe(1);
  expect(go(3, 'ArrowRight')).toBe(-1);
  expect(go(3, 'ArrowDown')).toBe(2);
  expect(go(1, 'ArrowUp')).toBe(0);
  expect(go(0, 'ArrowUp')).toBe(-1);
  expect(go(2, 'Home')).toBe(0);
  expect(go(0, 'End')).toBe(3);
  expect(go(0, 'x')).toBe(-1);
  expect(laneNeighbour([], [], undefined, 'Home')).toBeUndefined();
});

describe('the drawing of a graph', () => {
  const edge = (from: string, to: string): Edge => ({
    from,
    to,
    type: 'uses',
    factId: `sha256:${'0'.repeat(64)}`,
    confidence: 100,
    validFrom: '2026-03-01T00:00:00Z',
    policies: [],
  });
  const graphOf = (edges: Edge[]): Graph => ({
    root: 'c:d/root',
    nodes: [...new Set(edges.flatMap(({ from, to }) => [from, to]))].map(
      entity => ({ entity, distance: 1 }),
    ),
    edges,
    truncated: false,
    watermark: 1,
  });
  const names = ['root', 'a', 'b', 'x', 'y', 'z'].map(one => `c:d/${one}`);
  const edges = [
    edge('c:d/a', 'c:d/root'),
    edge('c:d/b', 'c:d/root'),
    edge('c:d/root', 'c:d/x'),
    edge('c:d/x', 'c:d/y'),
    edge('c:d/y', 'c:d/root'),
    edge('c:d/z', 'c:d/z'),
  ];

  it('is the same in whatever order things come, and no node lies on another', () => {
    const layout = graphLayout(graphOf(edges));
    const reversed = graphLayout(graphOf([...edges].reverse()));
    const placed = (one: typeof layout) =>
      [...one.nodes].sort((a, b) => a.entity.localeCompare(b.entity));
    expect(placed(reversed)).toEqual(placed(layout));
    expect(layout.nodes.map(({ entity }) => entity).sort()).toEqual(
      [...names].sort(),
    );
    for (const a of layout.nodes) {
      expect(a.x + NODE.width).toBeLessThanOrEqual(layout.width);
      expect(a.y + NODE.height).toBeLessThanOrEqual(layout.height);
      for (const b of layout.nodes) {
        const apart =
          a === b ||
          Math.abs(a.x - b.x) >= NODE.width ||
          Math.abs(a.y - b.y) >= NODE.height;
        expect(apart).toBe(true);
      }
    }
    expect(layout.edges).toHaveLength(edges.length);
  });

  it('has on the left what flows in, on the right what flows out', () => {
    const { nodes } = graphLayout(graphOf(edges));
    const x = (name: string) =>
      nodes.find(({ entity }) => entity === `c:d/${name}`)?.x ?? NaN;
    expect(x('a')).toBeLessThan(x('root'));
    expect(x('x')).toBeGreaterThan(x('root'));
  });

  it('leads relations within a column around what lies between them', () => {
    const within = graphLayout(
      graphOf([
        edge('c:d/root', 'c:d/a'),
        edge('c:d/root', 'c:d/b'),
        edge('c:d/a', 'c:d/b'),
      ]),
    );
    const [a] = within.nodes.filter(({ entity }) => entity === 'c:d/a');
    const [placed] = within.edges.filter(
      one => one.edge.from === 'c:d/a' && one.edge.to === 'c:d/b',
    );
    expect(placed.labelX).toBeGreaterThan(a.x + NODE.width);
    expect(placed.labelX).toBeLessThan(within.width);
    // It begins and ends at the same side.
    const numbers = placed.path.match(/-?[\d.]+/g)?.map(Number) ?? [];
    expect([numbers[0], numbers[6]]).toEqual([
      a.x + NODE.width,
      a.x + NODE.width,
    ]);
  });

  it('is the root alone where there is nothing else', () => {
    expect(graphLayout(graphOf([])).nodes).toHaveLength(1);
  });
});

it('words and parts', () => {
  expect(entityRefParts('artifact:default/pkg:npm/a@1')).toEqual({
    kind: 'artifact',
    namespace: 'default',
    name: 'pkg:npm/a@1',
  });
  expect(entityRefParts('nothing').name).toBe('nothing');
  expect([0, 59, 61, 7_200, 200_000].map(formatDuration)).toEqual([
    '0 sec',
    '59 sec',
    '1 min',
    '2 hr',
    '2 days',
  ]);
  expect([0, 0.4, 0.9].map(likelihood)).toEqual([
    'unlikely',
    'possible',
    'likely',
  ]);
  expect(
    factsByDay([
      fact('a', { occurredAt: '2026-03-02T12:00:00Z' }),
      fact('b', { occurredAt: '2026-03-02T11:59:00Z' }),
      fact('c', { occurredAt: '2026-02-02T12:00:00Z' }),
    ]).map(({ facts }) => facts.length),
  ).toEqual([2, 1]);
  const schema = (type: string, version: string) => ({
    type,
    version,
    lane: 'test' as const,
    compatibility: 'none' as const,
    origin: 'built-in' as const,
  });
  expect(
    schemaTypes([
      schema('b', '1.2.0'),
      schema('a', '1.0.0'),
      schema('b', '1.10.0'),
    ]).map(({ type, newest }) => `${type} ${newest.version}`),
  ).toEqual(['a 1.0.0', 'b 1.10.0']);
  expect(webAddress('data:text/html,hello')).toBeUndefined();
  expect(webAddress('https://a.example')).toBe('https://a.example');
});
