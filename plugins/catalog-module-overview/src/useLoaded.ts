import { useCallback, useEffect, useState } from 'react';

/**
 * Loads something when `load` changes and on demand.
 *
 * While it loads anew for the same `load`, the value from before stays.
 *
 * @param load - memoised; `undefined` when there is nothing to load
 */
export function useLoaded<T>(
  load: ((signal: AbortSignal) => Promise<T>) | undefined,
): {
  value: T | undefined;
  error: unknown;
  isLoading: boolean;
  reload: () => void;
} {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{
    for?: typeof load;
    value?: T;
    error?: unknown;
  }>({});

  useEffect(() => {
    if (!load) {
      return undefined;
    }
    const aborter = new AbortController();
    load(aborter.signal).then(
      value => {
        if (!aborter.signal.aborted) {
          setState({ for: load, value });
        }
      },
      error => {
        if (!aborter.signal.aborted) {
          setState({ for: load, error });
        }
      },
    );
    return () => aborter.abort();
  }, [load, round]);

  const current = state.for === load ? state : {};
  return {
    value: current.value,
    error: current.error,
    isLoading: load !== undefined && state.for !== load,
    reload: useCallback(() => setRound(before => before + 1), []),
  };
}
