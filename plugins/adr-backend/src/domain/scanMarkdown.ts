/** A heading and what stands below it, up to the next heading of its level or above. */
export type Section = {
  /** 1–6. */
  level: number;
  title: string;
  /** 1-based line of the heading. */
  line: number;
  /** Lines below, as written. */
  lines: string[];
  /** The same lines without comments and with code blanked: what a parser may look at. */
  visible: string[];
};

export type ScannedMarkdown = {
  lines: string[];
  /** The lines without comments and with code blanked. */
  visible: string[];
  sections: Section[];
};

/**
 * Finds the headings of a Markdown text. What looks like a heading or a list inside of a
 * code block or a comment (which the templates of decision records are full of) is not one.
 * Takes time linear in the length of the text.
 */
export function scanMarkdown(text: string): ScannedMarkdown {
  const lines = text.split('\n');
  const visible = withoutCodeAndComments(lines);
  const headings: {
    level: number;
    title: string;
    index: number;
    end: number;
  }[] = [];
  visible.forEach((line, index) => {
    const atx = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/.exec(line);
    if (atx) {
      const title = atx[2].replace(/[ \t]#+[ \t]*$/, '').trim();
      headings.push({ level: atx[1].length, title, index, end: index + 1 });
      return;
    }
    const underline = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(line);
    const above = index > 0 ? visible[index - 1] : '';
    if (underline && /^ {0,3}[^\s#>|*+-]/.test(above)) {
      headings.push({
        level: underline[1].startsWith('=') ? 1 : 2,
        title: above.trim(),
        index: index - 1,
        end: index + 1,
      });
    }
  });
  // From the end, so that the end of each section is known without a search.
  const nextOfLevel: number[] = Array(7).fill(lines.length);
  const sections: Section[] = [];
  for (const heading of [...headings].reverse()) {
    const end = nextOfLevel[heading.level];
    sections.push({
      level: heading.level,
      title: heading.title,
      line: heading.index + 1,
      lines: lines.slice(heading.end, end),
      visible: visible.slice(heading.end, end),
    });
    nextOfLevel.fill(heading.index, heading.level);
  }
  sections.reverse();
  return { lines, visible, sections };
}

function withoutCodeAndComments(lines: string[]): string[] {
  let fence: string | undefined;
  let inComment = false;
  return lines.map(line => {
    if (fence) {
      const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
      if (end && end[1][0] === fence[0] && end[1].length >= fence.length) {
        fence = undefined;
      }
      return '';
    }
    let rest = line;
    let shown = '';
    while (rest) {
      if (inComment) {
        const end = rest.indexOf('-->');
        inComment = end < 0;
        rest = end < 0 ? '' : rest.slice(end + 3);
      } else {
        const start = rest.indexOf('<!--');
        inComment = start >= 0;
        shown += start < 0 ? rest : rest.slice(0, start);
        rest = start < 0 ? '' : rest.slice(start + 4);
      }
    }
    fence = /^ {0,3}(`{3,}|~{3,})/.exec(shown)?.[1];
    return fence ? '' : shown;
  });
}
