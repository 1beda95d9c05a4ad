import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import { fetchPersonas, type Persona } from './personas';

const RETRY_MS = 1000;

/**
 * The example people; asked again every second until the catalog knows all of them,
 * which takes a moment after the portal's first start.
 */
export function usePersonas(): Persona[] {
  const discoveryApi = useApi(discoveryApiRef);
  const [personas, setPersonas] = useState<Persona[]>([]);

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const found = await fetchPersonas(
        await discoveryApi.getBaseUrl('auth'),
      ).catch(() => [] as Persona[]);
      if (over) return;
      if (found.length) setPersonas(found);
      if (!found.length || found.some(person => !person.available)) {
        timer = setTimeout(ask, RETRY_MS);
      }
    };
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [discoveryApi]);

  return personas;
}
