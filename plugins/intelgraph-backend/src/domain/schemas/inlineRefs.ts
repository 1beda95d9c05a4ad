import { canonicalJson } from '../canonical/canonicalJson';
import { resolveRef } from '../canonical/resolveRef';
import { JsonObject } from '../types';
import { mapSubschemas } from './mapSubschemas';

/** Refs to refs can make a schema of any size out of a small one. */
const MAX_SCHEMAS = 20_000;

/**
 * The schema with what its refs point to in their place. Refs of a schema to itself, which have no end, and refs to
 * elsewhere stay as they are, and then so do the `$defs`. A ref with keywords beside it becomes an `allOf`, unless the
 * two can simply be laid together.
 *
 * @throws RangeError if that makes more than 20,000 schemas
 */
export function inlineRefs(root: JsonObject): JsonObject {
  let isWhole = true;
  let schemas = 0;
  const inline = (schema: JsonObject, path: readonly string[]): JsonObject => {
    schemas++;
    if (schemas > MAX_SCHEMAS) {
      throw new RangeError('The schema is too large with its refs inlined');
    }
    const { $ref, ...rest } = schema;
    const own = mapSubschemas(rest, child => inline(child, path));
    if (typeof $ref !== 'string') return own;
    const target = path.includes($ref) ? undefined : resolveRef(root, $ref);
    if (
      target === undefined ||
      target === null ||
      typeof target !== 'object' ||
      Array.isArray(target)
    ) {
      isWhole = false;
      return { ...own, $ref };
    }
    const inlined = inline(target, [...path, $ref]);
    const canBeLaidTogether = Object.keys(own).every(
      key =>
        inlined[key] === undefined ||
        canonicalJson(own[key]) === canonicalJson(inlined[key]),
    );
    return canBeLaidTogether
      ? { ...own, ...inlined }
      : { allOf: [own, inlined] };
  };
  const { $defs, ...rest } = root;
  const result = inline(rest, []);
  return isWhole || $defs === undefined ? result : { ...result, $defs };
}
