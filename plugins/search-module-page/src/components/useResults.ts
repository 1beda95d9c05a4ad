import { useApi } from '@backstage/frontend-plugin-api';
import type { SearchResultSet } from '@backstage/plugin-search-common';
import { searchApiRef } from '@backstage/plugin-search-react';
import { useCallback, useEffect, useState } from 'react';

const PAGE_SIZE = 25;

/** What a search has come to. */
export interface Results {
  set?: SearchResultSet;
  error?: Error;
  retry: () => void;
}

/**
 * Asks the search; an overtaken answer is dropped.
 * @param term - nothing is asked while it is empty
 * @param type - one type of result; undefined for all
 * @param cursor - page, as an earlier answer named it
 */
export function useResults(
  term: string,
  type: string | undefined,
  cursor: string | undefined,
): Results {
  const searchApi = useApi(searchApiRef);
  const [state, setState] = useState<Omit<Results, 'retry'>>({});
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let over = false;
    setState({});
    if (!term) return undefined;
    searchApi
      .query({
        term,
        types: type ? [type] : undefined,
        pageLimit: PAGE_SIZE,
        pageCursor: cursor,
      })
      .then(
        set => !over && setState({ set }),
        error => !over && setState({ error }),
      );
    return () => {
      over = true;
    };
  }, [searchApi, term, type, cursor, attempt]);

  const retry = useCallback(() => setAttempt(n => n + 1), []);
  return { ...state, retry };
}
