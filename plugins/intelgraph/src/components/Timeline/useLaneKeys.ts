import { Lane, TimelineItem } from '@companyos/plugin-intelgraph-common';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { laneNeighbour } from '../../domain/laneNeighbour';
import { Extent, reveal } from '../../domain/timeScale';

/** Moves through the dots with the arrow keys; what lies outside the shown time is brought in. */
export function useLaneKeys(
  facts: TimelineItem[],
  lanes: Lane[],
  extent: Extent,
  show: (extent: Extent) => void,
): {
  ref: RefObject<HTMLDivElement>;
  current: string | undefined;
  setCurrent: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const [chosen, setCurrent] = useState<string>();
  const wanted = useRef<string>();
  const ordered = useMemo(
    () =>
      [...facts].sort(
        (a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt),
      ),
    [facts],
  );
  const inSight = ordered.filter(({ occurredAt }) => {
    const timeMs = Date.parse(occurredAt);
    return timeMs >= extent.from && timeMs <= extent.to;
  });
  const current = (inSight.find(({ id }) => id === chosen) ?? inSight[0])?.id;

  // After the dot is there: it may have been outside the shown time.
  useEffect(() => {
    if (wanted.current === undefined) return;
    ref.current
      ?.querySelector<HTMLElement>(`[data-fact="${wanted.current}"]`)
      ?.focus();
    wanted.current = undefined;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const next = laneNeighbour(ordered, lanes, current, event.key);
    if (!next) return;
    event.preventDefault();
    wanted.current = next.id;
    setCurrent(next.id);
    const revealed = reveal(extent, Date.parse(next.occurredAt));
    if (revealed !== extent) show(revealed);
  };
  return { ref, current, setCurrent, onKeyDown };
}
