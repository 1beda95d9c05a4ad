import { sha256 } from '../canonical/sha256';
import { Rejection } from './Rejection';

const SLUG = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const DIGEST_LENGTH = 8;

/**
 * OpenLineage namespaces are often URIs (`postgres://host:5432`). One that is not fit for an entity ref gets a digest at
 * its end, since two of them must not become one.
 */
function slugOf(namespace: string): string {
  if (SLUG.test(namespace)) return namespace;
  const slug = namespace
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 62 - DIGEST_LENGTH)
    .replace(/[._-]+$/, '');
  const digest = sha256(namespace).toString('hex').slice(0, DIGEST_LENGTH);
  return slug ? `${slug}-${digest}` : digest;
}

/**
 * Entity ref of what OpenLineage names by a namespace and a name.
 *
 * @param pointer - JSON pointer to the name
 * @throws {@link Rejection} if it would be longer than 500 characters
 */
export function lineageRef(
  kind: 'job' | 'dataset',
  namespace: string,
  name: string,
  pointer: string,
): string {
  const escaped = name.replace(/[\s\p{Cc}%]/gu, encodeURIComponent);
  const ref = `${kind}:${slugOf(namespace)}/${escaped}`;
  if (ref.length > 500) {
    throw new Rejection(
      pointer,
      `expected a name whose entity ref has at most 500 characters, one of ${ref.length} came`,
    );
  }
  return ref;
}
