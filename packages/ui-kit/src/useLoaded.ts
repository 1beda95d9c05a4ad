import { useCallback, useEffect, useState } from 'react';

/** What a load has come to, and a way to load again. */
export interface Loaded<T> {
  /** Undefined until the first answer; stays while it is loaded again. */
  value: T | undefined;
  /** Why the last load failed; the value from before stays beside it. */
  error: unknown;
  /** Loads again; what is there stays until the answer comes. */
  reload: () => void;
}

/**
 * Loads when `load` changes, on demand, and where wanted again and again; an overtaken answer is dropped.
 *
 * @param load - memoised; may use the signal to stop when its answer is no longer wanted
 * @param everyMs - pause between an answer and the next load; none without it
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  everyMs?: number,
): Loaded<T> {
  const [state, setState] = useState<{
    for?: (signal: AbortSignal) => Promise<T>;
    value?: T;
    error?: unknown;
    /** Counts the answers, so that each starts the next pause. */
    answers: number;
  }>({ answers: 0 });
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      value =>
        !abort.signal.aborted &&
        setState(before => ({
          for: load,
          value,
          answers: before.answers + 1,
        })),
      error =>
        !abort.signal.aborted &&
        setState(before => ({
          ...(before.for === load ? before : {}),
          for: load,
          error,
          answers: before.answers + 1,
        })),
    );
    return () => abort.abort();
  }, [load, round]);

  const reload = useCallback(() => setRound(before => before + 1), []);
  const { answers } = state;
  useEffect(() => {
    if (everyMs === undefined || answers === 0) return undefined;
    const timer = setTimeout(reload, everyMs);
    return () => clearTimeout(timer);
  }, [everyMs, answers, reload]);

  const current = state.for === load ? state : undefined;
  return { value: current?.value, error: current?.error, reload };
}
