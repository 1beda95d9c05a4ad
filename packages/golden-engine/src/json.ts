/**
 * A JSON value.
 *
 * @public
 */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | JsonObject;

/**
 * A JSON object.
 *
 * @public
 */
export interface JsonObject {
  [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds one segment to a JSON pointer (RFC 6901 §3). */
export function pointer(parent: string, segment: string | number): string {
  return `${parent}/${String(segment)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')}`;
}

/**
 * A copy of the value that is nothing but JSON data: no prototypes, getters, symbols or
 * `undefined`. Throws a TypeError where the value is none (functions, cycles, NaN, lone surrogates).
 */
export function toJson(value: unknown, depth = 0): JsonValue {
  if (depth > 64) {
    throw new TypeError('nested deeper than 64 levels');
  }
  if (value === null || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value;
  }
  if (typeof value === 'string') {
    if (/\p{Cs}/u.test(value)) {
      throw new TypeError('text that is not well-formed Unicode');
    }
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => toJson(item, depth + 1));
  }
  if (typeof value === 'object' && value !== undefined) {
    const proto: unknown = Object.getPrototypeOf(value);
    // A plain object, also one from another realm (worker, vm).
    if (proto === null || Object.getPrototypeOf(proto) === null) {
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [key, toJson(item, depth + 1)]),
      );
    }
  }
  throw new TypeError('a value that JSON cannot hold');
}
