import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { InputError } from '@backstage/errors';

/** Where a page ended. */
export interface Position {
  /** Epoch µs. */
  readonly occurredAt: number;
  readonly ordinal: number;
  /** 52 bits of the digest of its content. */
  readonly factKey: number;
  /** Place in the log; decides between contents that were made to collide. */
  readonly seq: number;
}

/** What a cursor of a timeline carries. */
export interface TimelineCursor {
  readonly position: Position;
  /** Place in the log that all pages are read at. */
  readonly watermark: number;
}

const VERSION = 1;
const MAC_BYTES = 16;

/**
 * Digest of everything that must stay the same from page to page: tenant, filters and order.
 *
 * @param filters - in any order; undefined counts as absent
 */
export function filterDigest(filters: Record<string, unknown>): string {
  const text = JSON.stringify(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Writes a cursor that only this portal can have written. */
export function writeCursor(
  key: Buffer,
  filters: string,
  { position, watermark }: TimelineCursor,
): string {
  const payload = Buffer.from(
    JSON.stringify([
      VERSION,
      filters,
      watermark,
      position.occurredAt,
      position.ordinal,
      position.factKey,
      position.seq,
    ]),
  );
  return Buffer.concat([macOf(key, payload), payload]).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws InputError when it was not written here, or belongs to other filters or another tenant
 */
export function readCursor(
  key: Buffer,
  filters: string,
  cursor: string,
): TimelineCursor {
  const bytes = Buffer.from(cursor, 'base64url');
  const payload = bytes.subarray(MAC_BYTES);
  if (
    bytes.length <= MAC_BYTES ||
    !timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(key, payload))
  ) {
    throw new InputError(
      'The cursor is not one of this portal; start again without it',
    );
  }
  const [version, of, watermark, occurredAt, ordinal, factKey, seq] =
    JSON.parse(payload.toString());
  if (version !== VERSION || of !== filters) {
    throw new InputError(
      'The cursor belongs to another tenant, other filters or another order; repeat those, or start again without it',
    );
  }
  return {
    watermark,
    position: { occurredAt, ordinal, factKey, seq },
  };
}

function macOf(key: Buffer, payload: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(payload)
    .digest()
    .subarray(0, MAC_BYTES);
}
