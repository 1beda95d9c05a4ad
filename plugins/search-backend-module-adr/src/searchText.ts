/**
 * The words of a Markdown text, for the index and the excerpts of results: without marks of
 * headings, lists, emphasis and code, without addresses, HTML and comments.
 */
export function searchText(markdown: string): string {
  return markdown
    .split(/\r?\n/)
    .map(line =>
      line
        .replace(/^\s{0,3}(?:#{1,6}\s|>\s?)/, '')
        .replace(/^\s*(?:[*+-]|\d{1,3}[.)])\s/, '')
        .replace(/^\s{0,3}(?:`{3,}|~{3,}).*$/, '')
        .replace(
          /!?\[([^[\]]{0,300})\]\([^()\s]{0,500}(?:\s[^()]{0,200})?\)/g,
          '$1',
        )
        .replace(/<!--|-->|<\/?[a-z][^<>]{0,500}>/gi, ' ')
        .replace(/\*\*|__|`+|~~/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(Boolean)
    .join('\n');
}
