const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A moment in words relative to another ("3 hr. ago", "in 2 days").
 *
 * @param timeMs - the moment, milliseconds since the epoch
 * @param nowMs - what it is relative to, milliseconds since the epoch
 * @returns undefined within five seconds of now, where a number would only flicker
 */
export function relativeTime(
  timeMs: number,
  nowMs: number,
): string | undefined {
  const seconds = Math.round((timeMs - nowMs) / 1000);
  if (Math.abs(seconds) < 5) return undefined;
  const [unit, size] =
    units.find(([, length]) => Math.abs(seconds) >= length) ??
    units[units.length - 1];
  return new Intl.RelativeTimeFormat('en', {
    numeric: 'always',
    style: 'short',
  }).format(Math.trunc(seconds / size), unit);
}
