const DIGIT_ZERO = 48;

/** The number that the digits from `start` make; NaN if one is no digit. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = text.charCodeAt(index) - DIGIT_ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : DAYS[month - 1];
}

/**
 * Reads an RFC 3339 time. Digits after the sixth of a second are cut off; a leap second is the start of the next.
 *
 * @returns epoch ms of the whole second and the µs on top of it (0–999,999), or undefined if it is no such time
 */
export function parseDateTime(
  text: string,
): { readonly secondMs: number; readonly micros: number } | undefined {
  if (text.length < 20 || text.length > 40) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const separator = text[10];
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    (separator !== 'T' && separator !== 't') ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    // Written so that NaN fails as well.
    !(year >= 0 && month >= 1 && month <= 12) ||
    !(day >= 1 && day <= daysOf(year, month)) ||
    !(hour <= 23 && minute <= 59 && second <= 60)
  ) {
    return undefined;
  }

  let position = 19;
  let micros = 0;
  if (text[position] === '.') {
    position++;
    const start = position;
    let weight = 100_000;
    for (;;) {
      const digit = text.charCodeAt(position) - DIGIT_ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      micros += digit * weight;
      weight = weight === 1 ? 0 : weight / 10;
      position++;
    }
    if (position === start || position - start > 9) return undefined;
  }

  let offsetMinutes = 0;
  const zone = text[position];
  if (zone === 'Z' || zone === 'z') {
    if (text.length !== position + 1) return undefined;
  } else {
    const hours = digits(text, position + 1, 2);
    const minutes = digits(text, position + 4, 2);
    if (
      (zone !== '+' && zone !== '-') ||
      text[position + 3] !== ':' ||
      text.length !== position + 6 ||
      !(hours <= 23 && minutes <= 59)
    ) {
      return undefined;
    }
    offsetMinutes = (zone === '+' ? 1 : -1) * (hours * 60 + minutes);
  }

  // Date.UTC takes years below 100 for those of the last century.
  const shift = year < 100 ? 400 : 0;
  let secondMs =
    Date.UTC(year + shift, month - 1, day, hour, minute, second) -
    offsetMinutes * 60_000;
  if (shift) secondMs -= 146_097 * 86_400_000;
  // Leap seconds are put in at the end of a UTC day only.
  if (second === 60 && secondMs % 86_400_000 !== 0) return undefined;
  return { secondMs, micros };
}
