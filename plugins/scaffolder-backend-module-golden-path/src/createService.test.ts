import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { loadTemplate } from '@companyos/golden-engine';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import { FakeCatalog } from './__testUtils__/FakeCatalog';
import { writeTemplate } from './__testUtils__/writeTemplate';
import { createService, CreateServiceRequest } from './createService';
import { renderService } from './renderService';
import { SerialByKey } from './SerialByKey';
import { ServiceNames } from './ServiceNames';

const run = promisify(execFile);

describe('createService', () => {
  let directory: string;
  let localGit: LocalGit;
  let catalog: FakeCatalog;
  let lines: string[];
  let audited: string[];
  let isAllowed: boolean;
  let doesCatalogLook: boolean;
  let create: (
    answers: { name: string; owner?: string; description?: string },
    change?: Partial<CreateServiceRequest>,
  ) => ReturnType<typeof createService>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'create-service-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    await writeTemplate(directory);
    const template = await loadTemplate(join(directory, 'tiny-service'));
    catalog = new FakeCatalog();
    lines = [];
    audited = [];
    isAllowed = true;
    doesCatalogLook = true;
    const auth = mockServices.auth();
    const urls = new RepositoryUrls('http://portal.test');
    const deps = {
      localGit,
      urls,
      catalog: catalog.service,
      names: new ServiceNames({
        localGit,
        urls,
        catalog: catalog.service,
        auth,
      }),
      permissions: mockServices.permissions.mock({
        authorize: async () => [
          { result: isAllowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY },
        ],
      }),
      auditor: mockServices.auditor.mock({
        createEvent: async ({ meta }) => ({
          success: async () => {
            audited.push(`success ${meta?.repository} ${meta?.initiator}`);
          },
          fail: async ({ error }) => {
            audited.push(`fail ${meta?.repository} ${error.name}`);
          },
        }),
      }),
      events: mockServices.events.mock({
        publish: async ({ eventPayload }) => {
          const { repository } = eventPayload as { repository: string };
          const [owner, name] = repository.split('/');
          catalog.hide(name);
          if (doesCatalogLook && (await localGit.has({ owner, name }))) {
            catalog.show(repository);
          }
        },
      }),
      serial: new SerialByKey(),
      now: () => Date.now(),
      visibleWithinMs: 300,
    };
    create = async (answers, change = {}) =>
      createService(deps, {
        service: renderService(template, {
          owner: 'group:default/payments-team',
          ...answers,
        }),
        credentials: mockCredentials.user('user:default/leo.martins'),
        author: { name: 'Leo Martins', email: 'leo@example.com' },
        log: line => lines.push(line),
        checkpoint: (_key, fn) => fn(),
        ...change,
      });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('publishes, waits for the catalog, and finds what is there when asked again', async () => {
    const first = await create({ name: 'payment-api' });
    const id = { owner: 'payments-team', name: 'payment-api' };
    expect(first).toEqual({
      created: true,
      entityRef: 'component:default/payment-api',
      remoteUrl:
        'http://portal.test/repos/payments-team/payment-api/tree/main/',
      cloneUrl: localGit.clonePath(id),
      commit: await localGit.head(id),
      isVisible: true,
    });
    expect(await localGit.log(id)).toEqual([
      expect.objectContaining({
        subject: 'feat: begin from the golden path tiny-service@1.0.0',
        author: { name: 'Leo Martins', email: 'leo@example.com' },
      }),
    ]);

    // The same wish in other words is still the same wish.
    expect(
      await create({ name: 'payment-api', description: 'Other words' }),
    ).toEqual({ ...first, created: false });
    expect(await localGit.listRepositories()).toEqual([id]);

    await expect(
      create({ name: 'payment-api', owner: 'group:default/platform-team' }),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message:
          'The name payment-api is taken. payments-team already has a repository named payment-api.',
      }),
    );
    expect(audited).toEqual([
      'success payments-team/payment-api user:default/leo.martins',
      'success payments-team/payment-api user:default/leo.martins',
      'fail platform-team/payment-api ConflictError',
    ]);
  });

  it('gives one name once, also to two teams at the same moment', async () => {
    const outcomes = await Promise.allSettled(
      ['payments-team', 'platform-team', 'payments-team'].map(team =>
        create({ name: 'raced', owner: `group:default/${team}` }),
      ),
    );
    expect(
      outcomes.map(outcome =>
        outcome.status === 'fulfilled'
          ? outcome.value.created
          : outcome.reason.name,
      ),
    ).toEqual([true, 'ConflictError', false]);
    expect(await localGit.listRepositories()).toHaveLength(1);
  });

  it('refuses who may not, unknown owners, reserved names and names of others', async () => {
    const attempts: Array<[Parameters<typeof create>[0], string]> = [
      [{ name: 'x', owner: 'group:default/nobody' }, 'InputError'],
      [{ name: 'x', owner: 'user:default/mock' }, 'InputError'],
      [{ name: 'x', owner: 'group:other/payments-team' }, 'InputError'],
      [{ name: 'x', owner: 'group:default/../../x' }, 'InputError'],
      [{ name: 'admin' }, 'InputError'],
      [{ name: 'lpt1' }, 'InputError'],
      [{ name: 'x-' }, 'InputError'],
      [{ name: 'Not-A-Name' }, 'InputError'],
      [{ name: 'ledger' }, 'ConflictError'],
      [{ name: 'shared' }, 'ConflictError'],
      // Says of itself that it comes from where the new one would be.
      [{ name: 'claimed' }, 'ConflictError'],
    ];
    catalog.show('elsewhere/ledger');
    catalog.show('payments-team/monorepo');
    catalog.entities.push({
      ...catalog.entities[catalog.entities.length - 1],
      metadata: {
        name: 'shared',
        annotations: { 'companyos.io/repository': 'payments-team/monorepo' },
      },
    });
    catalog.entities.push({
      ...catalog.entities[catalog.entities.length - 1],
      metadata: {
        name: 'claimed',
        annotations: {
          'companyos.io/repository': 'payments-team/claimed',
          'backstage.io/managed-by-location':
            'url:https://git.example/x/claimed/blob/main/catalog-info.yaml',
        },
      },
    });
    for (const [answers, name] of attempts) {
      expect([
        answers,
        await create(answers).then(
          () => 'made',
          error => error.name,
        ),
      ]).toEqual([answers, name]);
    }
    isAllowed = false;
    await expect(create({ name: 'x' })).rejects.toThrow(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
    expect(await localGit.listRepositories()).toEqual([]);
  });

  it('takes back what it made when a later step fails, and only that', async () => {
    // The state of the task cannot be stored.
    await expect(
      create(
        { name: 'unlucky' },
        {
          checkpoint: async (key, fn) => {
            const value = await fn();
            if (key === 'repository') throw new Error('database is away');
            return value;
          },
        },
      ),
    ).rejects.toThrow('database is away');
    expect(await localGit.listRepositories()).toEqual([]);
    expect(lines).toContain(
      'Took back the repository payments-team/unlucky, because a later step failed',
    );

    // The person cancels while the catalog is slow.
    doesCatalogLook = false;
    const cancel = new AbortController();
    await expect(
      create(
        { name: 'cancelled' },
        {
          signal: cancel.signal,
          log: line => {
            lines.push(line);
            if (line.startsWith('Made')) setImmediate(() => cancel.abort());
          },
        },
      ),
    ).rejects.toThrow(/abort/);
    expect(await localGit.listRepositories()).toEqual([]);

    // Somebody has pushed meanwhile: their work is worth more.
    const again = new AbortController();
    await expect(
      create(
        { name: 'pushed' },
        {
          signal: again.signal,
          checkpoint: async (key, fn) => {
            const value = await fn();
            if (key === 'repository') {
              const clone = join(directory, 'clone');
              const id = { owner: 'payments-team', name: 'pushed' };
              await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
              await run('git', [
                '-C',
                clone,
                '-c',
                'user.name=x',
                '-c',
                'user.email=x@example.com',
                'commit',
                '--allow-empty',
                '-qm',
                'work',
              ]);
              await run('git', ['-C', clone, 'push', '-q']);
              again.abort();
            }
            return value;
          },
        },
      ),
    ).rejects.toThrow(/abort/);
    expect(lines).toContain(
      'Left the repository payments-team/pushed as it is: somebody has pushed to it',
    );
    expect(await localGit.listRepositories()).toHaveLength(1);

    // What an earlier task made is not this one's to take back.
    doesCatalogLook = true;
    await create({ name: 'older' });
    await expect(
      create({ name: 'older' }, { signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/);
    expect(await localGit.has({ owner: 'payments-team', name: 'older' })).toBe(
      true,
    );
  });

  it('resumes after a restart, whatever was done before', async () => {
    const state = new Map<string, unknown>();
    const remembered: CreateServiceRequest['checkpoint'] = async (key, fn) => {
      if (!state.has(key)) state.set(key, await fn());
      return state.get(key) as Awaited<ReturnType<typeof fn>>;
    };
    const first = await create({ name: 'resumed' }, { checkpoint: remembered });
    expect(
      await create({ name: 'resumed' }, { checkpoint: remembered }),
    ).toEqual(first);
    // Taken back since: made again, as the same commit.
    await rm(first.cloneUrl, { recursive: true });
    expect(
      await create({ name: 'resumed' }, { checkpoint: remembered }),
    ).toEqual(first);
  });

  it('is honest about a catalog that is slow, and keeps the repository', async () => {
    doesCatalogLook = false;
    expect(await create({ name: 'unseen' })).toMatchObject({
      created: true,
      isVisible: false,
    });
    expect(lines[lines.length - 1]).toMatch(
      /^The catalog does not show component:default\/unseen yet/,
    );
    expect(await localGit.listRepositories()).toHaveLength(1);
  });
});
