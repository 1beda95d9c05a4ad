import { hash } from 'node:crypto';

/** What is told apart. A key of one kind is never compared with one of another. */
export type IdentityKind = 'content' | 'delivery' | 'claim';

/**
 * 52 bits that stand for an identity in the index over identities: enough that strangers seldom meet, few enough for
 * an exact JavaScript number. Who looks one up compares the whole; this only says where.
 */
export function identityKey(
  kind: IdentityKind,
  parts: readonly (string | number)[],
): number {
  const digest = hash('sha256', `${kind}\n${parts.join('\n')}`, 'hex');
  return parseInt(digest.slice(0, 13), 16);
}

/** The key of a content, whose digest is at hand. */
export function contentKey(factId: Buffer): number {
  return factId.readUInt32BE(0) * 2 ** 20 + (factId.readUInt32BE(4) >>> 12);
}
