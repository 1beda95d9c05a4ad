/**
 * The pages there are. The application renders them, the server answers anything else with 404, and both
 * use the pattern, never the path, as a label in metrics.
 */
export const pagePatterns = ['/', '/documents', '/documents/new', '/documents/:id'] as const;

/** The pattern of a page. */
export type PagePattern = (typeof pagePatterns)[number];

const pages = pagePatterns.map((pattern) => ({
  pattern,
  expression: new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`),
}));

/** The pattern of the page at a path, the literal ones before those with parameters; undefined without one. */
export function pageAt(path: string): PagePattern | undefined {
  return pages.find(({ expression }) => expression.test(path))?.pattern;
}
