import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';
import { overviewApiRef, ProcessingStatus } from '../../api/overviewApiRef';
import { findProblems, Problem } from '../../domain/findProblems';
import { useLoaded } from '../../useLoaded';

/** Past this many, looking each one up costs more than it tells. */
const MOST_RELATIONS = 1_000;

/** How the catalog keeps an entity and what is wrong with that. */
export function useProblems(entity: Entity) {
  const overviewApi = useApi(overviewApiRef);
  const catalogApi = useApi(catalogApiRef);
  return useLoaded(
    useCallback(
      async (
        signal: AbortSignal,
      ): Promise<{ status: ProcessingStatus; problems: Problem[] }> => {
        const entityRef = stringifyEntityRef(entity);
        const refs = [
          ...new Set(
            (entity.relations ?? []).map(({ targetRef }) => targetRef),
          ),
        ];
        const [status, related] = await Promise.all([
          overviewApi.getProcessingStatus(entityRef, signal),
          refs.length > 0 && refs.length <= MOST_RELATIONS
            ? catalogApi.getEntitiesByRefs({
                entityRefs: refs,
                fields: ['kind', 'metadata.name', 'metadata.namespace'],
              })
            : undefined,
        ]);
        const missing = related
          ? refs.filter((_, index) => !related.items[index])
          : [];
        return {
          status,
          problems: findProblems(entityRef, status, missing, Date.now()),
        };
      },
      [overviewApi, catalogApi, entity],
    ),
  );
}
