import { Build } from './Build';

/** How many builds of one entity are kept. */
export const KEPT_BUILDS = 20;

/**
 * Which builds of one entity may be dropped. Kept are the newest
 * {@link KEPT_BUILDS} and, besides, the two that answer "from when are the docs
 * I read, and since when do newer ones fail": the newest success and the first
 * failure after it. Running builds are never dropped.
 *
 * @param builds - of one entity, newest first
 * @returns ids
 */
export function buildsToDrop(
  builds: readonly Pick<Build, 'id' | 'outcome'>[],
): string[] {
  const newestSuccess = builds.findIndex(b => b.outcome === 'success');
  const sinceSuccess =
    newestSuccess === -1 ? builds : builds.slice(0, newestSuccess);
  const firstFailure = sinceSuccess.findLastIndex(b => b.outcome === 'failure');
  return builds
    .filter(
      (build, index) =>
        index >= KEPT_BUILDS &&
        index !== newestSuccess &&
        index !== firstFailure &&
        build.outcome !== 'running',
    )
    .map(build => build.id);
}
