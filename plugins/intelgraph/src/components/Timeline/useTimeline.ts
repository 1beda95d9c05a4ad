import { useCallback, useMemo } from 'react';
import {
  readTimelineState,
  TimelineDefaults,
  TimelineState,
  writeTimelineState,
} from '../../domain/timelineState';
import { useSearchParams } from '../../routing';
import { Paged, usePaged } from '../shared/usePaged';
import { useIntelGraph } from '../shared/useTenant';
import { LoadedTimeline, loadTimeline, PAGE_SIZE } from './loadTimeline';

/** A timeline: what the URL asks for, what came, and how to ask for something else. */
export interface Timeline extends Paged<LoadedTimeline> {
  state: TimelineState;
  /** Changes parts of what is asked for. */
  update: (change: Partial<TimelineState>) => void;
  /** The entity that the page is about and that cannot be changed. */
  fixedEntity: string | undefined;
}

/** @param defaults - memoised, or a constant */
export function useTimeline(
  defaults: TimelineDefaults,
  fixedEntity?: string,
): Timeline {
  const api = useIntelGraph();
  const [params, setParams] = useSearchParams();
  // As text, so that other parameters of the URL and a change of the view load nothing anew.
  const stateText = JSON.stringify(readTimelineState(params, defaults));
  const state = useMemo<TimelineState>(
    () => JSON.parse(stateText),
    [stateText],
  );
  const askedText = JSON.stringify({ ...state, view: undefined });

  const load = useCallback(
    async (
      cursor?: string,
      first?: LoadedTimeline,
    ): Promise<LoadedTimeline> => {
      if (cursor && first) {
        const page = await api.getTimeline({
          ...first.query,
          limit: PAGE_SIZE,
          cursor,
        });
        return { ...page, query: first.query, loadedAt: first.loadedAt };
      }
      return loadTimeline(api, JSON.parse(askedText), Date.now(), fixedEntity);
    },
    [api, askedText, fixedEntity],
  );
  const update = useCallback(
    (change: Partial<TimelineState>) =>
      setParams(
        before =>
          writeTimelineState(
            before,
            { ...readTimelineState(before, defaults), ...change },
            defaults,
          ),
        { replace: true },
      ),
    [setParams, defaults],
  );
  return { ...usePaged(load), state, update, fixedEntity };
}
