import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  DirectoryPreparer,
  techdocsGeneratorExtensionPoint,
  techdocsPreparerExtensionPoint,
  UrlPreparer,
} from '@backstage/plugin-techdocs-node';
import { intelGraphServiceRef } from '@companyos/plugin-intelgraph-node';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { BuildRecorder } from './BuildRecorder';
import { createRouter } from './createRouter';
import { DatabaseBuildStore } from './database/DatabaseBuildStore';
import { KeepDocsBuilt } from './KeepDocsBuilt';
import { LocalFolderPreparer } from './LocalFolderPreparer';
import { PreparedBuilds } from './PreparedBuilds';
import { RecordingGenerator } from './RecordingGenerator';
import { RecordingPreparer } from './RecordingPreparer';

/**
 * Keeps the log, age, source and failure reason of every docs build, and serves
 * them under `/api/techdocs/builds`.
 */
export const techdocsModuleBuildRecord = createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'build-record',
  register(reg) {
    reg.registerInit({
      deps: {
        generators: techdocsGeneratorExtensionPoint,
        preparers: techdocsPreparerExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        reader: coreServices.urlReader,
        scheduler: coreServices.scheduler,
        catalog: catalogServiceRef,
        intelGraph: intelGraphServiceRef,
      },
      async init({
        generators,
        preparers,
        auth,
        config,
        database,
        discovery,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        reader,
        scheduler,
        catalog,
        intelGraph,
      }) {
        const now = () => Date.now();
        const store = await DatabaseBuildStore.create(database, (trx, facts) =>
          intelGraph.record(trx, facts),
        );
        const recorder = new BuildRecorder({
          store,
          logger,
          host: hostname(),
          now,
          newId: randomUUID,
        });
        await recorder.recover();
        lifecycle.addShutdownHook(() => recorder.stop());

        // TechDocs resolves this folder when it builds, and fails if it is missing.
        const workDir =
          config.getOptionalString('backend.workingDirectory') ?? tmpdir();
        await mkdir(workDir, { recursive: true });

        const prepared = new PreparedBuilds();
        generators.setTechdocsGenerator(
          new RecordingGenerator({ config, logger, prepared }),
        );
        preparers.registerPreparer(
          'url',
          new RecordingPreparer(
            UrlPreparer.fromConfig({ reader, logger }),
            recorder,
            prepared,
            now,
          ),
        );
        preparers.registerPreparer(
          'dir',
          new RecordingPreparer(
            new LocalFolderPreparer(
              DirectoryPreparer.fromConfig(config, { reader, logger }),
              {
                integrations: ScmIntegrations.fromConfig(config),
                workDir,
              },
            ),
            recorder,
            prepared,
            now,
          ),
        );
        httpRouter.use(createRouter({ store, catalog, httpAuth, now }));

        // Where docs are built outside, there is nothing to keep built here.
        if (config.getOptionalString('techdocs.builder') === 'local') {
          const keep = new KeepDocsBuilt({
            auth,
            catalog,
            discovery,
            logger,
            store,
            now,
          });
          await scheduler.scheduleTask({
            id: 'techdocs-keep-built',
            frequency: { seconds: 15 },
            timeout: { minutes: 30 },
            initialDelay: { seconds: 15 },
            fn: async signal => {
              await keep.run(signal);
            },
          });
        }
      },
    });
  },
});
