import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readTableQuery, writeTableQuery } from './tableQueryParams';
import { type TableQuery, type TableQueryState } from './types';

/** Keeps the query in the URL, so that a link or a reload shows the same rows. */
export function useUrlTableQuery(urlKey: string): TableQueryState {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readTableQuery(params, urlKey), [params, urlKey]);
  const update = useCallback(
    (change: Partial<TableQuery>) =>
      setParams(
        current =>
          writeTableQuery(current, urlKey, {
            ...readTableQuery(current, urlKey),
            ...change,
          }),
        // Back should leave the page, not undo a letter of the search.
        { replace: true },
      ),
    [setParams, urlKey],
  );
  return [query, update];
}
