import { CanonicalJsonError } from './CanonicalJsonError';
import { escapePointer } from './escapePointer';

/** How deep values may nest, when the caller names no other limit. Far below what overflows the stack. */
const DEFAULT_DEPTH = 200;
/** From here on ECMAScript prints numbers with an exponent, so that nobody takes them for exact. */
const EXPONENT_FROM = 1e21;

/** All but what stands in JSON as it is: no quotation mark, backslash, control character or surrogate. */
const NEEDS_CARE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Thrown inside, without a stack and a pointer; where it is, is only looked for when something is wrong. */
const FAULT = Symbol('fault');

function isInexact(value: number): boolean {
  return (
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    Math.abs(value) < EXPONENT_FROM
  );
}

function writeString(value: string): string {
  if (!NEEDS_CARE.test(value)) return `"${value}"`;
  if (LONE_SURROGATE.test(value)) throw FAULT;
  return JSON.stringify(value);
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index++) {
    // The default order is that of UTF-16 code units, which is the one of RFC 8785.
    if (keys[index - 1] > keys[index]) return keys.sort();
  }
  return keys;
}

function write(value: unknown, depthLeft: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      if (!Number.isFinite(value) || isInexact(value)) throw FAULT;
      return value === 0 ? '0' : `${value}`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object': {
      if (value === null) return 'null';
      if (depthLeft === 0) throw FAULT;
      if (Array.isArray(value)) {
        let text = '[';
        for (let index = 0; index < value.length; index++) {
          if (index) text += ',';
          text += write(value[index], depthLeft - 1);
        }
        return `${text}]`;
      }
      const record = value as Record<string, unknown>;
      let text = '';
      for (const key of sortedKeys(record)) {
        const child = record[key];
        if (child !== undefined) {
          text += `${text ? ',' : ''}${writeString(key)}:${write(
            child,
            depthLeft - 1,
          )}`;
        }
      }
      return `{${text}}`;
    }
    default:
      throw FAULT;
  }
}

function locate(
  value: unknown,
  pointer: string,
  depthLeft: number,
  maxDepth: number,
): CanonicalJsonError | undefined {
  switch (typeof value) {
    case 'string':
      return LONE_SURROGATE.test(value)
        ? new CanonicalJsonError(
            pointer,
            'expected Unicode text, a lone surrogate came',
          )
        : undefined;
    case 'number':
      if (!Number.isFinite(value)) {
        return new CanonicalJsonError(
          pointer,
          `expected a finite number, ${value} came`,
        );
      }
      return isInexact(value)
        ? new CanonicalJsonError(
            pointer,
            'expected an integer of at most 2^53, a greater one came, which loses digits; write it as a string',
          )
        : undefined;
    case 'boolean':
      return undefined;
    case 'object': {
      if (value === null) return undefined;
      if (depthLeft === 0) {
        return new CanonicalJsonError(
          pointer,
          `expected at most ${maxDepth} levels, more came`,
        );
      }
      for (const key of Object.keys(value)) {
        const child = (value as Record<string, unknown>)[key];
        if (child === undefined && !Array.isArray(value)) continue;
        const at = pointer + escapePointer(key);
        const fault = LONE_SURROGATE.test(key)
          ? new CanonicalJsonError(
              pointer,
              'expected property names of Unicode text, a lone surrogate came',
            )
          : locate(child, at, depthLeft - 1, maxDepth);
        if (fault) return fault;
      }
      return undefined;
    }
    default:
      return new CanonicalJsonError(
        pointer,
        `expected JSON, a value of type ${typeof value} came`,
      );
  }
}

/**
 * The one JSON text of a value: keys in the order of their UTF-16 code units, no whitespace, numbers as ECMAScript
 * prints them (RFC 8785). Properties that are undefined are left out.
 *
 * @param value - any JSON value
 * @param maxDepth - how many objects and arrays may lie in one another
 * @throws {@link CanonicalJsonError} for lone surrogates, numbers that are not finite, integers beyond 2^53 that JSON
 * would print with all digits, values that JSON does not know, and too many levels
 */
export function canonicalJson(
  value: unknown,
  maxDepth: number = DEFAULT_DEPTH,
): string {
  try {
    return write(value, maxDepth);
  } catch (error) {
    if (error !== FAULT) throw error;
    throw (
      locate(value, '', maxDepth, maxDepth) ??
      new CanonicalJsonError('', 'expected JSON')
    );
  }
}
