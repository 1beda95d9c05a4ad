import { Lane, TimelineItem } from '@companyos/plugin-intelgraph-common';

/**
 * The fact that a key leads to: left and right in time, up and down the nearest of the next lane, Home and End the
 * ends.
 *
 * @param ordered - facts, the oldest first
 * @param lanes - from top to bottom; each has at least one of the facts
 * @returns undefined for another key, and where there is nothing further
 */
export function laneNeighbour(
  ordered: readonly TimelineItem[],
  lanes: readonly Lane[],
  currentId: string | undefined,
  key: string,
): TimelineItem | undefined {
  const index = ordered.findIndex(({ id }) => id === currentId);
  const current = ordered[index];
  if (!current) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return ordered[index - 1];
    case 'ArrowRight':
      return ordered[index + 1];
    case 'Home':
      return ordered[0];
    case 'End':
      return ordered[ordered.length - 1];
    case 'ArrowUp':
    case 'ArrowDown': {
      const lane =
        lanes[lanes.indexOf(current.lane) + (key === 'ArrowUp' ? -1 : 1)];
      const here = Date.parse(current.occurredAt);
      const distance = (fact: TimelineItem) =>
        Math.abs(Date.parse(fact.occurredAt) - here);
      return ordered
        .filter(fact => fact.lane === lane)
        .reduce<TimelineItem | undefined>(
          (best, fact) =>
            !best || distance(fact) < distance(best) ? fact : best,
          undefined,
        );
    }
    default:
      return undefined;
  }
}
