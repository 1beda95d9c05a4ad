const SHOWN_CHARACTERS = 40;

/** A few words on a value that came, for messages; short, whatever it is. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return `the ${typeof value} ${value}`;
  const shown =
    value.length > SHOWN_CHARACTERS
      ? `${value.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`
      : value;
  return `"${shown}"`;
}
