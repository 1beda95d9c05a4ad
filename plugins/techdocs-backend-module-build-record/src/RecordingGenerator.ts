import { Config } from '@backstage/config';
import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, toError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  GeneratorRunOptions,
  TechdocsGenerator,
} from '@backstage/plugin-techdocs-node';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { BuildLogTransport } from './BuildLogTransport';
import { RecordedBuild } from './BuildRecorder';
import { PreparedBuilds } from './PreparedBuilds';

// What TechDocs says last, on the build's own logger, when any step failed.
const FAILED = /^Failed to build the docs page for entity \S+: ([\s\S]*)$/;

/** Generates a site as TechDocs does, and records log and outcome. */
export class RecordingGenerator extends TechdocsGenerator {
  readonly #prepared: PreparedBuilds;

  constructor(options: {
    config: Config;
    logger: LoggerService;
    prepared: PreparedBuilds;
  }) {
    super({
      config: options.config,
      logger: options.logger,
      scmIntegrations: ScmIntegrations.fromConfig(options.config),
    });
    this.#prepared = options.prepared;
  }

  /**
   * @throws what the TechDocs generator throws, and InputError when the site
   *   has no first page (TechDocs would publish it and then report, five
   *   seconds later, that storing "took too long").
   */
  override async run(options: GeneratorRunOptions): Promise<void> {
    const build = this.#prepared.take(options.inputDir);
    if (!build) {
      // Another preparer than ours brought the source: build, unrecorded.
      await super.run(options);
      await requireFirstPage(options.outputDir);
      return;
    }

    build.log.hidePath(options.outputDir, '<site>');
    let built = false;
    options.logger.add(
      new BuildLogTransport(({ level, message }) => {
        build.log.appendLine(`${level}: ${message}`);
        const failure = level === 'error' && built && message.match(FAILED);
        if (failure) {
          void build.fail('storage', failure[1]);
        }
      }),
    );
    try {
      await super.run({ ...options, logStream: tee(build, options.logStream) });
      await requireFirstPage(options.outputDir);
    } catch (error) {
      const failure = toError(error);
      build.log.appendLine(`error: ${failure.message}`);
      await build.fail('site', failure.message);
      throw error;
    }
    built = true;
    await build.succeed();
  }
}

function tee(build: RecordedBuild, target: Writable | undefined): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      build.log.append(chunk);
      target?.write(chunk);
      done();
    },
  });
}

async function requireFirstPage(outputDir: string): Promise<void> {
  try {
    await access(join(outputDir, 'index.html'));
  } catch {
    throw new InputError(
      'no index page was built: there is no first page; add index.md to the docs folder',
    );
  }
}
