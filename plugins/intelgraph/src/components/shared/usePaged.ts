import { Loaded, useLoaded } from '@companyos/ui-kit';
import { useCallback, useEffect, useMemo, useState } from 'react';

/** A page of a list. */
export interface PageOf {
  items: unknown[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list that grows on demand. */
export interface Paged<P extends PageOf> extends Loaded<P> {
  /** Of all pages so far; undefined until the first is there. */
  items: P['items'] | undefined;
  /** The page that came last. */
  last: P | undefined;
  hasMore: boolean;
  loadMore: () => void;
  isLoadingMore: boolean;
  moreError: unknown;
}

/**
 * Loads the first page of a list, and more of them on demand. A new `load`, and a reload, begin anew.
 *
 * @param load - memoised; with a cursor it gets the first page too, whose question it goes on with
 */
export function usePaged<P extends PageOf>(
  load: (cursor?: string, first?: P) => Promise<P>,
): Paged<P> {
  const first = useLoaded(useCallback(() => load(), [load]));
  const { value } = first;
  const [more, setMore] = useState<{
    after?: P;
    pages: P[];
    isLoading: boolean;
    error?: unknown;
  }>({ pages: [], isLoading: false });
  useEffect(
    () => setMore({ after: value, pages: [], isLoading: false }),
    [value],
  );

  const current =
    more.after === value
      ? more
      : { pages: [], isLoading: false, error: undefined };
  const last = current.pages[current.pages.length - 1] ?? value;
  const cursor = last?.pageInfo.hasNextPage
    ? last.pageInfo.endCursor
    : undefined;

  const loadMore = async () => {
    if (!value || !cursor || current.isLoading) return;
    const change = (next: Partial<typeof more>) =>
      setMore(before =>
        before.after === value ? { ...before, ...next } : before,
      );
    change({ isLoading: true, error: undefined });
    try {
      const page = await load(cursor, value);
      change({ pages: [...current.pages, page], isLoading: false });
    } catch (error) {
      change({ isLoading: false, error });
    }
  };
  const items = useMemo(
    () => value && [value, ...current.pages].flatMap(page => page.items),
    [value, current.pages],
  );
  return {
    ...first,
    items,
    last,
    hasMore: Boolean(cursor),
    loadMore,
    isLoadingMore: current.isLoading,
    moreError: current.error,
  };
}
