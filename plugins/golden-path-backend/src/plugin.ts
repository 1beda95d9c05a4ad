import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { openTemplates } from '@companyos/golden-engine';
import { LocalGit } from '@companyos/local-git';
import { goldenPathPermissions } from '@companyos/plugin-golden-path-common';
import { registerActions } from './actions';
import { AuthorizedGoldenPath } from './AuthorizedGoldenPath';
import { Campaigns } from './Campaigns';
import { CheckRunner } from './CheckRunner';
import { CampaignStore } from './database/CampaignStore';
import { FleetStore } from './database/FleetStore';
import { openDatabase } from './database/openDatabase';
import { UpdateStore } from './database/UpdateStore';
import { Fleet } from './Fleet';
import { followRepositoryEvents } from './followRepositoryEvents';
import { notifyOwner } from './notifyOwner';
import { RateLimit } from './RateLimit';
import { readOptions } from './readOptions';
import { createRouter } from './router';
import { runEnvironment } from './runEnvironment';
import { GithubApi } from './sources/GithubApi';
import { GithubSource } from './sources/GithubSource';
import { LocalGitSource } from './sources/LocalGitSource';
import { RepositoryPlace } from './sources/types';
import { sweepScratch } from './sources/withScratch';
import { Updates } from './Updates';

const LEASE_MS = 30_000;
/** Costly requests of one caller in a minute. */
const COSTLY_A_MINUTE = 60;

/**
 * Day two of the golden path: where every repository stands against its template, updates, campaigns.
 *
 * @public
 */
export const goldenPathPlugin = createBackendPlugin({
  pluginId: 'golden-path',
  register(reg) {
    reg.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init({
        actionsRegistry,
        auditor,
        auth,
        catalog,
        config,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        notifications,
        permissions,
        permissionsRegistry,
        scheduler,
        userInfo,
      }) {
        const options = readOptions(config);
        const now = () => Date.now();
        const newId = () => randomUUID();
        const scratchFolder = join(options.workDirectory, 'scratch');
        const runFolder = join(options.workDirectory, 'runs');
        await Promise.all([scratchFolder, runFolder].map(sweepScratch));

        const integrations = ScmIntegrations.fromConfig(config);
        const credentials =
          DefaultGithubCredentialsProvider.fromIntegrations(integrations);
        const isGithub = (hostname: string) =>
          integrations.github.byHost(hostname) !== undefined;
        const tokenOf = async ({ url }: RepositoryPlace) =>
          (await credentials.getCredentials({ url })).token;
        const localGit = await LocalGit.create({
          root: options.repositoriesRoot,
        });
        const sources = {
          'local-git': new LocalGitSource(localGit),
          github: new GithubSource({
            folder: join(options.workDirectory, 'mirrors'),
            token: tokenOf,
            api: place =>
              new GithubApi({
                baseUrl:
                  integrations.github.byHost(place.hostname)?.config
                    .apiBaseUrl ?? `https://${place.hostname}/api/v3`,
                token: () => tokenOf(place),
              }),
          }),
        };
        const templates = openTemplates(options.templatesRoot, {
          onProblem: (name, error) =>
            logger.warn(
              `The golden-path template ${name} cannot be used: ${
                toError(error).message
              }`,
            ),
        });

        const knex = await openDatabase(database);
        const tenant = { tenant: 'default' };
        const fleetStore = new FleetStore(knex, tenant);
        const updateStore = new UpdateStore(knex, tenant);
        const fleet = new Fleet({
          auth,
          catalog,
          store: fleetStore,
          templates,
          sources,
          urls: options.urls,
          isGithub,
          logger,
          concurrency: options.concurrency,
          now,
          onRelease: repository => notifyOwner(notifications, repository),
        });
        // Set below: updates tell the runner, and the runner tells updates.
        let poke = () => {};
        const updates = new Updates({
          store: updateStore,
          fleet,
          templates,
          sources,
          scratchFolder,
          author: options.author,
          hostIntervalMs: options.hostIntervalMs,
          logger,
          now,
          newId,
          onWaiting: () => poke(),
        });
        const campaigns = new Campaigns({
          auth,
          catalog,
          store: new CampaignStore(knex, tenant),
          fleetStore,
          updateStore,
          updates,
          logger,
          now,
          newId,
        });
        const goldenPath = new AuthorizedGoldenPath({
          auth,
          campaigns,
          catalog,
          fleet,
          fleetStore,
          permissions,
          rateLimit: new RateLimit({
            most: COSTLY_A_MINUTE,
            spanMs: 60_000,
            now,
          }),
          templates,
          updates,
          updateStore,
          userInfo,
          runsHere: options.checks.runsHere,
          externalChecks: options.checks.external,
        });

        permissionsRegistry.addPermissions(goldenPathPermissions);
        registerActions(actionsRegistry, goldenPath);
        httpRouter.use(createRouter({ goldenPath, httpAuth, auditor }));

        const stop = new AbortController();
        lifecycle.addShutdownHook(() => stop.abort());
        await followRepositoryEvents({
          events,
          fleet,
          updates,
          updateStore,
          logger,
          signal: stop.signal,
        });

        if (options.checks.runsHere) {
          let environment: Promise<Record<string, string>> | undefined;
          const runner = new CheckRunner({
            store: updateStore,
            localGit,
            folder: runFolder,
            timeoutMs: options.checks.timeoutMs,
            concurrency: options.checks.concurrency,
            leaseMs: LEASE_MS,
            environment: () => {
              environment ??= runEnvironment(options.checks.environment);
              return environment;
            },
            logger,
            now,
            newId,
            onEnd: update => updates.advance(update.id),
          });
          poke = () => runner.poke();
          lifecycle.addShutdownHook(() => runner.stop());
          await scheduler.scheduleTask({
            id: 'golden-path-runner',
            scope: 'local',
            frequency: { seconds: 5 },
            timeout: { minutes: 1 },
            initialDelay: { seconds: 5 },
            fn: () => runner.poke(),
          });
        }
        await scheduler.scheduleTask({
          id: 'golden-path-fleet',
          frequency: { milliseconds: options.fleetIntervalMs },
          timeout: { minutes: 15 },
          initialDelay: { seconds: 5 },
          fn: signal => fleet.refreshAll(signal),
        });
        await scheduler.scheduleTask({
          id: 'golden-path-updates',
          frequency: { milliseconds: options.updateIntervalMs },
          timeout: { minutes: 15 },
          initialDelay: { seconds: 5 },
          fn: signal => updates.advanceAll(signal),
        });
        await scheduler.scheduleTask({
          id: 'golden-path-campaigns',
          frequency: { milliseconds: options.updateIntervalMs },
          timeout: { minutes: 30 },
          initialDelay: { seconds: 5 },
          fn: signal => campaigns.advanceAll(signal),
        });
      },
    });
  },
});
