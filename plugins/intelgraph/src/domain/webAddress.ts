/**
 * An address that a page may link to, or undefined. It comes from events, so nothing but the web is followed.
 */
export function webAddress(url: string | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) && URL.canParse(url)
    ? url
    : undefined;
}
