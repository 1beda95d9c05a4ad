import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  isTemplateEntityV1beta3,
  TemplateEntityV1beta3,
} from '@backstage/plugin-scaffolder-common';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { GoldenTemplate } from '../../api/GoldenPathApi';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { goldenTemplateOf } from '../../goldenTemplateOf';

/** A template of the catalog, with what the golden path knows about it. */
export interface TemplateEntry {
  entityRef: string;
  entity: TemplateEntityV1beta3;
  golden?: GoldenTemplate;
}

/** What the Create page shows; `figuresError` when the cards have to do without the golden path's figures. */
export interface Templates {
  entries: TemplateEntry[];
  figuresError?: Error;
}

/** Templates of the catalog joined with the golden path's figures, golden paths first. */
export function useTemplates() {
  const catalog = useApi(catalogApiRef);
  const goldenPath = useApi(goldenPathApiRef);

  const load = useCallback(
    async (signal: AbortSignal): Promise<Templates> => {
      const [{ items }, figures] = await Promise.all([
        catalog.getEntities({ filter: { kind: 'Template' } }),
        goldenPath
          .listTemplates({ signal })
          .then<
            { list: GoldenTemplate[]; error?: undefined },
            { list: GoldenTemplate[]; error: Error }
          >(
            list => ({ list }),
            error => ({ list: [], error }),
          ),
      ]);
      const entries = items.filter(isTemplateEntityV1beta3).map(entity => ({
        entityRef: stringifyEntityRef(entity),
        entity,
        golden: figures.list.find(
          ({ name }) => name === goldenTemplateOf(entity)?.name,
        ),
      }));
      const rank = ({ entity }: TemplateEntry) =>
        goldenTemplateOf(entity) ? 0 : 1;
      entries.sort(
        (a, b) =>
          rank(a) - rank(b) ||
          a.entity.metadata.name.localeCompare(b.entity.metadata.name),
      );
      return { entries, figuresError: figures.error };
    },
    [catalog, goldenPath],
  );
  return useLoaded(load);
}
