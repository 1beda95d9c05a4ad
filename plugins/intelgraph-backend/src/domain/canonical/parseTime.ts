import { parseDateTime } from './parseDateTime';

/**
 * Reads an RFC 3339 time as epoch µs. Digits after the sixth of a second are cut off.
 *
 * @returns a safe integer, or undefined if it is no such time or lies outside of the years 1684 to 2255, whose µs a
 * number holds exactly
 */
export function parseTime(text: string): number | undefined {
  const time = parseDateTime(text);
  if (!time) return undefined;
  const micros = time.secondMs * 1000 + time.micros;
  return Number.isSafeInteger(micros) ? micros : undefined;
}
