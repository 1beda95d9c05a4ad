import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { intelgraphBodyErasePermission } from '@companyos/plugin-intelgraph-common';
import { intelgraphTranslationRef } from '../../translation';

/** Whether the person may do something, and the reason to show where not. */
export function useMay(permission: typeof intelgraphBodyErasePermission): {
  allowed: boolean;
  reason: string | undefined;
} {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { loading, allowed } = usePermission({ permission });
  return {
    allowed,
    reason:
      loading || allowed
        ? undefined
        : t('denied', { permission: permission.name }),
  };
}
