/** Rows that are loaded of a list at most; beyond that one has to filter. */
export const ROWS_AT_MOST = 2_000;

/**
 * Loads a list page by page.
 *
 * @returns what came, and whether that is all
 */
export async function loadAll<T>(
  loadPage: (
    cursor: string | undefined,
  ) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<{ items: T[]; isComplete: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await loadPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && items.length < ROWS_AT_MOST);
  return { items, isComplete: cursor === undefined };
}
