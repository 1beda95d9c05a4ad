import { parseReferences } from './parseReferences';
import { parseStatus } from './parseStatus';
import { plainText } from './plainText';
import { readFrontMatter } from './readFrontMatter';
import { numberOfPath } from './recordPath';
import { ScannedMarkdown, scanMarkdown, Section } from './scanMarkdown';
import { LIMITS, ParsedDecision, Problem } from './types';

/** A line of the file and what it says; `line` is 1-based. */
type Found = { text: string; line: number };

/**
 * Reads a decision record in MADR 4 (YAML front matter), MADR 2 and 3 (`* Status: …` below
 * the title) or Nygard's form (`## Status`).
 *
 * @param path - relative to the folder of the records; gives the number
 * @param bytes - the file; 256 KiB of UTF-8 text at most
 * @returns the record, absent when a problem is an error, and what is wrong with it
 */
export function parseDecision(
  path: string,
  bytes: Uint8Array,
): { decision?: ParsedDecision; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (
    severity: Problem['severity'],
    code: Problem['code'],
    line: number | null,
    reason: string,
    fix: string,
  ) => problems.push({ path, code, severity, reason, fix, line });

  if (bytes.length > LIMITS.bytesPerFile) {
    return { problems: [tooLarge(path, bytes.length)] };
  }
  const text = decode(bytes);
  if (text === undefined) {
    report(
      'error',
      'not-text',
      null,
      'The file is not UTF-8 text.',
      'Save it as UTF-8, or move it out of the folder of the decision records.',
    );
    return { problems };
  }

  const frontMatter = readFrontMatter(text);
  if ('error' in frontMatter) {
    report(
      'error',
      'bad-front-matter',
      frontMatter.line,
      `${frontMatter.error}.`,
      'Write the front matter as plain YAML keys between two --- lines, for example status: accepted.',
    );
    return { problems };
  }
  const { values, body, lineCount } = frontMatter;
  const markdown = scanMarkdown(body);
  const find = (names: string[]): Found[] =>
    findField(names, values, markdown, lineCount);

  const heading = markdown.sections.find(({ level }) => level === 1);
  const title = titleOf(
    heading?.title ?? textOf(values.title)[0] ?? '',
    numberOfPath(path),
  );
  if (!title) {
    report(
      'error',
      'no-title',
      heading ? heading.line + lineCount : null,
      'The record has no title.',
      'Begin it with one line "# What was decided".',
    );
  }

  const statusLines = find(['status']);
  const statuses = statusLines.map(({ text: line }) => parseStatus(line));
  const status = statuses.includes('superseded')
    ? 'superseded'
    : statuses.find(Boolean);
  if (!statusLines.length) {
    report(
      'error',
      'no-status',
      null,
      'The record does not say its status.',
      'Add "status: proposed" (or accepted, rejected, deprecated, superseded by ADR-0001) to the front matter.',
    );
  } else if (!status) {
    report(
      'error',
      'unknown-status',
      statusLines[0].line,
      `The status "${statusLines[0].text.slice(
        0,
        80,
      )}" is none of proposed, accepted, rejected, deprecated, superseded.`,
      'Write one of these words; what else there is to say goes after it.',
    );
  }

  const [dateLine] = find(['date', 'decision date', 'decided']);
  const date = dateLine ? dateOf(dateLine.text) : null;
  if (dateLine && !date) {
    report(
      'warning',
      'bad-date',
      dateLine.line,
      `"${dateLine.text.slice(0, 40)}" is not a date.`,
      'Write the date as YYYY-MM-DD.',
    );
  }

  if (!title || !status) {
    return { problems };
  }
  const relationLines = [
    ...statusLines,
    ...linesOf(markdown, ['links', 'more information', 'related decisions']),
  ];
  const related = (names: string[], pattern: RegExp) =>
    [
      ...find(names).map(({ text: line }) => line),
      ...relationLines
        .map(({ text: line }) => pattern.exec(line)?.[1] ?? '')
        .filter(Boolean),
    ]
      .flatMap(parseReferences)
      .filter((reference, index, all) => all.indexOf(reference) === index)
      .slice(0, LIMITS.referencesPerRecord);

  return {
    problems,
    decision: {
      path,
      number: numberOfPath(path),
      title,
      status,
      statusText: plainText(
        statusLines[statuses.indexOf(status)]?.text ?? status,
      ).slice(0, 200),
      date,
      deciders: people(
        find(['decision-makers', 'decision makers', 'deciders']),
      ),
      consulted: people(find(['consulted'])),
      informed: people(find(['informed'])),
      supersedes: related(
        ['supersedes', 'replaces'],
        /^\W*(?:super[sc]edes|replaces)\b:?(.*)$/i,
      ),
      supersededBy: related(
        ['superseded-by', 'superseded by', 'replaced-by'],
        /^\W*(?:super[sc]eded|replaced)\W+by\b:?(.*)$/i,
      ),
      body: bodyWithoutTitle(markdown, heading),
    },
  };
}

/** The problem of a file that is not read because of its size. */
export function tooLarge(path: string, sizeBytes: number): Problem {
  return {
    path,
    code: 'too-large',
    severity: 'error',
    reason: `The file has ${sizeBytes} bytes; ${LIMITS.bytesPerFile} are read at most.`,
    fix: 'Keep the decision short and link to the material behind it.',
    line: null,
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replace(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}

/** Where the forms keep a field: front matter, a line below the title, a section. */
function findField(
  names: string[],
  values: Record<string, unknown>,
  markdown: ScannedMarkdown,
  lineOffset: number,
): Found[] {
  const key = Object.keys(values).find(candidate =>
    names.includes(candidate.toLowerCase().replace(/_/g, '-')),
  );
  const texts = key === undefined ? [] : textOf(values[key]);
  if (texts.length) {
    return texts.map(text => ({ text, line: 1 }));
  }
  const firstSection = markdown.sections.find(({ level }) => level > 1);
  const head = markdown.visible.slice(
    0,
    firstSection ? firstSection.line - 1 : undefined,
  );
  for (const [index, line] of head.entries()) {
    const match = /^\s{0,3}(?:[*+-]\s+)?([A-Za-z][A-Za-z -]{2,20}):(.*)$/.exec(
      line.replace(/\*\*|__/g, ''),
    );
    if (match && names.includes(match[1].trim().toLowerCase())) {
      const text = match[2].trim();
      return text ? [{ text, line: index + 1 + lineOffset }] : [];
    }
  }
  return linesOf(markdown, names).map(({ text, line }) => ({
    text,
    line: line + lineOffset,
  }));
}

/** The lines that say something in the sections of these titles. */
function linesOf(markdown: ScannedMarkdown, titles: string[]): Found[] {
  return markdown.sections
    .filter(({ title }) => titles.includes(plainText(title).toLowerCase()))
    .flatMap(section =>
      section.visible.map((line, index) => ({
        text: line.replace(/^\s*[*+-]\s+/, '').trim(),
        line: section.line + 1 + index,
      })),
    )
    .filter(({ text }) => text);
}

function textOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return (
    values
      .filter((item): item is string | number | boolean =>
        ['string', 'number', 'boolean'].includes(typeof item),
      )
      // YAML can say a zero byte, and PostgreSQL stores no text with one.
      .map(item => String(item).replaceAll('\0', '').trim())
      .filter(Boolean)
  );
}

/** The title without the number that the file name has as well (`0007 Use X`, `7. Use X`). */
function titleOf(heading: string, number: number | null): string {
  const plain = plainText(heading);
  const prefix =
    /^\[?(?:ADR[-_ ]?#?)?(\d{1,6}(?=\s*[\].:–—-])|0\d{1,5}(?=\s))[\s\].:–—-]*/i.exec(
      plain,
    );
  const isNumber = prefix && Number(prefix[1]) === number;
  return (isNumber ? plain.slice(prefix[0].length) : plain)
    .slice(0, LIMITS.titleCharacters)
    .trim();
}

function people(found: Found[]): string[] {
  return found
    .flatMap(({ text }) => text.split(/[,;]/))
    .map(name => plainText(name).slice(0, 100))
    .filter(name => name && !/^\W*$/.test(name))
    .slice(0, LIMITS.peoplePerField);
}

function dateOf(text: string): string | null {
  const match = /^\W*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text);
  if (!match) {
    return null;
  }
  const [year, month, day] = match.slice(1).map(Number);
  const time = new Date(Date.UTC(year, month - 1, day));
  const isReal =
    year >= 1000 &&
    time.getUTCMonth() === month - 1 &&
    time.getUTCDate() === day;
  return isReal ? time.toISOString().slice(0, 10) : null;
}

function bodyWithoutTitle(
  { lines }: ScannedMarkdown,
  heading: Section | undefined,
): string {
  if (!heading) {
    return lines.join('\n').trim();
  }
  const titleLines = /^ {0,3}#/.test(lines[heading.line - 1]) ? 1 : 2;
  return [
    ...lines.slice(0, heading.line - 1),
    ...lines.slice(heading.line - 1 + titleLines),
  ]
    .join('\n')
    .trim();
}
