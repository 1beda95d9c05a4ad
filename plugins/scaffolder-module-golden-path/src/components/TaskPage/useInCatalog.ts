import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useEffect, useState } from 'react';

const POLL_MS = 1000;
/** After this the page stops asking and says so. */
const GIVE_UP_MS = 30_000;

/**
 * Whether the catalog shows the entity yet; asks until it does.
 *
 * @returns `late` once it has taken unusually long
 */
export function useInCatalog(
  entityRef: string | undefined,
): 'waiting' | 'there' | 'late' | undefined {
  const catalog = useApi(catalogApiRef);
  const [state, setState] = useState<'waiting' | 'there' | 'late'>('waiting');

  useEffect(() => {
    if (!entityRef) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const giveUpAtMs = Date.now() + GIVE_UP_MS;
    const ask = async () => {
      const entity = await catalog
        .getEntityByRef(entityRef)
        .catch(() => undefined);
      if (stopped) {
        return;
      }
      if (entity) {
        setState('there');
      } else if (Date.now() >= giveUpAtMs) {
        setState('late');
      } else {
        timer = setTimeout(ask, POLL_MS);
      }
    };
    setState('waiting');
    ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [catalog, entityRef]);

  return entityRef ? state : undefined;
}
