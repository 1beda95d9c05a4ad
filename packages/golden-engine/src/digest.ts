import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { JsonValue } from './json';

/**
 * SHA-256 of the bytes as 64 lower-case hexadecimal digits.
 *
 * @public
 */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Identity of a JSON value: `sha256:` and the digest of its RFC 8785 form, so that key order and
 * spacing do not matter.
 *
 * @public
 */
export function digestOf(value: JsonValue): string {
  const canonical = canonicalize(value);
  if (canonical === undefined) {
    throw new TypeError('Only JSON values have a digest');
  }
  return `sha256:${sha256(canonical)}`;
}
