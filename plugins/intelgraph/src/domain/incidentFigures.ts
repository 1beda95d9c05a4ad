import { Incident } from '@companyos/plugin-intelgraph-common';

/** Seconds an incident has lasted, up to its end or to now. */
export function incidentSeconds(
  { startedAt, resolvedAt }: Incident,
  nowMs: number,
): number {
  const endMs = resolvedAt ? Date.parse(resolvedAt) : nowMs;
  return Math.max(0, (endMs - Date.parse(startedAt)) / 1000);
}

/** A score in words; the bounds are those of the ranking's own thirds. */
export function likelihood(score: number): 'likely' | 'possible' | 'unlikely' {
  if (score >= 0.66) return 'likely';
  return score >= 0.33 ? 'possible' : 'unlikely';
}
