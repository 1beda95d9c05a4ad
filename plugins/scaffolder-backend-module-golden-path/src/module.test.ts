import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import { LocalGit } from '@companyos/local-git';
import request from 'supertest';
import goldenPathModule from '.';
import { FakeCatalog } from './__testUtils__/FakeCatalog';
import { releaseTemplate } from './__testUtils__/releaseTemplate';
import { writeTemplate } from './__testUtils__/writeTemplate';

jest.setTimeout(60_000);

const run = promisify(execFile);

const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: 'tiny-service',
    namespace: 'default',
    annotations: {
      'backstage.io/managed-by-location': 'url:http://portal.test/t.yaml',
      'backstage.io/managed-by-origin-location':
        'url:http://portal.test/t.yaml',
    },
  },
  spec: {
    owner: 'group:default/platform-team',
    type: 'service',
    parameters: {
      required: ['name'],
      properties: { name: { type: 'string' }, owner: { type: 'string' } },
    },
    steps: [
      {
        id: 'create',
        name: 'Create the service',
        action: 'companyos:golden:create',
        input: {
          template: 'tiny-service',
          answers: {
            name: '${{ parameters.name }}',
            owner: '${{ parameters.owner }}',
            description: '${{ parameters.description }}',
          },
        },
      },
    ],
    output: {
      links: [
        { title: 'Open', entityRef: '${{ steps.create.output.entityRef }}' },
      ],
      text: [
        { title: 'Clone', content: '${{ steps.create.output.cloneCommand }}' },
      ],
    },
  },
};

describe('the golden path in the scaffolder', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
  let directory: string;
  let localGit: LocalGit;
  let catalog: FakeCatalog;
  let stop: () => Promise<void> = async () => {};
  let denied: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'golden-path-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    await writeTemplate(join(directory, 'templates'));
    catalog = new FakeCatalog();
    catalog.entities.push(template);
    denied = [];
  });

  afterEach(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function start(
    options: { companyos?: object; databaseFactory?: BackendFeature } = {},
  ) {
    const { databaseFactory = mockServices.database.factory() } = options;
    const backend = await startTestBackend({
      features: [
        scaffolderBackend,
        goldenPathModule,
        databaseFactory,
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalog.service,
        }),
        mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(({ permission }) => ({
              result: denied.includes(permission.name)
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
            })),
          authorizeConditional: async requests =>
            requests.map(() => ({ result: AuthorizeResult.ALLOW })),
        }).factory,
        // The other side of the event: what the catalog's module does.
        createBackendModule({
          pluginId: 'scaffolder',
          moduleId: 'catalog-in-a-test',
          register(reg) {
            reg.registerInit({
              deps: { events: eventsServiceRef },
              async init({ events }) {
                await events.subscribe({
                  id: 'catalog-in-a-test',
                  topics: ['companyos.local-git'],
                  onEvent: async () => {
                    for (const {
                      owner,
                      name,
                    } of await localGit.listRepositories()) {
                      catalog.hide(name);
                      catalog.show(`${owner}/${name}`);
                    }
                  },
                });
              },
            });
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            backend: {
              baseUrl: 'http://portal.test',
              workingDirectory: directory,
            },
            companyos: {
              repositories: { root: join(directory, 'repos') },
              goldenPath: { templatesRoot: join(directory, 'templates') },
              ...options.companyos,
            },
          },
        }),
      ],
    });
    stop = async () => {
      stop = async () => {};
      await backend.stop();
    };
    return backend.server;
  }

  type Server = Awaited<ReturnType<typeof start>>;

  async function runTask(server: Server, values: object) {
    const { body, status } = await request(server)
      .post('/api/scaffolder/v2/tasks')
      .send({ templateRef: 'template:default/tiny-service', values });
    expect([status, body]).toEqual([201, { id: expect.any(String) }]);
    for (;;) {
      const task = await request(server).get(
        `/api/scaffolder/v2/tasks/${body.id}`,
      );
      if (['completed', 'failed'].includes(task.body.status)) {
        const events = await request(server).get(
          `/api/scaffolder/v2/tasks/${body.id}/events`,
        );
        const completion = events.body.find(
          (event: { type: string }) => event.type === 'completion',
        );
        return {
          status: task.body.status,
          output: completion.body.output,
          log: events.body
            .map((event: { body: { message: string } }) => event.body.message)
            .join('\n'),
        };
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  it.each(databases.eachSupportedId())(
    'previews, creates, repeats and refuses through real tasks, %p',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const server = await start({
        databaseFactory: createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex }),
        }),
      });
      const values = {
        name: 'payment-api',
        owner: 'group:default/payments-team',
      };

      // A dry run shows the tree and changes nothing.
      const dryRun = await request(server)
        .post('/api/scaffolder/v2/dry-run')
        .send({ template, values, secrets: {}, directoryContents: [] });
      expect(dryRun.status).toBe(200);
      const tree: Array<{
        path: string;
        base64Content: string;
        executable: boolean;
      }> = dryRun.body.directoryContents;
      expect(tree.map(({ path }) => path).sort()).toEqual([
        '.companyos/golden.lock.json',
        '.github/workflows/ci.yaml',
        'README.md',
        'catalog-info.yaml',
        'logo.bin',
        'scripts/run.sh',
      ]);
      expect(
        tree.find(({ path }) => path === 'scripts/run.sh')?.executable,
      ).toBe(true);
      expect(dryRun.body.output.links[0].entityRef).toBe(
        'component:default/payment-api',
      );
      for (const { base64Content } of tree.filter(
        file => file.path !== '.github/workflows/ci.yaml',
      )) {
        expect(Buffer.from(base64Content, 'base64').toString()).not.toContain(
          '${{',
        );
      }
      expect(await localGit.listRepositories()).toEqual([]);

      // The task makes what the dry run showed.
      const task = await runTask(server, values);
      expect([task.status, task.log]).toEqual([
        'completed',
        expect.any(String),
      ]);
      const id = { owner: 'payments-team', name: 'payment-api' };
      expect(task.output).toMatchObject({
        links: [{ entityRef: 'component:default/payment-api' }],
        text: [{ content: `git clone ${localGit.clonePath(id)} payment-api` }],
      });
      expect(task.log).toContain(
        'The catalog has component:default/payment-api',
      );
      await run('sh', [
        '-c',
        `cd ${directory} && ${task.output.text[0].content}`,
      ]);
      const clone = join(directory, 'payment-api');
      for (const { path, base64Content } of tree) {
        expect([path, await readFile(join(clone, path), 'base64')]).toEqual([
          path,
          base64Content,
        ]);
      }
      expect((await stat(join(clone, 'scripts/run.sh'))).mode % 0o1000).toBe(
        0o755,
      );

      // Again: the same. By others: told who has it.
      const head = await localGit.head(id);
      const again = await runTask(server, values);
      expect(again.status).toBe('completed');
      expect(again.log).toContain('it stays as it is');
      expect(await localGit.head(id)).toBe(head);
      const refused = await runTask(server, {
        ...values,
        owner: 'group:default/platform-team',
      });
      expect(refused.status).toBe('failed');
      expect(refused.log).toContain(
        'The name payment-api is taken. payments-team already has a repository named payment-api.',
      );
      const bad = await runTask(server, { ...values, name: 'Bad Name' });
      expect(bad.log).toContain('/name Use lower-case letters.');
      expect(await localGit.listRepositories()).toEqual([id]);

      const { body } = await request(server).get(
        '/api/scaffolder/golden-path/templates',
      );
      expect(body).toEqual([
        {
          name: 'tiny-service',
          version: '1.0.0',
          title: 'Tiny service',
          summary: 'The smallest thing that is still a service',
          stack: ['Node 24'],
          gates: ['unit'],
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          questionCount: 3,
          versions: ['1.0.0'],
          released: true,
          usable: true,
          release: {
            releasedAt: '2026-11-20T10:00:00.000Z',
            combinations: 1,
            cores: 2,
            greenSeconds: { p50: 61, p95: 61 },
          },
          tasks: {
            succeeded: 2,
            failed: 2,
            p50Ms: expect.any(Number),
            p95Ms: expect.any(Number),
          },
        },
      ]);
      expect(body[0].tasks.p50Ms).toBeGreaterThanOrEqual(0);
      expect(body[0].tasks.p95Ms).toBeLessThan(60_000);
    },
  );

  it('tells the form what to say, and only those who are signed in', async () => {
    const server = await start();
    await localGit.ensureRepository({ owner: 'platform-team', name: 'taken' });
    catalog.show('elsewhere/ledger');

    const ask = (query: string) =>
      request(server).get(
        `/api/scaffolder/golden-path/name-availability?${query}`,
      );
    const codes = async (query: string) =>
      (await ask(query)).body.problems.map(
        (problem: { code: string }) => problem.code,
      );
    expect(
      (await ask('name=payment-api&owner=group:default/payments-team')).body,
    ).toEqual({
      name: 'payment-api',
      owner: 'group:default/payments-team',
      available: true,
      problems: [],
    });
    expect((await ask('name=taken')).body).toEqual({
      name: 'taken',
      owner: '',
      available: false,
      problems: [
        {
          code: 'repository-exists',
          message: 'platform-team already has a repository named taken.',
        },
      ],
    });
    expect(await codes('name=ledger')).toEqual(['component-exists']);
    expect(await codes('name=Payment_API')).toEqual(['name-malformed']);
    expect(await codes('name=')).toEqual(['name-malformed']);
    expect(await codes('name=admin&owner=nobody')).toEqual([
      'owner-unknown',
      'name-reserved',
    ]);
    expect(await codes('name=x&owner=user:default/mock')).toEqual([
      'owner-malformed',
    ]);
    expect((await ask('name=a&name=b')).status).toBe(400);
    expect((await ask(`name=${'x'.repeat(301)}`)).status).toBe(400);

    const preview = (body: object) =>
      request(server).post('/api/scaffolder/golden-path/preview').send(body);
    const good = await preview({
      template: 'tiny-service',
      answers: { name: 'payment-api' },
    });
    expect(good.body).toMatchObject({
      template: 'tiny-service',
      version: '1.0.0',
      problems: [],
    });
    const file = (path: string) =>
      good.body.files.find((item: { path: string }) => item.path === path);
    expect(file('README.md')).toEqual({
      path: 'README.md',
      mode: 'seeded',
      executable: false,
      sizeBytes: 14,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      content: '# Payment api\n',
    });
    expect(file('scripts/run.sh')).toMatchObject({
      mode: 'managed',
      executable: true,
    });
    expect(file('logo.bin')).not.toHaveProperty('content');

    // Half-filled: problems and a tree.
    const half = await preview({
      template: 'tiny-service',
      answers: { name: 'Bad Name', extra: 1 },
    });
    expect([half.status, half.body.problems]).toEqual([
      200,
      expect.arrayContaining([
        { path: '/name', message: 'Use lower-case letters.' },
        { path: '/extra', message: 'is not a known property' },
      ]),
    ]);
    expect(half.body.files).toHaveLength(6);

    for (const [body, status] of [
      [{ template: 'nope', answers: {} }, 404],
      [{ template: '../templates/tiny-service', answers: {} }, 404],
      [{ template: 'tiny-service', version: '9.0.0', answers: {} }, 404],
      [{ answers: {} }, 400],
      [{ template: 'tiny-service', answers: [] }, 400],
      [{ template: 'tiny-service', version: 1 }, 400],
      [{ template: 'tiny-service', answers: { x: 'x'.repeat(70_000) } }, 413],
    ] as const) {
      expect([body, (await preview(body)).status]).toEqual([body, status]);
    }
    const deep = await request(server)
      .post('/api/scaffolder/golden-path/preview')
      .type('json')
      .send(
        `{"template":"tiny-service","answers":{"x":${'['.repeat(
          20_000,
        )}${']'.repeat(20_000)}}}`,
      );
    expect([deep.status, deep.body.error.name]).toEqual([400, 'InputError']);

    for (const respond of [
      request(server).get('/api/scaffolder/golden-path/templates'),
      request(server).get(
        '/api/scaffolder/golden-path/name-availability?name=x',
      ),
      request(server).post('/api/scaffolder/golden-path/preview').send({}),
    ]) {
      const { status } = await respond.set(
        'authorization',
        mockCredentials.none.header(),
      );
      expect(status).toBe(401);
    }
  });

  it('makes nothing for somebody who may not create', async () => {
    const server = await start();
    denied = ['scaffolder.task.create'];
    const { status } = await request(server)
      .post('/api/scaffolder/v2/tasks')
      .send({
        templateRef: 'template:default/tiny-service',
        values: { name: 'x' },
      });
    expect(status).toBe(403);
    expect(await localGit.listRepositories()).toEqual([]);
  });

  it('creates from releases, and from nothing else unless it is told to', async () => {
    const root = join(directory, 'templates');
    const golden = join(root, 'tiny-service/golden.yaml');
    const text = await readFile(golden, 'utf8');
    // A version that is being written, a template that never was released, and one that is broken.
    await writeFile(golden, text.replace('version: 1.0.0', 'version: 1.1.0'));
    await writeTemplate(root, 'new-service');
    await rm(join(root, 'new-service/releases'), { recursive: true });
    await writeTemplate(root, 'faulty');
    await rm(join(root, 'faulty/releases/1.0.0.tar.gz'));
    const server = await start();
    const list = async () =>
      (
        await request(server).get('/api/scaffolder/golden-path/templates')
      ).body.map((listed: Record<string, unknown>) => [
        listed.name,
        listed.version,
        listed.versions,
        listed.released,
        listed.usable,
      ]);
    const preview = async (name: string, version?: string) => {
      const { status, body } = await request(server)
        .post('/api/scaffolder/golden-path/preview')
        .send({
          template: name,
          version,
          answers: { name: 'payment-api' },
        });
      return [status, body.version ?? body.error.message];
    };
    expect(await list()).toEqual([
      ['new-service', '1.0.0', [], false, false],
      ['tiny-service', '1.0.0', ['1.0.0'], true, true],
    ]);
    expect(await preview('tiny-service')).toEqual([200, '1.0.0']);
    expect(await preview('tiny-service', '1.1.0')).toEqual([
      409,
      expect.stringContaining('has not been released'),
    ]);
    expect(await preview('new-service')).toEqual([
      409,
      expect.stringContaining('has not been released'),
    ]);
    expect(await preview('faulty')).toEqual([
      503,
      expect.stringContaining('The template is faulty (release-invalid)'),
    ]);
    await stop();

    const lenient = await start({
      companyos: { goldenPath: { templatesRoot: root, allowUnreleased: true } },
    });
    const { body } = await request(lenient).get(
      '/api/scaffolder/golden-path/templates',
    );
    expect(body).toEqual([
      expect.objectContaining({
        name: 'new-service',
        versions: ['1.0.0'],
        released: false,
        usable: true,
      }),
      // The newest release is still what one gets without asking for more.
      expect.objectContaining({
        name: 'tiny-service',
        version: '1.0.0',
        usable: true,
      }),
    ]);
    const wanted = await request(lenient)
      .post('/api/scaffolder/golden-path/preview')
      .send({ template: 'tiny-service', version: '1.1.0', answers: {} });
    expect([wanted.status, wanted.body.version]).toEqual([200, '1.1.0']);
  });

  it('opens a development portal on the reference services, once the catalog knows its owner', async () => {
    const templatesRoot = join(directory, 'templates');
    const golden = join(templatesRoot, 'tiny-service/golden.yaml');
    const text = await readFile(golden, 'utf8');
    await writeFile(golden, text.replace('version: 1.0.0', 'version: 1.1.0'));
    await releaseTemplate(templatesRoot, 'tiny-service');
    const platformTeam = catalog.entities.splice(1, 1);
    const companyos = {
      environment: 'development',
      repositories: { root: join(directory, 'repos') },
      goldenPath: {
        templatesRoot,
        referenceServices: [
          {
            template: 'tiny-service',
            answers: {
              name: 'hello-prod',
              owner: 'group:default/platform-team',
            },
          },
          // What can't be made keeps nothing up.
          {
            template: 'not-there',
            answers: { name: 'nothing', owner: 'group:default/payments-team' },
          },
          {
            template: 'tiny-service',
            answers: { name: 'Bad Name', owner: 'group:default/payments-team' },
          },
          {
            template: 'tiny-service',
            version: '1.0.0',
            answers: {
              name: 'invoice-api',
              owner: 'group:default/payments-team',
            },
          },
        ],
      },
    };
    await start({ companyos });
    expect(await localGit.listRepositories()).toEqual([]);
    catalog.entities.push(...platformTeam);
    const subjectOf = async (id: { owner: string; name: string }) => {
      while (!(await localGit.head(id))) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      return (await localGit.log(id))[0].subject;
    };
    const hello = { owner: 'platform-team', name: 'hello-prod' };
    const invoice = { owner: 'payments-team', name: 'invoice-api' };
    expect(await subjectOf(invoice)).toContain('tiny-service@1.0.0');
    expect(await subjectOf(hello)).toContain('tiny-service@1.1.0');
    expect(await localGit.listRepositories()).toHaveLength(2);
  });
});
