import { hash } from 'node:crypto';

/**
 * The link of a source's hash chain for one delivery: SHA-256 over the link before it and everything that must not
 * change about the delivery. It holds digests only, so that erasing what was delivered breaks no chain.
 *
 * @param previous - the link before; undefined for the first, which binds tenant and source instead
 */
export function chainDigest(
  previous: Buffer | undefined,
  link: {
    tenant: string;
    source: string;
    /** From 1. */
    index: number;
    deliveryId: string;
    factId: Buffer;
    bytesDigest: Buffer;
    /** Epoch ms. */
    recordedAt: number;
  },
): Buffer {
  const start =
    previous ??
    Buffer.from(
      `companyos-intelgraph-chain/1\n${link.tenant}\n${link.source}\n`,
    );
  const numbers = Buffer.allocUnsafe(16);
  numbers.writeBigUInt64BE(BigInt(link.index), 0);
  numbers.writeBigUInt64BE(BigInt(link.recordedAt), 8);
  return hash(
    'sha256',
    Buffer.concat([
      start,
      numbers,
      link.factId,
      link.bytesDigest,
      Buffer.from(link.deliveryId),
    ]),
    'buffer',
  );
}
