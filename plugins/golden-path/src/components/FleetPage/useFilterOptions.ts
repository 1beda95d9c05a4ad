import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';

/** Marks entities of golden-path repositories. */
const TEMPLATE_ANNOTATION = 'metadata.annotations.companyos.io/template';
const OWNERS = `relations.${RELATION_OWNED_BY}`;

/** What the fleet can be narrowed to. */
export interface FilterOptions {
  /** Versions by template, newest first. */
  versions: ReadonlyMap<string, string[]>;
  /** Entity refs. */
  owners: string[];
}

/** What there is to choose from; where it cannot be loaded, only what the URL holds can be seen. */
export function useFilterOptions(): FilterOptions {
  const api = useApi(goldenPathApiRef);
  const catalog = useApi(catalogApiRef);
  const templates = useLoaded(useCallback(() => api.templates(), [api])).value;
  const owners = useLoaded(
    useCallback(async () => {
      const { facets } = await catalog.getEntityFacets({
        filter: { [TEMPLATE_ANNOTATION]: CATALOG_FILTER_EXISTS },
        facets: [OWNERS],
      });
      return (facets[OWNERS] ?? []).map(({ value }) => value).sort();
    }, [catalog]),
  ).value;
  return {
    versions: new Map(
      templates?.map(({ name, versions }) => [
        name,
        versions.map(({ version }) => version),
      ]),
    ),
    owners: owners ?? [],
  };
}
