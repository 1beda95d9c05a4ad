import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import fc from 'fast-check';
import { rankChanges } from './rankChanges';

const started = Date.UTC(2026, 10, 1, 12) * 1000;
const fact = (
  id: string,
  values: Partial<TimelineItem> = {},
): TimelineItem => ({
  id: `sha256:${id.padStart(64, '0')}`,
  type: 'dev.cdevents.service.deployed',
  lane: 'deploy',
  entity: 'component:default/payments-api',
  mentions: [],
  summary: 'deployed',
  occurredAt: '2026-11-01T11:00:00.000Z',
  recordedAt: '2026-11-01T11:00:00.000Z',
  environment: 'production',
  region: 'global',
  classification: 'internal',
  confidence: 100,
  provenance: [],
  conflictsWith: [],
  erased: false,
  ...values,
});
const candidate = (
  id: string,
  minutes: number,
  values: Partial<TimelineItem> = {},
  distance = 0,
) => ({
  fact: fact(id, values),
  occurredAtMicros: started - minutes * 60e6,
  distance,
});
const incident = {
  startedAtMicros: started,
  environment: 'production',
  entities: ['component:default/payments-api', 'artifact:default/a@1'],
};
const rank = (...candidates: ReturnType<typeof candidate>[]) =>
  rankChanges(incident, candidates, 10);

it('weighs kind, time, distance, environment and confidence, and says so', () => {
  const [first] = rank(candidate('1', 120));
  expect(first.score).toBe(0.5);
  expect(rank(candidate('1', 0))[0].score).toBe(1);
  expect(rank(candidate('1', 0, {}, 1))[0].score).toBe(0.6);
  expect(rank(candidate('1', 0, { confidence: 40 }))[0]).toMatchObject({
    score: 0.4,
    reasons: expect.arrayContaining(['Its source is 40 % sure']),
  });
  expect(rank(candidate('1', 0, { environment: 'staging' }))[0].score).toBe(
    0.3,
  );
  const brought = rank(
    candidate('1', 120, {
      mentions: [{ entity: 'artifact:default/a@1', role: 'artifact' }],
    }),
  );
  expect(brought[0].score).toBe(0.6);
  expect(
    rank(candidate('1', 60, { type: 'dev.cdevents.change.merged' }))[0].reasons,
  ).toEqual([
    'A change was merged (payments-api)',
    '60 minutes before the incident',
    'In the same environment (production)',
  ]);
});

it('leaves out what came after, and what changes nothing', () => {
  expect(
    rank(
      candidate('1', -1),
      candidate('2', 5, { type: 'dev.cdeventsx.companyos-docs.built' }),
    ),
  ).toEqual([]);
});

it('gives the same order for the same candidates, whatever order they came in', () => {
  const candidates = fc.array(
    fc.record({
      id: fc.nat(50).map(String),
      minutes: fc.constantFrom(0, 5, 5, 30, 600),
      distance: fc.nat(3),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(candidates, all => {
      const distinct = [...new Map(all.map(one => [one.id, one])).values()].map(
        ({ id, minutes, distance }) => candidate(id, minutes, {}, distance),
      );
      const ranked = rank(...distinct);
      expect(rank(...[...distinct].reverse())).toEqual(ranked);
      const scores = ranked.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.every(score => score >= 0 && score <= 1)).toBe(true);
    }),
  );
});
