import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  LogEvent,
  ScaffolderTask,
  ScaffolderTaskStatus as TaskStatus,
} from '@backstage/plugin-scaffolder-common';
import { Knex } from 'knex';
import { ScaffolderFeed } from './ScaffolderFeed';
import { ToldFacts } from './__testUtils__/ToldFacts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const BEGIN = Date.parse('2026-11-28T10:00:00Z');

function task(number: number, status: TaskStatus): ScaffolderTask {
  return {
    id: `task-${number}`,
    status,
    createdAt: new Date(BEGIN + number * 1_000).toISOString(),
    spec: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      parameters: { password: 'geheim' },
      steps: [],
      output: {},
      user: { ref: 'user:default/leo' },
      templateInfo: {
        entityRef: 'template:default/api-service',
        entity: {
          metadata: {
            name: 'api-service',
            annotations: { 'companyos.io/template-version': '1.1.0' },
          },
        },
      },
    },
  };
}

describe.each(databases.eachSupportedId())(
  'scaffolder feed on %s',
  databaseId => {
    let knex: Knex;
    let told: ToldFacts;
    let tasks: ScaffolderTask[];
    let completions: Record<string, { body: object; createdAt: string }[]>;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      told = await ToldFacts.create(knex);
      tasks = [];
      completions = {};
    });

    afterEach(() => knex.destroy());

    const scaffolder = {
      async listTasks(request: {
        limit?: number;
        offset?: number;
        status?: TaskStatus | TaskStatus[];
      }) {
        const { limit = 50, offset = 0, status } = request;
        const items = tasks
          .filter(one => !status || [status].flat().includes(one.status))
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
        return {
          items: items.slice(offset, offset + limit),
          totalItems: items.length,
        };
      },
      async getTask({ taskId }: { taskId: string }) {
        const found = tasks.find(one => one.id === taskId);
        if (!found) throw new NotFoundError();
        return found;
      },
      getLogs: async ({ taskId }: { taskId: string }) =>
        (completions[taskId] ?? []).map(
          (completion, id) =>
            ({
              ...completion,
              id,
              taskId,
              type: 'completion',
            } as unknown as LogEvent),
        ),
    };
    const scan = () =>
      new ScaffolderFeed({
        auth: mockServices.auth(),
        intelGraph: told,
        knex,
        scaffolder,
      }).scan();
    const complete = (number: number, afterMs: number, body: object) => {
      (completions[`task-${number}`] ??= []).push({
        body,
        createdAt: new Date(BEGIN + number * 1_000 + afterMs).toISOString(),
      });
    };
    const ids = async () => (await told.take()).map(({ id }) => id);

    it('tells how a task began, and what it made', async () => {
      tasks = [task(1, 'processing')];
      expect(await scan()).toBe(1);
      const data = {
        taskId: 'task-1',
        template: 'template:default/api-service',
        templateVersion: '1.1.0',
        actor: 'user:default/leo',
      };
      expect(await told.take()).toEqual([
        {
          type: 'dev.cdeventsx.companyos-scaffoldertask.created.0.1.0',
          entity: 'template:default/api-service',
          time: '2026-11-28T10:00:01.000Z',
          id: 'task-1:created',
          source: 'urn:companyos:scaffolder',
          data,
        },
      ]);
      expect(await scan()).toBe(0);

      tasks = [task(1, 'completed')];
      complete(1, 2_500, {
        output: {
          remoteUrl: 'https://leo:geheim@git.example/core/Payments',
          links: [
            { url: '/docs' },
            { entityRef: 'Component:default/Payments' },
          ],
        },
      });
      expect(await scan()).toBe(1);
      expect(await told.take()).toEqual([
        {
          type: 'dev.cdeventsx.companyos-scaffoldertask.completed.0.1.0',
          entity: 'component:default/payments',
          time: '2026-11-28T10:00:03.500Z',
          id: 'task-1:completed',
          source: 'urn:companyos:scaffolder',
          data: {
            ...data,
            entity: 'component:default/payments',
            repository: 'https://git.example/core/Payments',
            durationMs: 2_500,
          },
        },
      ]);
      expect(await scan()).toBe(0);
    });

    it('tells why a task failed, and again when it was retried', async () => {
      tasks = [task(1, 'failed'), task(2, 'cancelled'), task(3, 'skipped')];
      complete(1, 10, { error: { message: 'No such owner' } });
      expect(await scan()).toBe(5);
      const facts = await told.take();
      expect(facts.map(({ id }) => id)).toEqual([
        'task-1:created',
        'task-1:failed',
        'task-2:created',
        'task-2:cancelled',
        'task-3:created',
      ]);
      expect(facts[1]).toMatchObject({
        entity: 'template:default/api-service',
        data: { error: 'No such owner', durationMs: 10 },
      });

      tasks = [task(1, 'processing')];
      expect(await scan()).toBe(0);
      tasks = [task(1, 'failed')];
      complete(1, 99, { error: { message: 'Still none' } });
      expect(await scan()).toBe(1);
      expect(await told.take()).toMatchObject([
        { id: 'task-1:failed:2', data: { error: 'Still none' } },
      ]);
    });

    it('reads all pages once, then the first, and what is under way on later ones', async () => {
      tasks = Array.from({ length: 120 }, (_, number) =>
        task(number, number === 0 ? 'open' : 'completed'),
      );
      expect(await scan()).toBe(120 + 119);
      await told.take();
      tasks[0] = task(0, 'completed');
      expect(await scan()).toBe(1);
      expect(await ids()).toEqual(['task-0:completed']);
      // An old one is retried.
      tasks[3] = task(3, 'processing');
      expect(await scan()).toBe(0);
      tasks[3] = task(3, 'completed');
      expect(await scan()).toBe(1);
      expect(await ids()).toEqual(['task-3:completed:2']);
    });

    it('forgets a task that is gone, and one that could not be recorded', async () => {
      tasks = [task(1, 'open')];
      told.failure = new Error('no');
      await expect(scan()).rejects.toThrow('no');
      told.failure = undefined;
      expect(await scan()).toBe(1);
      tasks = [];
      expect(await scan()).toBe(0);
      expect(await ids()).toEqual(['task-1:created']);
    });
  },
);
