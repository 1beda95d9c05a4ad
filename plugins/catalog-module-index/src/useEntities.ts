import type { Entity } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  useStarredEntities,
} from '@backstage/plugin-catalog-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type IndexQuery, toRequest } from './indexQuery';

/** A page of entities; the last one stays while the next is on its way. */
export interface Entities {
  items?: Entity[];
  total: number;
  isPending: boolean;
  error?: Error;
  retry: () => void;
}

/** Asks the catalog; an overtaken answer is dropped. */
export function useEntities(query: IndexQuery): Entities {
  const catalogApi = useApi(catalogApiRef);
  const identityApi = useApi(identityApiRef);
  const { starredEntities } = useStarredEntities();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Omit<Entities, 'retry'>>({
    total: 0,
    isPending: true,
  });

  // Refs matter only where they narrow the question; elsewhere they must not repeat it.
  const starred = useMemo(
    () => (query.scope === 'starred' ? [...starredEntities].sort() : []),
    [query.scope, starredEntities],
  );
  const key = JSON.stringify([query, starred]);

  useEffect(() => {
    let over = false;
    setState(last => ({ ...last, isPending: true, error: undefined }));
    const ask = async () => {
      const [asked, stars] = JSON.parse(key) as [IndexQuery, string[]];
      const owners =
        asked.scope === 'owned'
          ? (await identityApi.getBackstageIdentity()).ownershipEntityRefs
          : [];
      const request = toRequest(asked, owners, stars);
      if (!request) return { items: [], totalItems: 0 };
      return catalogApi.queryEntities(request);
    };
    ask().then(
      ({ items, totalItems }) =>
        !over && setState({ items, total: totalItems, isPending: false }),
      error => !over && setState({ total: 0, isPending: false, error }),
    );
    return () => {
      over = true;
    };
  }, [catalogApi, identityApi, key, attempt]);

  const retry = useCallback(() => setAttempt(n => n + 1), []);
  return { ...state, retry };
}
