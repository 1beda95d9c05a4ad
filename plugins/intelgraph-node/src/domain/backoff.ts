const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * How long to wait after a delivery failed: doubling from one second to one minute, of which the second half is
 * random so that many senders do not come back at once.
 *
 * @param attempts - how many failed, this one included
 * @param random - 0 to 1
 * @returns ms
 */
export function backoffMs(attempts: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 16));
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * What a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds, or a date), at most an hour.
 *
 * @returns ms; 0 for no header and for one that can't be read
 */
export function retryAfterMs(
  header: string | null | undefined,
  nowMs: number,
): number {
  if (!header) return 0;
  const asked = /^\d+$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - nowMs;
  return asked > 0 ? Math.min(asked, LONGEST_ASKED_MS) : 0;
}
