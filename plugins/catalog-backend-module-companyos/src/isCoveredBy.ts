import { JsonValue } from '@backstage/types';

/** How many pairs are compared at most; anyone may put long lists into an entity. */
const MOST_COMPARISONS = 500_000;

/**
 * Whether everything that `source` says stands in `result` too. Processing adds to an
 * entity (relations, annotations, defaults) and orders lists anew, so equality is the wrong
 * question; what counts is whether anything the author wrote is missing or different.
 *
 * Placeholders (`$text: ./openapi.yaml`) are replaced while processing and therefore
 * never compared. More than can be looked through in a moment counts as different.
 */
export function isCoveredBy(
  source: JsonValue | undefined,
  result: JsonValue | undefined,
): boolean {
  return covers(source, result, { left: MOST_COMPARISONS });
}

function covers(
  source: JsonValue | undefined,
  result: JsonValue | undefined,
  budget: { left: number },
): boolean {
  budget.left -= 1;
  if (budget.left < 0) {
    return false;
  }
  if (source === null || source === undefined) {
    return true;
  }
  if (Array.isArray(source)) {
    return (
      Array.isArray(result) &&
      source.length === result.length &&
      source.every(
        (item, index) =>
          // Mostly the order is the same.
          covers(item, result[index], budget) ||
          result.some(other => budget.left >= 0 && covers(item, other, budget)),
      )
    );
  }
  if (typeof source === 'object') {
    const entries = Object.entries(source);
    if (entries.length === 1 && entries[0][0].startsWith('$')) {
      return true;
    }
    if (!result || typeof result !== 'object' || Array.isArray(result)) {
      return false;
    }
    return entries.every(([key, value]) => covers(value, result[key], budget));
  }
  return source === result;
}
