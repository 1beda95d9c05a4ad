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
  asOf: string | undefined;
}

type Name = 'depth' | 'direction' | 'lineage' | 'knownAt' | 'asOf';

/** What the URL asks for, and how to change parts of it; undefined takes a part away. */
export function useGraphState(): [
  GraphState,
  (changes: { [name in Name]?: string }) => void,
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
    asOf: readTime(params.get('asOf')),
  };
  const set = useCallback(
    (changes: { [name in Name]?: string }) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === undefined) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [state, set];
}
