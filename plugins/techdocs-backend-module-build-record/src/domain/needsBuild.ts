import { Build } from './Build';

/** What is known of an entity's docs before deciding. */
export interface DocsState {
  /** Commit its source stands at; absent where the source has none, such as a folder. */
  readonly commit?: string;
  /** Its builds, newest first. */
  readonly builds: readonly Pick<Build, 'outcome' | 'etag' | 'finishedAtMs'>[];
}

/** A failure is tried again after this long, even if nothing was pushed. */
export const RETRY_FAILED_MS = 60 * 60 * 1000;

/**
 * Whether docs should be built without anyone asking for them: never built, built from
 * another commit, or failed long ago. A build that runs is left alone.
 */
export function needsBuild(state: DocsState, nowMs: number): boolean {
  const [newest] = state.builds;
  if (!newest) return true;
  if (newest.outcome === 'running') return false;
  const otherCommit =
    state.commit !== undefined &&
    newest.etag !== null &&
    newest.etag !== state.commit;
  if (otherCommit) return true;
  return (
    newest.outcome === 'failure' &&
    nowMs - (newest.finishedAtMs ?? 0) > RETRY_FAILED_MS
  );
}
