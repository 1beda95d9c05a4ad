import { RecordedBuild } from './BuildRecorder';

/**
 * Hands a build from the preparer, which knows the entity, to the generator,
 * which only gets the folder the source was put into. That folder is made for
 * one build alone, so it names the build.
 */
export class PreparedBuilds {
  readonly #builds = new Map<string, RecordedBuild>();

  put(preparedDir: string, build: RecordedBuild): void {
    this.#builds.set(preparedDir, build);
  }

  /** The build of that folder, once. */
  take(preparedDir: string): RecordedBuild | undefined {
    const build = this.#builds.get(preparedDir);
    this.#builds.delete(preparedDir);
    return build;
  }
}
