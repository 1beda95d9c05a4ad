import { GraphQuery } from '@companyos/plugin-intelgraph-common';
import { useCallback } from 'react';
import { readTime } from '../../domain/timelineState';
import { useSearchParams } from '../../routing';

/** Ways to look along relations. */
export const DIRECTIONS = ['both', 'upstream', 'downstream'] as const;
export const DEFAULT_DEPTH = 2;
const MOST_STEPS = 5;

/** What of the graph is asked for; all of it lives in the URL. */
export interface GraphState {
  entity: string | undefined;
  depth: number;
  direction: NonNullable<GraphQuery['direction']>;
  lineage: boolean;
  knownAt: string | undefined;
}

type Name = 'depth' | 'direction' | 'lineage' | 'knownAt';

/** What the URL asks for, and how to change a part of it; undefined takes the part away. */
export function useGraphState(): [
  GraphState,
  (name: Name, value: string | undefined) => void,
] {
  const [params, setParams] = useSearchParams();
  const depth = Number(params.get('depth'));
  const state: GraphState = {
    entity: params.get('entity')?.slice(0, 500) || undefined,
    depth:
      Number.isInteger(depth) && depth >= 1 && depth <= MOST_STEPS
        ? depth
        : DEFAULT_DEPTH,
    direction:
      DIRECTIONS.find(one => one === params.get('direction')) ?? 'both',
    lineage: params.get('lineage') === 'only',
    knownAt: readTime(params.get('knownAt')),
  };
  const set = useCallback(
    (name: Name, value: string | undefined) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [state, set];
}
