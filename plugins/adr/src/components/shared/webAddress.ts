/**
 * An address that a page may link to, or undefined. Source addresses come from files and
 * annotations, so nothing but the web is followed.
 */
export function webAddress(url: string | null): string | undefined {
  return url && /^https?:\/\//i.test(url) && URL.canParse(url)
    ? url
    : undefined;
}
