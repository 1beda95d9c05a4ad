const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration in its largest whole unit (`42 min`, `3 days`). */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const [unit, length] =
    UNITS.find(([, one]) => size >= one) ?? UNITS[UNITS.length - 1];
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit,
    unitDisplay: unit === 'day' ? 'long' : 'short',
  }).format(Math.trunc(size / length));
}
