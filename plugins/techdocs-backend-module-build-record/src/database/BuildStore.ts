import { Build, BuildOutcome } from '../domain/Build';

/** A build that begins. */
export type NewBuild = Pick<
  Build,
  'id' | 'entityRef' | 'startedAtMs' | 'etag' | 'host'
> & { readonly log: string };

/** How a build ended. */
export interface BuildEnd {
  readonly outcome: Exclude<BuildOutcome, 'running'>;
  readonly reason: string | null;
  /** Epoch, ms. */
  readonly finishedAtMs: number;
  readonly log: string;
}

/** Keeps docs builds; every method rejects when the database fails. */
export interface BuildStore {
  /** Adds a build that runs, and drops what {@link buildsToDrop} names. */
  begin(build: NewBuild): Promise<void>;
  /** Keeps the log so far and the sign of life of a running build. */
  progress(
    id: string,
    progress: { readonly log: string; readonly heartbeatAtMs: number },
  ): Promise<void>;
  /** Ends a build; a later end replaces an earlier one. */
  end(id: string, end: BuildEnd): Promise<void>;
  /**
   * Ends as failures the running builds of this host and those without a sign of life
   * since `heartbeatBeforeMs`.
   *
   * @returns how many
   */
  failAbandoned(options: {
    readonly host: string;
    readonly heartbeatBeforeMs: number;
    readonly reason: string;
  }): Promise<number>;
  /** The builds of an entity, newest first. */
  list(entityRef: string): Promise<Build[]>;
  /** One build with its log, or `undefined`. */
  read(id: string): Promise<(Build & { readonly log: string }) | undefined>;
}
