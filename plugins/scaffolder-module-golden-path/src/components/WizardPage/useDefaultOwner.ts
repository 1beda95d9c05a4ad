import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';

/**
 * The person's own team, which most new services belong to.
 *
 * @returns the team's entity reference; undefined while unknown, and for people without a team
 */
export function useDefaultOwner(): string | undefined {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  const load = useCallback(async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const entityRefs = ownershipEntityRefs.filter(
      ref => parseEntityRef(ref).kind === 'group',
    );
    if (entityRefs.length === 0) {
      return undefined;
    }
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs,
      fields: ['kind', 'metadata.name', 'metadata.namespace', 'spec.type'],
    });
    const team = items.find(group => group?.spec?.type === 'team');
    return team && stringifyEntityRef(team);
  }, [identity, catalog]);
  // Only a convenience: without it the person picks the owner.
  return useLoaded(load).value;
}
