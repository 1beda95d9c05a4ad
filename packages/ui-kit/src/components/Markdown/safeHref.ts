const linkSchemes = ['http:', 'https:', 'mailto:'];
const imageSchemes = ['http:', 'https:'];
/** Only stands in for the page's own origin while a relative address is resolved. */
const here = 'https://here.invalid';

function resolve(
  href: string,
  baseHref: string | undefined,
  schemes: string[],
): string {
  // What the sanitizer emptied stays empty; resolved, it would become a link to the page itself.
  if (href === '') return '';
  const base = baseHref ? new URL(baseHref, here) : new URL(here);
  let url: URL;
  try {
    url = new URL(href, base);
  } catch {
    return '';
  }
  if (!schemes.includes(url.protocol)) return '';
  return url.origin === here
    ? `${url.pathname}${url.search}${url.hash}`
    : url.href;
}

/**
 * The address a Markdown link may lead to.
 *
 * @param href - as written in the document
 * @param baseHref - address of the document, for relative links
 * @returns an empty text for schemes that could run code or read files
 */
export function safeLinkHref(href: string, baseHref?: string): string {
  if (href.startsWith('#')) return href;
  return resolve(href, baseHref, linkSchemes);
}

/** The address a Markdown image may be loaded from; see {@link safeLinkHref}. */
export function safeImageHref(href: string, baseHref?: string): string {
  return resolve(href, baseHref, imageSchemes);
}
