import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';

/** Whether the person holds a permission; undefined until it is known, and when it cannot be told. */
export function useAllowed(permission: BasicPermission): boolean | undefined {
  const api = useApi(permissionApiRef);
  return useLoaded(
    useCallback(
      async () =>
        (await api.authorize({ permission })).result === AuthorizeResult.ALLOW,
      [api, permission],
    ),
  ).value;
}
