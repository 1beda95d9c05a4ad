import { DecisionOption, DecisionStatus } from '@companyos/plugin-adr-common';
import { plainText } from './plainText';
import { scanMarkdown, Section } from './scanMarkdown';

const optionsPerRecord = 100;

/**
 * The options that a record considered. MADR lists them under "Considered Options", names
 * the chosen one under "Decision Outcome" (`Chosen option: "X", because …`) and argues each
 * under "Pros and Cons of the Options"; other forms have "Alternatives", which are those
 * that were not taken.
 *
 * @param body - Markdown of the record
 * @param status - nothing is chosen or rejected while a decision is proposed
 * @returns the options, and the choice as written where it is none of them
 */
export function parseOptions(
  body: string,
  status: DecisionStatus,
): { options: DecisionOption[]; unknownChoice?: string } {
  const { sections } = scanMarkdown(body);
  const section = (pattern: RegExp) =>
    sections.find(({ title }) => pattern.test(plainText(title)));

  const considered = section(
    /^(considered options|options considered|options)$/i,
  );
  const argued = section(/^pros and cons( of the options)?$/i);
  const arguments_ = argued ? childrenOf(sections, argued) : [];
  const titles = distinct(
    considered
      ? [
          ...listItems(considered.visible),
          ...childrenOf(sections, considered).map(({ title }) =>
            plainText(title),
          ),
        ]
      : arguments_.map(({ title }) => plainText(title)),
  );

  const outcome = section(/^(decision outcome|decision|outcome)$/i);
  const choice = /chosen option:?\s*(.{1,400})/i.exec(
    outcome?.visible.join(' ') ?? '',
  )?.[1];
  const chosen = choice === undefined ? undefined : choose(choice, titles);

  const detailed = byOption([
    ...arguments_,
    ...(considered ? childrenOf(sections, considered) : []),
  ]);
  const options = titles.map(title => {
    const own = detailed.get(comparable(title));
    return {
      title,
      outcome: outcomeOf(title, chosen, status),
      details: own?.lines.join('\n').trim() || null,
    };
  });

  const alternatives = section(/^(rejected )?alternatives( considered)?$/i);
  const others = alternatives ? readAlternatives(sections, alternatives) : [];
  const known = new Set(titles.map(comparable));
  return {
    options: [
      ...options,
      ...others
        .filter(({ title }) => !known.has(comparable(title)))
        .map(({ title, details }) => ({
          title,
          details,
          outcome:
            status === 'proposed' ? ('open' as const) : ('rejected' as const),
        })),
    ],
    ...(choice !== undefined &&
      chosen === undefined &&
      titles.length > 0 && { unknownChoice: nameOf(choice) }),
  };
}

function outcomeOf(
  title: string,
  chosen: string | undefined,
  status: DecisionStatus,
): DecisionOption['outcome'] {
  if (status === 'proposed' || chosen === undefined) {
    return 'open';
  }
  return title === chosen ? 'chosen' : 'rejected';
}

function readAlternatives(
  sections: Section[],
  parent: Section,
): { title: string; details: string | null }[] {
  const children = childrenOf(sections, parent);
  return children.length
    ? children.map(({ title, lines }) => ({
        title: plainText(title),
        details: lines.join('\n').trim() || null,
      }))
    : distinct(listItems(parent.visible)).map(title => ({
        title,
        details: null,
      }));
}

function distinct(titles: string[]): string[] {
  return [...new Set(titles.filter(Boolean))].slice(0, optionsPerRecord);
}

/** Sections one level below `parent`. */
function childrenOf(sections: Section[], parent: Section): Section[] {
  const end = parent.line + parent.lines.length;
  return sections
    .filter(
      ({ level, line }) =>
        level === parent.level + 1 && line > parent.line && line <= end + 1,
    )
    .slice(0, optionsPerRecord);
}

/** The texts of the top-level list items; an item goes on in lines that are indented. */
function listItems(lines: string[]): string[] {
  const items: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const begin = /^ {0,1}(?:[*+-]|\d{1,3}[.)])\s+(.*)$/.exec(line)?.[1];
    if (begin !== undefined) {
      items.push(begin);
    } else if (isOpen && /^\s+[^\s*+-]/.test(line)) {
      items[items.length - 1] += ` ${line.trim()}`;
    }
    isOpen = begin !== undefined || (isOpen && /^\s+[^\s*+-]/.test(line));
  }
  return items.map(plainText);
}

/**
 * The option that a sentence such as `"X", because …` begins with, the longest one; or the
 * only one that begins with what the sentence names, as people shorten long options.
 */
function choose(choice: string, titles: string[]): string | undefined {
  const said = comparable(choice);
  const whole = [...titles]
    .sort((a, b) => b.length - a.length)
    .find(title => {
      const option = comparable(title);
      return option !== '' && `${said} `.startsWith(`${option} `);
    });
  if (whole !== undefined) {
    return whole;
  }
  const name = comparable(nameOf(choice));
  const longer = titles.filter(title =>
    `${comparable(title)} `.startsWith(`${name} `),
  );
  return name !== '' && longer.length === 1 ? longer[0] : undefined;
}

/** The option that a sentence names: what stands in quotes, or before the reason. */
function nameOf(choice: string): string {
  const quoted = /^["“'](.{1,200}?)["”'](?:\W|$)/.exec(choice)?.[1];
  return plainText(quoted ?? choice.split(/,| because |\. /)[0]).slice(0, 80);
}

/** The first section of each option, so that many options are not compared each with each. */
function byOption(sections: Section[]): Map<string, Section> {
  return new Map(
    [...sections]
      .reverse()
      .map(section => [comparable(section.title), section]),
  );
}

function comparable(text: string): string {
  return plainText(text)
    .toLocaleLowerCase('en')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
