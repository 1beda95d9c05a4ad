import {
  mockServices,
  ServiceMock,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  LifecycleService,
  SchedulerServiceTaskScheduleDefinition,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { scaffolderServiceMock } from '@backstage/plugin-scaffolder-node/testUtils';
import { LocalGit } from '@companyos/local-git';
import { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFeeds } from './startFeeds';
import { ToldFacts } from './__testUtils__/ToldFacts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('startFeeds', () => {
  let knex: Knex;
  let told: ToldFacts;
  let root: string;
  let tasks: Map<string, (signal: AbortSignal) => Promise<void> | void>;
  let lifecycle: ServiceMock<LifecycleService>;
  const logger = mockServices.logger.mock();
  const events = mockServices.events.mock();
  const scaffolder = scaffolderServiceMock.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    knex = await databases.init('SQLITE_3');
    told = await ToldFacts.create(knex);
    root = await mkdtemp(join(tmpdir(), 'feeds-'));
    tasks = new Map();
    lifecycle = mockServices.lifecycle.mock();
    scaffolder.listTasks.mockResolvedValue({ items: [], totalItems: 0 });
  });

  afterEach(async () => {
    await knex.destroy();
    await rm(root, { recursive: true, force: true });
  });

  const start = (publish: string, repositories?: object) =>
    startFeeds({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [
          {
            apiVersion: 'v1',
            kind: 'Component',
            metadata: { name: 'payments', namespace: 'default' },
          },
        ],
      }),
      config: mockServices.rootConfig({
        data: {
          app: { baseUrl: 'https://portal.example' },
          companyos: { goldenPath: { publish }, repositories },
        },
      }),
      events,
      intelGraph: told,
      knex,
      lifecycle,
      logger,
      scaffolder,
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async (
          task: SchedulerServiceTaskScheduleDefinition &
            SchedulerServiceTaskInvocationDefinition,
        ) => {
          expect(task.scope ?? 'global').toBe('global');
          tasks.set(task.id, task.fn);
        },
      }),
    });

  it('follows catalog, scaffolder and repositories, which also ring', async () => {
    await start('local-git', { root });
    expect([...tasks.keys()]).toEqual([
      'intelgraph-feed-catalog',
      'intelgraph-feed-scaffolder',
      'intelgraph-feed-local-git',
    ]);
    for (const run of tasks.values()) await run(new AbortController().signal);
    expect(await told.take()).toMatchObject([
      { source: 'urn:companyos:catalog' },
    ]);
    expect(scaffolder.listTasks).toHaveBeenCalled();

    const localGit = await LocalGit.create({ root });
    await localGit.createWithFirstCommit({
      owner: 'core',
      name: 'payments',
      files: [{ path: 'README.md', bytes: Buffer.from('x') }],
      message: 'x',
      author: { name: 'Dev', email: 'dev@example.com' },
      committedAt: 0,
      idempotencyKey: 'one',
    });
    const [[{ topics, onEvent }]] = events.subscribe.mock.calls;
    expect(topics).toEqual(['companyos.local-git.moved']);
    // Waits for the catalog to know it, so this only shows that it looks; what is under way ends before the stop.
    await onEvent({ topic: topics[0], eventPayload: {} });
    const [[stop]] = lifecycle.addShutdownHook.mock.calls;
    await stop();
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('needs no embedded repositories, and says once what can not be followed', async () => {
    await start('github');
    expect([...tasks.keys()]).toEqual([
      'intelgraph-feed-catalog',
      'intelgraph-feed-scaffolder',
    ]);
    scaffolder.listTasks.mockRejectedValue(new Error('There is none'));
    const run = tasks.get('intelgraph-feed-scaffolder');
    await run?.(new AbortController().signal);
    await run?.(new AbortController().signal);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      "The scaffolder can't be followed",
      expect.anything(),
    );
  });
});
