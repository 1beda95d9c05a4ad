const DAY_MS = 86_400_000;

/** Times come in runs of one day, and the calendar is most of the work. */
let lastDay = 0;
let lastDayText = '1970-01-01T';

function dayText(day: number): string {
  if (day !== lastDay) {
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, -13);
    lastDay = day;
  }
  return lastDayText;
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);
const three = (value: number) => (value < 100 ? `0${two(value)}` : `${value}`);

/**
 * Epoch µs as RFC 3339 in UTC: with ms, and with µs where there are some.
 *
 * @throws RangeError if it is no safe integer
 */
export function formatMicros(micros: number): string {
  if (!Number.isSafeInteger(micros)) {
    throw new RangeError(`Epoch µs must be a safe integer, ${micros} came`);
  }
  const milliseconds = Math.floor(micros / 1000);
  const rest = micros - milliseconds * 1000;
  const day = Math.floor(milliseconds / DAY_MS);
  const ofDay = milliseconds - day * DAY_MS;
  const hours = two(Math.floor(ofDay / 3_600_000));
  const minutes = two(Math.floor(ofDay / 60_000) % 60);
  const seconds = two(Math.floor(ofDay / 1000) % 60);
  const fraction = `${three(ofDay % 1000)}${rest === 0 ? '' : three(rest)}`;
  return `${dayText(day)}${hours}:${minutes}:${seconds}.${fraction}Z`;
}
