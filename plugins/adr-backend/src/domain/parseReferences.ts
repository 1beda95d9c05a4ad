import { LIMITS } from './types';

/**
 * The records a text refers to, as written: targets of links (`0003-use-x.md`), file names,
 * `ADR-0003`, `#3`, `3`, `3. Use X`. A text that is none of these is a reference of its own,
 * so that it shows up as one that leads nowhere instead of vanishing.
 */
export function parseReferences(line: string): string[] {
  const text = line.slice(0, 4000);
  const links = matches(text, /\]\(<?([^()<>\s]{1,500})[^()\n]{0,200}\)/g);
  if (links.length) {
    return links;
  }
  const urls = matches(text, /(https?:\/\/[^\s<>()]{1,500})/g);
  if (urls.length) {
    return urls;
  }
  const files = matches(text, /([\w./-]{1,200}\.md)\b/g);
  if (files.length) {
    return files;
  }
  const names = matches(text, /((?:\bADR[-_ ]?|#)\d{1,6})\b/gi);
  if (names.length) {
    return names;
  }
  const trimmed = text.trim();
  const number = /^(\d{1,6})(?:$|[.:,\s])/.exec(trimmed);
  if (number) {
    return /^[\d,\s]+$/.test(trimmed)
      ? matches(trimmed, /(\d{1,6})/g)
      : [number[1]];
  }
  return trimmed ? [trimmed.slice(0, 200)] : [];
}

function matches(text: string, pattern: RegExp): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    found.add(match[1]);
    if (found.size >= LIMITS.referencesPerRecord) {
      break;
    }
  }
  return [...found];
}
