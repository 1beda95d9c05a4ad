import { Build } from './Build';

/** The reason given to builds whose process went away. */
export const ABANDONED_REASON =
  'The portal stopped while building. Start the build again.';

/** Without a sign of life for this long, a running build counts as abandoned. */
export const ABANDONED_AFTER_MS = 60_000;

/**
 * The build as a reader sees it at a moment: one that still says "running"
 * although its process gave no sign of life for a minute has failed. The row
 * itself is corrected by the next start of that host; reading never writes.
 */
export function asSeenAt(build: Build, nowMs: number): Build {
  if (
    build.outcome !== 'running' ||
    nowMs - build.heartbeatAtMs < ABANDONED_AFTER_MS
  ) {
    return build;
  }
  return {
    ...build,
    outcome: 'failure',
    reason: ABANDONED_REASON,
    finishedAtMs: build.heartbeatAtMs,
  };
}
