import { InputError } from '@backstage/errors';

/** Where a page of the fleet ended: name in lower case and entity ref of its last row. */
export type FleetCursor = { title: string; entityRef: string };

/** An opaque token for a cursor. */
export function encodeCursor({ title, entityRef }: FleetCursor): string {
  return Buffer.from(JSON.stringify(['fleet', title, entityRef])).toString(
    'base64url',
  );
}

/**
 * Reads a token back.
 *
 * @throws InputError when the token is none of the fleet
 */
export function decodeCursor(token: string): FleetCursor {
  try {
    const decoded: unknown = JSON.parse(
      Buffer.from(token, 'base64url').toString('utf8'),
    );
    if (Array.isArray(decoded) && decoded.length === 3) {
      const [list, title, entityRef]: unknown[] = decoded;
      if (
        list === 'fleet' &&
        typeof title === 'string' &&
        typeof entityRef === 'string'
      ) {
        return { title, entityRef };
      }
    }
  } catch {
    // Reported below, as any other token that is not ours.
  }
  throw new InputError(
    'cursor: expected the nextCursor of a page of the fleet; start again without a cursor',
  );
}
