import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { useSearchParams } from '../../routing';
import { intelgraphTranslationRef } from '../../translation';
import { Choice } from './Choice';
import shared from './shared.module.css';
import { useIntelGraph, useTenant } from './useTenant';

/** The one that the back end takes where none is named. */
const DEFAULT_TENANT = 'default';

/** Whose facts are shown. Only there for those who belong to more than one tenant. */
export function TenantChoice() {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const tenant = useTenant();
  const [, setParams] = useSearchParams();
  const { value } = useLoaded(useCallback(() => api.listTenants(), [api]));
  const tenants = value?.items ?? [];
  if (tenants.length < 2 && tenant === undefined) return null;
  const chosen =
    tenant ??
    (tenants.find(({ id }) => id === DEFAULT_TENANT) ?? tenants[0])?.id;
  return (
    <div className={shared.line}>
      <Choice
        label={t('tenant')}
        withAny={false}
        value={chosen}
        options={tenants.map(({ id, title }) => ({ value: id, label: title }))}
        // What else the URL names belongs to the tenant one leaves.
        onChange={id => id && setParams({ tenant: id })}
      />
    </div>
  );
}
