import { JsonObject, JsonValue } from '../types';

/**
 * What a `$ref` into the same document points to.
 *
 * @returns undefined for refs to other documents and refs to nothing
 */
export function resolveRef(
  root: JsonObject,
  ref: string,
): JsonValue | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  let target: JsonValue | undefined = root;
  for (const step of ref.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    if (
      target === null ||
      typeof target !== 'object' ||
      !Object.prototype.hasOwnProperty.call(target, key)
    ) {
      return undefined;
    }
    target = (target as JsonObject)[key];
  }
  return target;
}
