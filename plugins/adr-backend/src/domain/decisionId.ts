import { createHash } from 'node:crypto';

/**
 * The id of a record: the same on every installation and after every read, as long as the
 * file keeps its place. 16 hex digits.
 */
export function decisionId(entityRef: string, path: string): string {
  return createHash('sha256')
    .update(`${entityRef}\n${path}`)
    .digest('hex')
    .slice(0, 16);
}
