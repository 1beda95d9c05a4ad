/** What is known about a build that failed. */
export interface BuildFailure {
  /** Where it failed: reading the source, building the site, storing the site. */
  readonly phase: 'source' | 'site' | 'storage';
  /** The message of the error that ended it. */
  readonly message: string;
  /** What the build wrote, cleaned; may be empty. */
  readonly log: string;
}

type Rule = {
  /** Only for failures of this phase; of any if left out. */
  readonly phase?: BuildFailure['phase'];
  /** Not looked for in the log, where page content could look like it. */
  readonly messageOnly?: true;
  readonly pattern: RegExp;
  readonly explain: (match: RegExpMatchArray) => string;
};

const INSTALL =
  'install it there with "pip install mkdocs-techdocs-core" and put its folder on PATH (make start does both)';

/**
 * What people meet, from the most telling sign to the least. Patterns are
 * matched against the error's message first and the log after it.
 */
const RULES: readonly Rule[] = [
  {
    pattern: /spawn (\S+) ENOENT/,
    explain: ([, tool]) =>
      `The program ${tool} is not installed where the portal runs; ${INSTALL}.`,
  },
  {
    pattern: /ENOSPC|No space left on device/i,
    explain: () =>
      'The disk of the portal is full; free some space and build again.',
  },
  {
    pattern: /The "techdocs-core" plugin is not installed/,
    explain: () =>
      `The mkdocs plugin techdocs-core is not installed where the portal runs; ${INSTALL}.`,
  },
  {
    pattern: /The "([^"]+)" plugin is not installed/,
    explain: ([, plugin]) =>
      `mkdocs.yml asks for the plugin "${plugin}", which is not installed; remove it from "plugins" or ask the portal's operators to add it.`,
  },
  {
    pattern: /docs_dir'?: The path '([^']*)' isn't an existing directory/,
    explain: ([, folder]) => {
      const name = folder.split('/').filter(Boolean).at(-1) ?? 'docs';
      return `The folder ${name}/ does not exist in the source; add ${name}/index.md, or name the right folder as "docs_dir" in mkdocs.yml.`;
    },
  },
  {
    pattern: /docs_dir configuration value in mkdocs can't be/,
    explain: () =>
      'mkdocs.yml names a "docs_dir" outside its own folder; use a folder beside mkdocs.yml.',
  },
  {
    pattern: /docs_dir'? should not be the parent directory/,
    explain: () =>
      'mkdocs.yml names its own folder as "docs_dir"; move the pages into a folder beside it, such as docs/.',
  },
  {
    pattern: /error parsing the configuration file: ([\s\S]{0,400})/,
    explain: ([, detail]) =>
      `mkdocs.yml is not valid YAML${lineOf(detail)}; correct it there.`,
  },
  {
    messageOnly: true,
    pattern:
      /((?:bad indentation|can not read|unexpected end|duplicated mapping key|end of the stream|incomplete explicit|unknown escape|missed comma|expected)[^\n]{0,200}?)\((\d+):\d+\)/i,
    explain: ([, detail, line]) =>
      `mkdocs.yml is not valid YAML at line ${line} (${detail.trim()}); correct it there.`,
  },
  {
    pattern: /Unsupported Python YAML tag '([^']+)'/,
    explain: ([, tag]) =>
      `mkdocs.yml uses the Python tag ${tag}, which the portal refuses because it runs code; remove it.`,
  },
  {
    pattern:
      /A reference to '([^']+)' is included in the 'nav' configuration, which is not found/,
    explain: ([, page]) =>
      `mkdocs.yml lists ${page} under "nav", but there is no such page; add the page or remove the line.`,
  },
  {
    pattern:
      /Doc file '([^']+)' contains a link '([^']+)', but the target ('[^']*' )?is not found/,
    explain: ([, page, link]) =>
      `${page} links to ${link}, which does not exist, and mkdocs.yml says "strict"; correct the link.`,
  },
  {
    pattern:
      /SnippetMissingError: Snippet at path '([^']+)' could not be found/,
    explain: ([, snippet]) =>
      `A page includes the snippet ${snippet}, which does not exist; add the file or remove the include.`,
  },
  {
    pattern: /UnicodeDecodeError/,
    explain: () =>
      'A page is not saved as UTF-8; the log names it just above the error. Save it as UTF-8.',
  },
  {
    pattern: /Config value '([^']+)': ([^\n]+)/,
    explain: ([, key, detail]) =>
      `mkdocs.yml has a mistake at "${key}": ${endSentence(detail)}`,
  },
  {
    pattern: /Aborted with (\d+) warnings? in strict mode/,
    explain: ([, count]) =>
      `mkdocs gave ${count} ${
        count === '1' ? 'warning' : 'warnings'
      } and mkdocs.yml says "strict"; the log lists them as WARNING.`,
  },
  {
    pattern: /is not allowed to refer to a location outside/,
    explain: () =>
      'A symbolic link in the docs points outside the source; replace it with the file itself.',
  },
  {
    pattern: /docs folder is too large: ([^\n]+)/,
    explain: ([, detail]) =>
      `The docs folder is too large (${detail}); keep downloads and videos elsewhere and link to them.`,
  },
  {
    pattern: /no index page was built/,
    explain: () =>
      'There is no first page; add index.md to the docs folder (docs/index.md by default).',
  },
  {
    phase: 'source',
    pattern:
      /Reading from '([^']+)' is not allowed|No reader found that could handle '?([^\s']+)/,
    explain: ([, first, second]) =>
      `The portal may not read ${
        first ?? second
      }; ask its operators to add an integration for that host or to allow it under backend.reading.allow.`,
  },
  {
    phase: 'source',
    pattern:
      /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|fetch failed|socket hang up|UND_ERR_\w+)\b/,
    explain: ([, code]) =>
      `The host of the source can't be reached (${code}); check that it is up, then build again.`,
  },
  {
    phase: 'source',
    pattern: /\b(401|403)\b|Unauthorized|Forbidden|Bad credentials/i,
    explain: () =>
      'The host of the source refuses the portal access; ask its operators to check the token of that integration.',
  },
  {
    phase: 'source',
    pattern: /ENOENT[^\n]*?'([^']+)'/,
    explain: ([, folder]) =>
      `The folder ${folder} of the source does not exist; correct the annotation backstage.io/techdocs-ref.`,
  },
  {
    phase: 'source',
    pattern: /\b404\b|not ?found/i,
    explain: () =>
      'The source was not found; check that its repository, branch and folder still exist, and the annotation backstage.io/techdocs-ref.',
  },
  {
    pattern: /Command mkdocs failed, exit code: null/,
    explain: () =>
      'mkdocs was stopped from outside, most often because the machine ran out of memory; build again, or give the portal more memory.',
  },
];

/**
 * Says in one sentence, for the person who owns the docs, why a build failed
 * and what fixes it. What is not recognised is told in the tool's own words.
 */
export function explainBuildFailure(failure: BuildFailure): string {
  for (const text of [failure.message, failure.log]) {
    for (const rule of RULES) {
      if (
        (rule.phase && rule.phase !== failure.phase) ||
        (rule.messageOnly && text === failure.log)
      ) {
        continue;
      }
      const match = text.match(rule.pattern);
      if (match) {
        return shorten(rule.explain(match));
      }
    }
  }
  const telling =
    lastMatch(failure.log, /^(?:ERROR\s+-\s+|Error: |\w*Error: )(.+)$/gm) ??
    firstLine(failure.message);
  switch (failure.phase) {
    case 'source':
      return shorten(`The source could not be read: ${endSentence(telling)}`);
    case 'storage':
      return shorten(
        `The site was built but could not be stored: ${endSentence(
          telling,
        )} The docs shown are the ones from before.`,
      );
    default:
      return shorten(
        `mkdocs could not build the site: ${endSentence(telling)}`,
      );
  }
}

function lineOf(detail: string): string {
  const line = lastMatch(detail, /line (\d+)/g);
  return line ? ` at line ${line}` : '';
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 500 ? line : `${line.slice(0, 499)}…`;
}
