import { useCallback, useState } from 'react';
import { untouchedQuery } from './tableQueryParams';
import { type TableQuery, type TableQueryState } from './types';

/** Keeps the query in the component, for tables that are a detail of their page. */
export function useLocalTableQuery(): TableQueryState {
  const [query, setQuery] = useState(untouchedQuery);
  const update = useCallback(
    (change: Partial<TableQuery>) =>
      setQuery(current => ({ ...current, ...change })),
    [],
  );
  return [query, update];
}
