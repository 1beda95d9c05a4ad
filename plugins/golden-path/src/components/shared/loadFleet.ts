import type {
  FleetQuery,
  FleetRepository,
} from '@companyos/plugin-golden-path-common';
import type { GoldenPathApi } from '../../api/GoldenPathApi';

const PART = 200;

/** Loads every repository that fits, part by part. */
export async function loadFleet(
  api: Pick<GoldenPathApi, 'fleet'>,
  filter: Omit<FleetQuery, 'cursor' | 'limit'>,
): Promise<FleetRepository[]> {
  const items: FleetRepository[] = [];
  let cursor: string | undefined;
  do {
    const part = await api.fleet({ ...filter, cursor, limit: PART });
    items.push(...part.items);
    cursor = part.nextCursor;
  } while (cursor !== undefined);
  return items;
}
