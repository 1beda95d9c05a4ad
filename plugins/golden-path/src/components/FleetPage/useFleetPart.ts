import { useApi } from '@backstage/frontend-plugin-api';
import type {
  FleetRepository,
  FleetTotals,
} from '@companyos/plugin-golden-path-common';
import { useLoaded, type Loaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import type { FleetFilter } from './useFleetFilter';

const PART = 200;

/** A part of the fleet, as much as one looks at. */
export interface FleetPart {
  items: FleetRepository[];
  /** Over all that fit the filter but for its status, so that the other statuses keep their counts. */
  totals: FleetTotals;
  nextCursor?: string;
  /** Epoch milliseconds. */
  loadedAt: number;
}

/** Loads the part of the fleet that the URL asks for, and again every `everyMs`. */
export function useFleetPart(
  {
    values: { template, version, status, owner, text },
    cursor,
  }: Pick<FleetFilter, 'values' | 'cursor'>,
  everyMs: number,
): Loaded<FleetPart> {
  const api = useApi(goldenPathApiRef);
  return useLoaded(
    useCallback(async () => {
      const filter = { template, version, owner, text };
      const [page, counted] = await Promise.all([
        api.fleet({ ...filter, status, cursor, limit: PART }),
        status ? api.fleet({ ...filter, limit: 1 }) : undefined,
      ]);
      return {
        items: page.items,
        totals: (counted ?? page).totals,
        nextCursor: page.nextCursor,
        loadedAt: Date.now(),
      };
    }, [api, template, version, status, owner, text, cursor]),
    everyMs,
  );
}
