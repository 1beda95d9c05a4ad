import { parseDateTime } from './parseDateTime';

const AS_UTC = /^[^.]{19}(?:\.(\d{1,9}))?[Zz]$/;

/**
 * An RFC 3339 time in UTC with six digits of a second, so that one instant has one text.
 *
 * @returns undefined if it is no such time, or one before the year 0 or after 9999 in UTC
 */
export function normaliseTime(text: string): string | undefined {
  const time = parseDateTime(text);
  if (!time) return undefined;
  const asUtc = AS_UTC.exec(text);
  // The usual case needs no calendar; a leap second, 60, does.
  if (asUtc && text[17] !== '6') {
    const fraction = (asUtc[1] ?? '').slice(0, 6).padEnd(6, '0');
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  }
  const whole = new Date(time.secondMs).toISOString();
  if (whole.length !== 24) return undefined;
  return `${whole.slice(0, 19)}.${String(time.micros).padStart(6, '0')}Z`;
}
