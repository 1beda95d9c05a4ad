import { useApi } from '@backstage/frontend-plugin-api';
import { IntelGraphApi } from '@companyos/plugin-intelgraph-common';
import { useMemo } from 'react';
import { intelGraphApiRef } from '../../api/intelGraphApiRef';
import { linksIn } from '../../links';
import { useSearchParams } from '../../routing';

/** The tenant that the URL names; without one the back end chooses. */
export function useTenant(): string | undefined {
  const [params] = useSearchParams();
  return params.get('tenant')?.slice(0, 63) || undefined;
}

/** The back end, asked about the tenant that the URL names. */
export function useIntelGraph(): IntelGraphApi {
  const api = useApi(intelGraphApiRef);
  const tenant = useTenant();
  return useMemo(
    () => (tenant === undefined ? api : api.inTenant(tenant)),
    [api, tenant],
  );
}

/** The pages, in the tenant that the URL names. */
export function useLinks(): ReturnType<typeof linksIn> {
  const tenant = useTenant();
  return useMemo(() => linksIn(tenant), [tenant]);
}
