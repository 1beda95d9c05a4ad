import { useRouteRef } from '@backstage/frontend-plugin-api';
import { recordRouteRef } from '../../routes';

/** Where the page of a record is; undefined where the app has none. */
export function useRecordHref(): (id: string) => string | undefined {
  const link = useRouteRef(recordRouteRef);
  return id => link?.({ id });
}
