import { pointer } from './json';

/**
 * A JSON value as it is written: what neither side changed keeps its bytes, so that a number is not rounded
 * and a list not laid out anew.
 */
interface Node {
  readonly kind: 'object' | 'array' | 'scalar';
  /** The text, without the white space around it. */
  readonly text: string;
  /** Of the members of an object, by name, in order. */
  readonly members: ReadonlyMap<string, Node>;
  readonly items: readonly Node[];
  /** Says whether two are the same value, whatever their spacing and the order of their members. */
  readonly canonical: string;
}

const MAX_DEPTH = 100;
const NONE: ReadonlyMap<string, Node> = new Map();
const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Parses strictly (RFC 8259); undefined where it is not JSON, or a member is there twice. */
function parse(source: string): Node | undefined {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const take = (character: string): boolean => {
    match(SPACE);
    if (source[at] !== character) return false;
    at += 1;
    return true;
  };

  const value = (depth: number): Node | undefined => {
    match(SPACE);
    const start = at;
    if (depth > MAX_DEPTH) return undefined;
    if (take('{')) {
      const members = new Map<string, Node>();
      let more = !take('}');
      while (more) {
        match(SPACE);
        const raw = match(STRING);
        if (raw === undefined || !take(':')) return undefined;
        const name: string = JSON.parse(raw);
        const member = value(depth + 1);
        if (!member || members.has(name)) return undefined;
        members.set(name, member);
        more = take(',');
        if (!more && !take('}')) return undefined;
      }
      return {
        kind: 'object',
        text: source.slice(start, at),
        members,
        items: [],
        canonical: `{${[...members]
          .map(
            ([name, { canonical }]) => `${JSON.stringify(name)}:${canonical}`,
          )
          .sort()
          .join()}}`,
      };
    }
    if (take('[')) {
      const items: Node[] = [];
      let more = !take(']');
      while (more) {
        const item = value(depth + 1);
        if (!item) return undefined;
        items.push(item);
        more = take(',');
        if (!more && !take(']')) return undefined;
      }
      return {
        kind: 'array',
        text: source.slice(start, at),
        members: NONE,
        items,
        canonical: `[${items.map(({ canonical }) => canonical).join()}]`,
      };
    }
    const string = match(STRING);
    const text = string ?? match(LITERAL);
    return text === undefined || text === ''
      ? undefined
      : {
          kind: 'scalar',
          text,
          members: NONE,
          items: [],
          canonical:
            string === undefined ? text : JSON.stringify(JSON.parse(string)),
        };
  };

  const root = value(0);
  match(SPACE);
  return at === source.length ? root : undefined;
}

/** Whether the text is JSON in which no member is there twice. */
export function isStrictJson(source: string): boolean {
  return parse(source) !== undefined;
}

const same = (a: Node | undefined, b: Node | undefined) =>
  a?.canonical === b?.canonical;

const isSorted = (names: readonly string[]) =>
  names.every((name, index) => index === 0 || names[index - 1] < name);

/** The names of ours that stay, with the new ones of theirs: in order where ours is, else behind the same neighbour. */
function orderOf(
  kept: ReadonlySet<string>,
  ours: readonly string[],
  theirs: readonly string[],
): string[] {
  const order = ours.filter(name => kept.has(name));
  const sorted = order.length > 1 && isSorted(order);
  for (const [index, name] of theirs.entries()) {
    if (!kept.has(name) || order.includes(name)) continue;
    const before = sorted
      ? order.findLast(other => other < name)
      : theirs.slice(0, index).findLast(other => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
  }
  return order;
}

/** Whether both put the same items, in any order, behind what there was. */
function appendedTheSame(base: Node | undefined, ours: Node, theirs: Node) {
  if (
    base?.kind !== 'array' ||
    ours.kind !== 'array' ||
    theirs.kind !== 'array'
  ) {
    return false;
  }
  const behind = ({ items }: Node) =>
    base.items.every((item, index) => same(item, items[index]))
      ? items
          .slice(base.items.length)
          .map(({ canonical }) => canonical)
          .sort()
          .join()
      : undefined;
  const added = behind(ours);
  return added !== undefined && added === behind(theirs);
}

/**
 * Merges two JSON documents that came from one, member by member. A list is one value, unless both put the
 * same items behind it.
 *
 * @param base - undefined where each side wrote the file anew
 * @returns the merged text, with two spaces and a line end at the end where objects were merged; or the JSON
 *   pointers of the places both sides changed in different ways, none where one is not strict JSON
 */
export function mergeJson(
  base: string | undefined,
  ours: string,
  theirs: string,
): { text: string } | { conflicts: string[] } {
  const [from, mine, other] = [base ?? '{}', ours, theirs].map(parse);
  // Line ends of both kinds in one file would help nobody.
  if (!from || !mine || !other || `${ours}${theirs}`.includes('\r')) {
    return { conflicts: [] };
  }
  const conflicts: string[] = [];

  const merge = (
    b: Node | undefined,
    o: Node | undefined,
    t: Node | undefined,
    path: string,
    indent: string,
  ): string | undefined => {
    if (same(o, t) || same(b, t)) return o?.text;
    if (same(b, o)) return t?.text;
    if (o && t && appendedTheSame(b, o, t)) return o.text;
    if (o?.kind !== 'object' || t?.kind !== 'object') {
      conflicts.push(path);
      return o?.text;
    }
    const before = b?.kind === 'object' ? b.members : NONE;
    const inner = `${indent}  `;
    const members = new Map<string, string>();
    for (const name of new Set([...o.members.keys(), ...t.members.keys()])) {
      const text = merge(
        before.get(name),
        o.members.get(name),
        t.members.get(name),
        pointer(path, name),
        inner,
      );
      if (text !== undefined) members.set(name, text);
    }
    if (members.size === 0) return '{}';
    const order = orderOf(
      new Set(members.keys()),
      [...o.members.keys()],
      [...t.members.keys()],
    );
    return `{\n${order
      .map(name => `${inner}${JSON.stringify(name)}: ${members.get(name)}`)
      .join(',\n')}\n${indent}}`;
  };

  const text = merge(from, mine, other, '', '');
  return conflicts.length > 0 || text === undefined
    ? { conflicts }
    : { text: `${text}\n` };
}
