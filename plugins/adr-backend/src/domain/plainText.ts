const pairs: Record<string, string> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
};

/**
 * The words of a line of inline Markdown: links become their text, emphasis and code marks
 * go, as do quotes and brackets around the whole; white space is one blank. Looks at 2,000
 * characters at most.
 */
export function plainText(markdown: string): string {
  let text = markdown
    .slice(0, 2000)
    .replace(/!?\[([^[\]]{0,300})\]\([^()]{0,500}\)/g, '$1')
    .replace(/\*+|`+|~~|__+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  while (text.length > 1 && pairs[text[0]] === text[text.length - 1]) {
    text = text.slice(1, -1).trim();
  }
  return text;
}
