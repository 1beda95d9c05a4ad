import { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/frontend-plugin-api';

/** One docs build. Times are UTC ISO strings. */
export interface DocsBuild {
  id: string;
  startedAt: string;
  finishedAt: string | null;
  outcome: 'running' | 'success' | 'failure';
  /** Why it failed and what fixes it. */
  reason: string | null;
  /** Commit, or content digest (`sha256:…`), of the source; if known. */
  etag: string | null;
  durationMs: number | null;
}

/** What is known about the docs builds of an entity. */
export interface BuildRecord {
  /** Newest first. */
  builds: DocsBuild[];
  /** Why no build can even begin; `null` when one can. */
  problem: string | null;
}

/** Reads the record of docs builds. */
export interface BuildRecordApi {
  /** @throws ResponseError, with name NotFoundError when the entity can't be seen */
  getRecord(
    entity: CompoundEntityRef,
    signal: AbortSignal,
  ): Promise<BuildRecord>;
  /**
   * The log of a build, at most its last 256 KiB; so far, while it runs.
   *
   * @throws ResponseError
   */
  getLog(buildId: string, signal: AbortSignal): Promise<string>;
}

/** Ref of the {@link BuildRecordApi}. */
export const buildRecordApiRef = createApiRef<BuildRecordApi>().with({
  id: 'plugin.techdocs.build-record',
  pluginId: 'techdocs',
});
