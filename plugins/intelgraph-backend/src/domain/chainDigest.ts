import { sha256 } from './canonical/sha256';

/** Before the id of the delivery: the link before, two numbers, two digests. */
const FIXED_BYTES = 32 + 16 + 32 + 32;
/** An id has at most 256 characters. */
let scratch = Buffer.allocUnsafeSlow(FIXED_BYTES + 256 * 3);

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
  const most = start.length + FIXED_BYTES + link.deliveryId.length * 3;
  if (most > scratch.length) scratch = Buffer.allocUnsafeSlow(most);
  let at = start.copy(scratch);
  at = writeUint64(at, link.index);
  at = writeUint64(at, link.recordedAt);
  at += link.factId.copy(scratch, at);
  at += link.bytesDigest.copy(scratch, at);
  at += scratch.write(link.deliveryId, at);
  return sha256(scratch.subarray(0, at));
}

/** Big-endian, in two halves: BigInt would cost more than the hash. */
function writeUint64(at: number, value: number): number {
  scratch.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  return scratch.writeUInt32BE(value >>> 0, at + 4);
}
