import type { MemberStatus } from '@companyos/plugin-golden-path-common';
import { wavesOf } from './wavesOf';

const member = (wave: number, status: MemberStatus) => ({
  entityRef: `component:default/${wave}-${status}`,
  wave,
  status,
});

it('sums members up by wave and says how each wave stands', () => {
  expect(
    wavesOf([
      member(3, 'waiting'),
      member(1, 'done'),
      member(1, 'skipped'),
      member(2, 'updating'),
      member(2, 'waiting'),
      member(4, 'done'),
      member(4, 'conflicts'),
    ]),
  ).toEqual([
    { wave: 1, size: 2, counts: { done: 1, skipped: 1 }, state: 'done' },
    { wave: 2, size: 2, counts: { updating: 1, waiting: 1 }, state: 'running' },
    { wave: 3, size: 1, counts: { waiting: 1 }, state: 'waiting' },
    { wave: 4, size: 2, counts: { done: 1, conflicts: 1 }, state: 'failed' },
  ]);
});
