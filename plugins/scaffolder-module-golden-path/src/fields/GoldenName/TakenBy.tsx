import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  catalogApiRef,
  EntityRefLink,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathTranslationRef } from '../../translation';

/** Links to the component that has this name, and to its owner; nothing where the catalog shows none. */
export function TakenBy({ name }: { name: string }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const catalog = useApi(catalogApiRef);
  const load = useCallback(
    () =>
      catalog.getEntityByRef(
        stringifyEntityRef({
          kind: 'Component',
          namespace: DEFAULT_NAMESPACE,
          name,
        }),
      ),
    [catalog, name],
  );
  const taken = useLoaded(load);
  // A courtesy next to the back end's own message: its failure needs no words.
  if (!taken.value) {
    return null;
  }
  const [owner] = getEntityRelations(taken.value, RELATION_OWNED_BY);
  return (
    <span>
      {t('name.taken')} <EntityRefLink entityRef={taken.value} />
      {owner && (
        <>
          {' '}
          {t('name.ownedBy')} <EntityRefLink entityRef={owner} />
        </>
      )}
    </span>
  );
}
