import { RE2JS } from 're2js';

/** What a schema asks of a pattern. */
export interface Pattern {
  test(text: string): boolean;
  /** Patterns that have the same text are taken for the same by whoever compiles schemas. */
  toString(): string;
}

/**
 * A pattern of a schema that somebody registered, as an automaton: it takes time in proportion to the text, whatever
 * the pattern, where the engine of JavaScript can take for ever.
 *
 * @throws Error for what no automaton can do: looking around, and references to what was matched before
 */
export function linearPattern(pattern: string): Pattern {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return {
      test: text => compiled.test(text),
      toString: () => `linear ${pattern}`,
    };
  } catch (error) {
    throw new Error(
      `the pattern ${JSON.stringify(
        pattern,
      )} cannot be checked in bounded time: ${
        error instanceof Error ? error.message : error
      }. Write it without lookaround and back references`,
    );
  }
}
