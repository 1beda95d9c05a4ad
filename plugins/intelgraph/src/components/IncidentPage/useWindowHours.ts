import { useCallback } from 'react';
import { useSearchParams } from '../../routing';

/** How far back one can look for changes, hours. */
export const WINDOWS = ['1', '6', '24', '168'] as const;
const DEFAULT = '24';

/** How far back changes are looked for, in the URL. */
export function useWindowHours(): [number, (hours: string) => void] {
  const [params, setParams] = useSearchParams();
  const hours = WINDOWS.find(one => one === params.get('window')) ?? DEFAULT;
  const set = useCallback(
    (next: string) =>
      setParams(
        before => {
          const changed = new URLSearchParams(before);
          if (next === DEFAULT) changed.delete('window');
          else changed.set('window', next);
          return changed;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [Number(hours), set];
}
