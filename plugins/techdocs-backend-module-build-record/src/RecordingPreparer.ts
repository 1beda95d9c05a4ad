import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import {
  PreparerBase,
  PreparerOptions,
  PreparerResponse,
} from '@backstage/plugin-techdocs-node';
import { BuildRecorder } from './BuildRecorder';
import { PreparedBuilds } from './PreparedBuilds';

/**
 * Begins the record of a build when its source has been read, and records that
 * it could not be read. An unchanged source is no build and leaves no record.
 */
export class RecordingPreparer implements PreparerBase {
  constructor(
    private readonly preparer: PreparerBase,
    private readonly recorder: BuildRecorder,
    private readonly prepared: PreparedBuilds,
    private readonly now: () => number,
  ) {}

  async prepare(
    entity: Entity,
    options?: PreparerOptions,
  ): Promise<PreparerResponse> {
    const startedAtMs = this.now();
    const entityRef = stringifyEntityRef(entity);
    let response: PreparerResponse;
    try {
      response = await this.preparer.prepare(entity, options);
    } catch (error) {
      if (!isError(error) || error.name !== 'NotModifiedError') {
        const message = isError(error)
          ? `${error.name}: ${error.message}`
          : String(error);
        const build = this.recorder.begin({
          entityRef,
          startedAtMs,
          etag: null,
        });
        build.log.appendLine(`error: ${message}`);
        await build.fail('source', message);
      }
      throw error;
    }
    const build = this.recorder.begin({
      entityRef,
      startedAtMs,
      etag: response.etag,
    });
    build.log.hidePath(response.preparedDir, '<source>');
    build.log.appendLine(
      `info: Read the source of ${entityRef} in ${this.now() - startedAtMs} ms`,
    );
    this.prepared.put(response.preparedDir, build);
    return response;
  }

  shouldCleanPreparedDirectory(): boolean {
    return this.preparer.shouldCleanPreparedDirectory();
  }
}
