import {
  AuthService,
  LifecycleService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { HumanDuration } from '@backstage/types';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import { IntelGraphService } from '@companyos/plugin-intelgraph-node';
import { Knex } from 'knex';
import { resolve } from 'node:path';
import { CatalogFeed } from './CatalogFeed';
import { LocalGitFeed } from './LocalGitFeed';
import { ScaffolderFeed } from './ScaffolderFeed';

/** Published when the `main` of a repository of the embedded git folder moved. */
const LOCAL_GIT_MOVED_TOPIC = 'companyos.local-git.moved';
const LOG_INTERVAL_MS = 60_000;

/** What the feeds need. */
export interface FeedsOptions {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly config: RootConfigService;
  readonly events: EventsService;
  readonly intelGraph: Pick<IntelGraphService, 'record'>;
  /** The plugin's own database, brought up to date. */
  readonly knex: Knex;
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
  readonly scaffolder: ScaffolderService;
  readonly scheduler: SchedulerService;
  /** Epoch, ms. */
  readonly now?: () => number;
  readonly catalogInterval?: HumanDuration;
  readonly scaffolderInterval?: HumanDuration;
  readonly localGitInterval?: HumanDuration;
}

/**
 * Begins to tell what happens in the portal itself: changes of the catalog, scaffolder tasks, and pushes to the
 * embedded repositories where there are some. Of several replicas one at a time looks.
 */
export async function startFeeds(options: FeedsOptions): Promise<void> {
  const { config, events, lifecycle, logger, scheduler } = options;
  const deps = { ...options, now: options.now ?? (() => Date.now()) };
  const stop = new AbortController();
  const under = (signal: AbortSignal) => AbortSignal.any([signal, stop.signal]);
  const underWay = new Set<Promise<void>>();
  lifecycle.addShutdownHook(async () => {
    stop.abort();
    await Promise.all(underWay);
  });

  /** What fails is logged once a minute, and tried again at the next turn. */
  const guarded = (
    name: string,
    scan: (signal: AbortSignal) => Promise<unknown>,
  ) => {
    let loggedAtMs = -Infinity;
    return async (signal: AbortSignal = stop.signal) => {
      const looking = scan(under(signal))
        .catch(error => {
          if (stop.signal.aborted || deps.now() - loggedAtMs < LOG_INTERVAL_MS)
            return;
          loggedAtMs = deps.now();
          logger.warn(`The ${name} can't be followed`, toError(error));
        })
        .then(() => {});
      underWay.add(looking);
      await looking;
      underWay.delete(looking);
    };
  };
  const schedule = (
    id: string,
    frequency: HumanDuration,
    fn: (signal: AbortSignal) => Promise<void>,
  ) =>
    scheduler.scheduleTask({
      id: `intelgraph-feed-${id}`,
      frequency,
      timeout: { minutes: 10 },
      // Not before the others have started.
      initialDelay: { seconds: 5 },
      fn,
    });

  const catalogFeed = new CatalogFeed(deps);
  await schedule(
    'catalog',
    options.catalogInterval ?? { seconds: 15 },
    guarded('catalog', signal => catalogFeed.scan(signal)),
  );

  const scaffolderFeed = new ScaffolderFeed(deps);
  await schedule(
    'scaffolder',
    options.scaffolderInterval ?? { seconds: 5 },
    guarded('scaffolder', signal => scaffolderFeed.scan(signal)),
  );

  if (hasLocalGit(config)) {
    const localGitFeed = new LocalGitFeed({
      ...deps,
      localGit: await LocalGit.create({
        root: resolve(
          config.getOptionalString('companyos.repositories.root') ??
            '.data/repos',
        ),
      }),
      urls: new RepositoryUrls(config.getString('app.baseUrl')),
    });
    const scan = guarded('embedded repositories', signal =>
      localGitFeed.scan(signal),
    );
    await schedule(
      'local-git',
      options.localGitInterval ?? { seconds: 5 },
      scan,
    );
    await events.subscribe({
      id: 'intelgraph-local-git',
      topics: [LOCAL_GIT_MOVED_TOPIC],
      // Not awaited: whoever published the event does not wait for this.
      onEvent: async () => void scan(),
    });
  }
}

/** As the golden path reads it: the embedded folder, unless something else is said. */
function hasLocalGit(config: RootConfigService): boolean {
  const publish = config.getOptionalString('companyos.goldenPath.publish');
  return (
    (publish ?? 'local-git') === 'local-git' ||
    config.has('companyos.repositories.root')
  );
}
