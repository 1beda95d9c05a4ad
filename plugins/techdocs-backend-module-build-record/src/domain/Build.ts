/** How a docs build stands. */
export type BuildOutcome = 'running' | 'success' | 'failure';

/** One docs build as it is kept. Times are epoch milliseconds. */
export interface Build {
  readonly id: string;
  readonly entityRef: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly outcome: BuildOutcome;
  /** Why it failed and what fixes it; `null` unless it failed. */
  readonly reason: string | null;
  /** Commit or content digest of the source; `null` when not known. */
  readonly etag: string | null;
  /** The host whose process ran the build. */
  readonly host: string;
  /** Last sign of life of the process that builds. */
  readonly heartbeatAtMs: number;
}
