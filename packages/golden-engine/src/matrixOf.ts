import { GoldenTemplate, optionsOf, parameterSchemas } from './goldenTemplate';
import { JsonObject, JsonValue } from './json';

/** Two parameters and one value of each, all by their index; `a` comes before `b`. */
type Pair = readonly [a: number, valueOfA: number, b: number, valueOfB: number];

/**
 * The combinations of options a release of the template must pass: for each two parameters of its `matrix`,
 * every pair of their values is in one of them. The first is the defaults; always the same for the same
 * template.
 *
 * @returns answers to the parameters of the matrix alone; without a matrix, one without any
 * @public
 */
export function matrixOf(template: GoldenTemplate): JsonObject[] {
  const schemas = parameterSchemas(template);
  // The default first, so that a tie falls on it.
  const options = template.matrix.map(name => {
    const values = optionsOf(schemas[name]);
    const usual: JsonValue | undefined = schemas[name].default;
    return usual === undefined
      ? values
      : [usual, ...values.filter(value => value !== usual)];
  });

  const open = new Map<string, Pair>();
  for (let a = 0; a < options.length; a += 1) {
    // A single parameter has no partner; it is its own.
    for (let b = options.length === 1 ? a : a + 1; b < options.length; b += 1) {
      for (let x = 0; x < options[a].length; x += 1) {
        for (let y = 0; y < options[b].length; y += 1) {
          if (a !== b || x === y) open.set(`${[a, x, b, y]}`, [a, x, b, y]);
        }
      }
    }
  }

  const close = (row: readonly number[]) => {
    for (const [key, [a, x, b, y]] of open) {
      if (row[a] === x && row[b] === y) open.delete(key);
    }
  };
  const rows: number[][] = [options.map(() => 0)];
  close(rows[0]);
  for (let [first] = open.values(); first; [first] = open.values()) {
    const [a, x, b, y] = first;
    const row = new Map([
      [a, x],
      [b, y],
    ]);
    for (let next = 0; next < options.length; next += 1) {
      if (row.has(next)) continue;
      const gains = options[next].map(
        (_, value) =>
          [...row].filter(([other, chosen]) =>
            open.has(
              other < next
                ? `${[other, chosen, next, value]}`
                : `${[next, value, other, chosen]}`,
            ),
          ).length,
      );
      row.set(next, gains.indexOf(Math.max(...gains)));
    }
    rows.push(options.map((_, index) => row.get(index) ?? 0));
    close(rows[rows.length - 1]);
  }

  return rows.map(row =>
    Object.fromEntries(
      template.matrix.map((name, index) => [name, options[index][row[index]]]),
    ),
  );
}
