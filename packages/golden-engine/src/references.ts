/**
 * One place where a template expression reads a variable.
 *
 * nunjitsu renders what it does not know as nothing, as Nunjucks does. A repository with holes in it is
 * worse than an error, so the engine finds every read beforehand and refuses those without a value.
 */
export interface Reference {
  /** `['values', 'name']` for `values.name` and for `values['name']`. */
  readonly path: readonly string[];
  /** 1-based line in the file. */
  readonly line: number;
  /** The template asks whether there is a value (`is defined`, `| default`), so none is no fault. */
  readonly guarded: boolean;
  /** The path goes on with a computed segment that cannot be known beforehand. */
  readonly dynamic: boolean;
}

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'punctuation';
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /\s+|(?<string>"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*')|(?<name>[A-Za-z_$][\w$]*)|(?<number>\d+(?:\.\d+)?)|(?<punctuation>==|!=|<=|>=|[^])/y;

const KEYWORDS = new Set(
  'and or not in is if elif elseif else endif for endfor set endset true false none null True False None raw endraw verbatim endverbatim macro endmacro call endcall filter endfilter asyncEach endeach asyncAll endall switch case default endswitch'.split(
    ' ',
  ),
);

/** Functions nunjitsu itself offers to every template. */
const BUILT_IN = new Set([
  'range',
  'cycler',
  'joiner',
  'loop',
  'caller',
  'dict',
  'namespace',
]);

interface Tag {
  readonly kind: 'output' | 'statement';
  readonly tokens: readonly Token[];
}

/** Cuts the template tags out of the text. Stops quietly at a syntax error: rendering reports those. */
function readTags(source: string): Tag[] {
  const tags: Tag[] = [];
  const opening = /\$\{\{-?|\{%-?|\{#/g;
  let line = 1;
  let counted = 0;
  const lineAt = (index: number) => {
    for (; counted < index; counted += 1) {
      if (source.charCodeAt(counted) === 10) line += 1;
    }
    return line;
  };

  for (let open = opening.exec(source); open; open = opening.exec(source)) {
    if (open[0] === '{#') {
      const end = source.indexOf('#}', opening.lastIndex);
      if (end < 0) return tags;
      opening.lastIndex = end + 2;
      continue;
    }
    const kind = open[0].startsWith('$') ? 'output' : 'statement';
    const closing = kind === 'output' ? '}}' : '%}';
    const tokens: Token[] = [];
    let depth = 0;
    let at = opening.lastIndex;
    for (;;) {
      if (depth === 0 && source.startsWith(closing, at)) break;
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(source);
      if (!match) return tags;
      at = TOKEN.lastIndex;
      const groups = match.groups ?? {};
      for (const tokenKind of [
        'string',
        'name',
        'number',
        'punctuation',
      ] as const) {
        const text = groups[tokenKind];
        if (text !== undefined) {
          if (text === '{') depth += 1;
          if (text === '}' && depth > 0) depth -= 1;
          tokens.push({ kind: tokenKind, text, line: lineAt(match.index) });
        }
      }
    }
    opening.lastIndex = at + 2;
    tags.push({ kind, tokens });

    const raw = tokens[0]?.text;
    if (kind === 'statement' && (raw === 'raw' || raw === 'verbatim')) {
      const end = new RegExp(`\\{%-?\\s*end${raw}\\s*-?%\\}`, 'g');
      end.lastIndex = opening.lastIndex;
      if (!end.exec(source)) return tags;
      opening.lastIndex = end.lastIndex;
    }
  }
  return tags;
}

/** Names a statement binds: loop variables, `set` targets, macro names and parameters. */
function boundNames(tag: Tag): string[] {
  const [head, ...rest] = tag.tokens;
  const names = (tokens: readonly Token[]) =>
    tokens.filter(token => token.kind === 'name').map(token => token.text);
  switch (tag.kind === 'statement' && head?.text) {
    case 'for':
      return names(
        rest.slice(
          0,
          rest.findIndex(token => token.text === 'in'),
        ),
      );
    case 'set': {
      const equals = rest.findIndex(token => token.text === '=');
      return names(equals < 0 ? rest : rest.slice(0, equals));
    }
    case 'macro':
    case 'call':
      return names(rest);
    default:
      return [];
  }
}

/**
 * Every variable the template text reads, apart from those it binds itself.
 */
export function findReferences(source: string): Reference[] {
  const tags = readTags(source);
  const bound = new Set(tags.flatMap(boundNames));
  const references: Reference[] = [];

  for (const { tokens } of tags) {
    const at = (index: number) => tokens[index]?.text;
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      const before = at(index - 1);
      const isRead =
        token.kind === 'name' &&
        before !== '.' &&
        before !== '|' &&
        before !== 'is' &&
        !(before === 'not' && at(index - 2) === 'is') &&
        !KEYWORDS.has(token.text) &&
        !BUILT_IN.has(token.text) &&
        !bound.has(token.text) &&
        at(index + 1) !== '=' &&
        !(at(index + 1) === ':' && (before === '{' || before === ','));
      if (!isRead) continue;

      const path = [token.text];
      let next = index + 1;
      let dynamic = false;
      for (;;) {
        if (at(next) === '.' && tokens[next + 1]?.kind === 'name') {
          // A method is of the value, not a value of its own.
          if (at(next + 2) === '(') break;
          path.push(tokens[next + 1].text);
          next += 2;
        } else if (at(next) === '[') {
          const key = tokens[next + 1];
          const literal = key?.kind === 'string' || key?.kind === 'number';
          if (!literal || at(next + 2) !== ']') {
            dynamic = true;
            break;
          }
          path.push(key.kind === 'string' ? key.text.slice(1, -1) : key.text);
          next += 3;
        } else {
          break;
        }
      }
      const asked =
        at(next) === 'is' && at(next + 1) === 'not' ? next + 2 : next + 1;
      const guarded =
        (at(next) === 'is' && /^(un)?defined$/.test(at(asked) ?? '')) ||
        (at(next) === '|' && /^(default|d)$/.test(at(next + 1) ?? ''));
      references.push({ path, line: token.line, guarded, dynamic });
    }
  }
  return references;
}

/** Whether the reference has a value in the context a template is rendered with. */
export function isResolved(reference: Reference, context: unknown): boolean {
  let value: unknown = context;
  for (const segment of reference.path) {
    if (typeof value === 'string' && segment === 'length') return true;
    if (typeof value !== 'object' || value === null) return false;
    if (!Object.hasOwn(value, segment)) return false;
    value = Reflect.get(value, segment);
  }
  return value !== undefined;
}
