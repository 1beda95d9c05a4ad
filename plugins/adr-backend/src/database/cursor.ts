import { InputError } from '@backstage/errors';

/** Where a page ended: the values of its order for its last row. */
export type Cursor = {
  tenant: string;
  /** Order of the list; a cursor is of no use in another one. */
  sort: string;
  values: (string | number)[];
};

/** An opaque token for a cursor. */
export function encodeCursor({ tenant, sort, values }: Cursor): string {
  return Buffer.from(JSON.stringify([tenant, sort, ...values])).toString(
    'base64url',
  );
}

/**
 * Reads a token back. It comes from outside, so only its own tenant and order count.
 *
 * @param types - of the values that the order has
 * @throws InputError when the token is none of this list
 */
export function decodeCursor(
  token: string,
  expected: { tenant: string; sort: string; types: ('string' | 'number')[] },
): (string | number)[] {
  try {
    const decoded: unknown = JSON.parse(
      Buffer.from(token, 'base64url').toString('utf8'),
    );
    if (Array.isArray(decoded)) {
      const [tenant, sort, ...values]: unknown[] = decoded;
      const isSame =
        tenant === expected.tenant &&
        sort === expected.sort &&
        values.length === expected.types.length;
      const typed = values.filter(
        (value, index): value is string | number =>
          typeof value === expected.types[index] && isStorable(value),
      );
      if (isSame && typed.length === values.length) {
        return typed;
      }
    }
  } catch {
    // Reported below, as any other token that is not ours.
  }
  throw new InputError(
    'cursor: expected the nextCursor of a page with the same parameters; start again without a cursor',
  );
}

/** Whether PostgreSQL takes the value; a token of ours has no other. */
function isStorable(value: unknown): boolean {
  return typeof value === 'number'
    ? Number.isInteger(value) && Math.abs(value) < 2 ** 31
    : !String(value).includes('\0');
}
