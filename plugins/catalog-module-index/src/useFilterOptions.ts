import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useEffect, useState } from 'react';
import { FIELDS } from './indexQuery';

/** The values each filter can take for a kind. */
export type FilterOptions = Partial<
  Record<keyof typeof FIELDS | 'kind', string[]>
>;

/**
 * Which values exist. Asked once a kind and beside the rows, never before them: counting
 * values is what gets slow in a large catalog.
 */
export function useFilterOptions(kind: string): FilterOptions {
  const catalogApi = useApi(catalogApiRef);
  const [options, setOptions] = useState<FilterOptions>({});

  useEffect(() => {
    let over = false;
    const ask = async () => {
      const fields = Object.entries(FIELDS);
      const [kinds, { facets }] = await Promise.all([
        catalogApi.getEntityFacets({ facets: ['kind'] }),
        catalogApi.getEntityFacets({
          filter: { kind },
          facets: fields.map(([, field]) => field),
        }),
      ]);
      const values = (list: { value: string }[] | undefined) =>
        (list ?? []).map(({ value }) => value).sort();
      return {
        kind: values(kinds.facets.kind),
        ...Object.fromEntries(
          fields.map(([key, field]) => [key, values(facets[field])]),
        ),
      };
    };
    ask().then(
      found => !over && setOptions(found),
      // The rows are the page; without options the filters just offer less.
      () => !over && setOptions({}),
    );
    return () => {
      over = true;
    };
  }, [catalogApi, kind]);

  return options;
}
