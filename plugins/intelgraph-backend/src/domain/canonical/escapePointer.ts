/** One step of a JSON pointer, with its slash (RFC 6901). */
export function escapePointer(step: string | number): string {
  return `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
