import { isNode, isScalar, parseDocument, visit } from 'yaml';
import { LIMITS } from './types';

export type FrontMatter =
  | {
      values: Record<string, unknown>;
      /** Text below the front matter. */
      body: string;
      /** Lines that the front matter takes, so that lines of the body can be named. */
      lineCount: number;
    }
  | { error: string; line: number };

/**
 * Splits the YAML between the first two `---` lines off. The YAML is data from outside:
 * 16 Ki characters at most, no aliases (which is how a small file becomes gigabytes), no
 * keys that are maps or lists (which take minutes to turn into names), no tags beyond the
 * core schema, no duplicate keys.
 */
export function readFrontMatter(text: string): FrontMatter {
  const open = /^---[ \t]*\n/.exec(text);
  if (!open) {
    return { values: {}, body: text, lineCount: 0 };
  }
  const close = /^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(open[0].length));
  if (!close) {
    return { error: 'The front matter has no closing --- line', line: 1 };
  }
  const yaml = text.slice(open[0].length, open[0].length + close.index);
  if (yaml.length > LIMITS.frontMatterCharacters) {
    return {
      error: `The front matter is longer than ${LIMITS.frontMatterCharacters} characters`,
      line: 1,
    };
  }
  const end = open[0].length + close.index + close[0].length;
  const read = parseYaml(yaml);
  if ('error' in read) {
    return read;
  }
  return {
    values: read.values,
    body: text.slice(end).replace(/^\n/, ''),
    lineCount: yaml.split('\n').length + (text[end] === '\n' ? 1 : 0),
  };
}

function parseYaml(
  yaml: string,
): { values: Record<string, unknown> } | { error: string; line: number } {
  try {
    const document = parseDocument(yaml, {
      schema: 'core',
      version: '1.2',
      resolveKnownTags: false,
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const [error] = [...document.errors, ...document.warnings];
    if (error) {
      // An unclosed quote is found at the very end, which is no line to look at.
      const position = Math.min(error.pos[0], yaml.trimEnd().length);
      const line = yaml.slice(0, position).split('\n').length + 1;
      return { error: `The front matter is not YAML: ${error.message}`, line };
    }
    let oddKeyAt: number | undefined;
    visit(document, {
      Pair(_, { key }) {
        if (isScalar(key)) {
          return undefined;
        }
        oddKeyAt = (isNode(key) && key.range?.[0]) || 0;
        return visit.BREAK;
      },
    });
    if (oddKeyAt !== undefined) {
      return {
        error: 'A key of the front matter is no plain text',
        line: yaml.slice(0, oddKeyAt).split('\n').length + 1,
      };
    }
    const values: unknown = document.toJS({ maxAliasCount: 0 });
    if (values === null || values === undefined) {
      return { values: {} };
    }
    if (typeof values !== 'object' || Array.isArray(values)) {
      return { error: 'The front matter is not a list of keys', line: 2 };
    }
    return { values: { ...values } };
  } catch (error) {
    // Aliases (ReferenceError) and nesting deeper than the stack (RangeError).
    const reason =
      error instanceof RangeError
        ? 'it is nested too deeply'
        : 'aliases are not allowed here';
    return { error: `The front matter can't be read: ${reason}`, line: 2 };
  }
}
