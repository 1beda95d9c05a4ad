import { posix } from 'node:path';
import { scanMarkdown } from './scanMarkdown';

/**
 * Resolves the relative links of a record: those to other records of the entity lead to
 * their pages in the portal, all others to where the source can be seen. Where that is not
 * known, what can't be followed is text. Code stays as it is.
 *
 * @param body - Markdown of the record
 * @param options.path - of the record, relative to the folder of the records
 * @param options.sourceUrl - where a person can see the file of the record
 * @param options.hrefOf - the page of the record at a path; undefined where there is none
 */
export function linkBody(
  body: string,
  options: {
    path: string;
    sourceUrl: string | null;
    hrefOf: (path: string) => string | undefined;
  },
): string {
  const { lines, visible } = scanMarkdown(body);
  return lines
    .map((line, index) =>
      visible[index]
        ? line.replace(
            /(!?)\[([^[\]]{0,300})\]\(([^()\s]{1,500})(\s+"[^"]{0,200}")?\)/g,
            (link, image: string, text: string, target: string, title = '') => {
              if (/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(target)) {
                return link;
              }
              const href = resolve(target, options);
              return href === undefined
                ? text
                : `${image}[${text}](${href}${title})`;
            },
          )
        : line,
    )
    .join('\n');
}

function resolve(
  target: string,
  {
    path,
    sourceUrl,
    hrefOf,
  }: {
    path: string;
    sourceUrl: string | null;
    hrefOf: (path: string) => string | undefined;
  },
): string | undefined {
  const [, file, fragment] = /^([^?#]*)(.*)$/.exec(target) ?? ['', target, ''];
  const page = hrefOf(posix.join(posix.dirname(path), file));
  if (page) {
    return `${page}${fragment}`;
  }
  if (sourceUrl && URL.canParse(target, sourceUrl)) {
    return new URL(target, sourceUrl).toString();
  }
  return undefined;
}
