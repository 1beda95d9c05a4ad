import type {
  Campaign,
  MemberStatus,
} from '@companyos/plugin-golden-path-common';

/** How a wave stands as a whole. */
export type WaveState = 'waiting' | 'running' | 'failed' | 'done';

/** One wave of a campaign. */
export interface Wave {
  /** From 1. */
  wave: number;
  size: number;
  counts: Partial<Record<MemberStatus, number>>;
  state: WaveState;
}

function stateOf(counts: Wave['counts'], size: number): WaveState {
  if (counts.failed || counts.conflicts) return 'failed';
  if (counts.waiting === size) return 'waiting';
  return counts.waiting || counts.updating || counts.ready ? 'running' : 'done';
}

/** Sums a campaign's members up by wave, in order. */
export function wavesOf(members: Campaign['members']): Wave[] {
  const waves = new Map<number, Wave['counts']>();
  for (const { wave, status } of members) {
    const counts = waves.get(wave) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    waves.set(wave, counts);
  }
  return [...waves]
    .sort(([a], [b]) => a - b)
    .map(([wave, counts]) => {
      const size = Object.values(counts).reduce((sum, one) => sum + one, 0);
      return { wave, size, counts, state: stateOf(counts, size) };
    });
}
