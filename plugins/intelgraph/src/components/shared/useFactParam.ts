import { useCallback } from 'react';
import { readTime } from '../../domain/timelineState';
import { useLocation, useSearchParams } from '../../routing';

const FACT_ID = /^sha256:[0-9a-f]{64}$/;

/** The fact that is looked at, as the URL has it, how to leave it, and where another one is. */
export function useFactParam(): {
  fact: string | undefined;
  /** Time travel of the page, which holds for the fact too. */
  knownAt: string | undefined;
  close: () => void;
  hrefOf: (id: string) => string;
} {
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  const fact = params.get('fact') ?? undefined;
  const close = useCallback(
    () =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          next.delete('fact');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const hrefOf = (id: string) => {
    const next = new URLSearchParams(params);
    next.set('fact', id);
    return `${pathname}?${next}`;
  };
  return {
    fact: fact && FACT_ID.test(fact) ? fact : undefined,
    knownAt: readTime(params.get('knownAt')),
    close,
    hrefOf,
  };
}
