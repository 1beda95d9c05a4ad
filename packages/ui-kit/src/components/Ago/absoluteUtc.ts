/** A moment as `2026-03-01 12:04:09 UTC`. `timeMs` is milliseconds since the epoch. */
export function absoluteUtc(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
