import { useApiHolder } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import {
  provenanceApiRef,
  type ProvenanceSource,
} from '../../provenanceApiRef';

/** What is known about the sources so far. */
export type ProvenanceLookup =
  | { status: 'unserved' | 'loading' | 'failed' }
  | { status: 'loaded'; sources: ProvenanceSource[] };

/** Asks who says so, once `wanted`, and only when an API for it is there. */
export function useProvenance(
  wanted: boolean,
  query: { entityRef?: string; digest?: string; source?: string },
): ProvenanceLookup {
  const api = useApiHolder().get(provenanceApiRef);
  const { entityRef, digest, source } = query;
  const [lookup, setLookup] = useState<ProvenanceLookup>({
    status: 'loading',
  });

  useEffect(() => {
    if (!api || !wanted) return undefined;
    let current = true;
    setLookup({ status: 'loading' });
    api.getProvenance({ entityRef, digest, source }).then(
      ({ sources }) => current && setLookup({ status: 'loaded', sources }),
      () => current && setLookup({ status: 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [api, wanted, entityRef, digest, source]);

  return api ? lookup : { status: 'unserved' };
}
