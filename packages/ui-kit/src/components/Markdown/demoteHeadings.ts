/**
 * Moves every Markdown heading one level down, so that the page keeps its one `h1`. Leaves code
 * blocks as they are.
 */
export function demoteHeadings(markdown: string): string {
  let fence: string | undefined;
  return markdown
    .split('\n')
    .map(line => {
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (fence) {
        // A fence ends at a bare run of the same character, at least as long.
        const ends =
          mark?.startsWith(fence) && line.trim() === mark ? true : false;
        if (ends) fence = undefined;
        return line;
      }
      if (mark) {
        fence = mark;
        return line;
      }
      if (/^ {0,3}=+\s*$/.test(line)) {
        return line.replace(/=/g, '-');
      }
      return line.replace(/^( {0,3}#{1,5})(?=\s|$)/, '$1#');
    })
    .join('\n');
}
