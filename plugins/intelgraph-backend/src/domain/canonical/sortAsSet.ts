import { JsonValue } from '../types';
import { canonicalJson } from './canonicalJson';

/** The elements in the order of their canonical JSON, each one once. */
export function sortAsSet(elements: readonly JsonValue[]): JsonValue[] {
  const byText = new Map<string, JsonValue>();
  for (const element of elements) byText.set(canonicalJson(element), element);
  return [...byText.keys()].sort().map(text => byText.get(text)!);
}
