import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { Entity } from '@backstage/catalog-model';
import { NotFoundError, NotModifiedError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import Ajv from 'ajv/dist/2020';
import request from 'supertest';
import { decisionId } from './domain/decisionId';
import adrPlugin from './index';
import { spec } from './schema/openapi.generated';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const directory = createMockDirectory();
const embedded = 'http://localhost:7007/repos/payments-team/ledger';

const entity = (
  name: string,
  annotations: Record<string, string>,
  owner = 'payments-team',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service', owner },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
});

const payments = entity('payments', {
  'backstage.io/managed-by-location': `file:${directory.resolve(
    'payments/catalog-info.yaml',
  )}`,
  'companyos.io/adr-location': 'docs/adr',
});
const ledger = entity('ledger', {
  'backstage.io/managed-by-location': `url:${embedded}/blob/main/catalog-info.yaml`,
  'backstage.io/source-location': `url:${embedded}/tree/main/`,
  'backstage.io/techdocs-ref': 'dir:.',
  'companyos.io/repository': 'payments-team/ledger',
});
const vault = entity(
  'vault',
  {
    'backstage.io/managed-by-location': `file:${directory.resolve(
      'vault/catalog-info.yaml',
    )}`,
    'companyos.io/adr-location': 'docs/adr',
  },
  'identity-team',
);
const broken = entity('broken', {
  'backstage.io/managed-by-location': `file:${directory.resolve(
    'payments/catalog-info.yaml',
  )}`,
  'companyos.io/adr-location': '../vault/docs/adr',
});

const adr = (title: string, frontMatter: string, text = '') =>
  `---\n${frontMatter}\n---\n\n# ${title}\n\n${text}`;

/** The embedded git folder, as its URL reader answers: ETag = commit. */
class Repository {
  commit = 'c1';
  files: Record<string, string> | undefined = {};

  readonly reader = mockServices.urlReader.mock({
    readTree: async (url, options) => {
      expect(url).toBe(`${embedded}/tree/main/docs/adr`);
      if (!this.files) {
        throw new NotFoundError('No such folder');
      }
      if (options?.etag === this.commit) {
        throw new NotModifiedError();
      }
      const files = Object.entries(this.files).map(([name, text]) => ({
        path: name,
        content: async () => Buffer.from(text),
      }));
      return {
        etag: this.commit,
        files: async () => files.filter(file => options?.filter?.(file.path)),
        archive: () => Promise.reject(new Error('not used')),
        dir: () => Promise.reject(new Error('not used')),
      };
    },
  });
}

const user = mockCredentials.user.header('user:default/leo.martins');
/** The catalog shows everything but the vault to this person. */
const guest = mockCredentials.user.header('user:default/guest');

async function start(knex: Awaited<ReturnType<typeof databases.init>>) {
  const repository = new Repository();
  const entities = new Set([payments, ledger, vault, broken]);
  /** The catalog as these credentials see it. */
  const seenBy = (options: object | undefined) => {
    const isGuest = JSON.stringify(options).includes('user:default/guest');
    return catalogServiceMock({
      entities: [...entities].filter(item => !(isGuest && item === vault)),
    });
  };
  const catalog = catalogServiceMock.mock({
    queryEntities: (query, options) => seenBy(options).queryEntities(query),
    getEntitiesByRefs: (query, options) =>
      seenBy(options).getEntitiesByRefs(query),
    getEntityByRef: (ref, options) => seenBy(options).getEntityByRef(ref),
  });
  const denied = new Set<string>();
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission }) => ({
        result: denied.has(permission.name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
  });
  const event = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue(event);
  const events = mockServices.events();
  const actions = actionsRegistryServiceMock();
  let scan: (signal: AbortSignal) => unknown = () => undefined;
  const scheduler = mockServices.scheduler.mock({
    scheduleTask: async task => {
      expect(task.id).toBe('adr-refresh');
      scan = signal => task.fn(signal);
    },
  });
  const { server } = await startTestBackend({
    features: [
      adrPlugin,
      mockServices.database.factory({ knex }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      permissions.factory,
      auditor.factory,
      scheduler.factory,
      repository.reader.factory,
    ],
  });
  return {
    server,
    entities,
    repository,
    denied,
    auditor,
    event,
    events,
    actions,
    scan: () => scan(new AbortController().signal),
  };
}

const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(
  spec,
  'contract',
);

/** Sends a request, and checks that the answer is one that the contract knows. */
async function call(
  server: Parameters<typeof request>[0],
  route: keyof (typeof spec)['paths'],
  url: string,
  options: { as?: string; body?: object } = {},
) {
  const test = options.body
    ? request(server).post(`/api/adr${url}`).send(options.body)
    : request(server).get(`/api/adr${url}`);
  const response = await test.set('Authorization', options.as ?? user);
  const escaped = route.replace(/\//g, '~1');
  const method = options.body ? 'post' : 'get';
  const schema =
    response.status === 200
      ? `paths/${escaped}/${method}/responses/200/content/application~1json/schema`
      : 'components/schemas/Error';
  const valid = ajv.validate({ $ref: `contract#/${schema}` }, response.body);
  expect(valid ? [] : ajv.errors).toEqual([]);
  return response;
}

beforeEach(() => {
  directory.setContent({
    'payments/catalog-info.yaml': '',
    'payments/docs/adr/0001-use-mysql.md': adr(
      'Use MySQL',
      'status: superseded by ADR-0002\ndate: 2025-01-01\ndecision-makers: [Maya Chen]',
      'We know it.',
    ),
    'payments/docs/adr/0002-use-postgresql.md': adr(
      'Use PostgreSQL',
      'status: accepted\ndate: 2026-02-02',
      [
        '## Considered Options',
        '* PostgreSQL',
        '* MySQL',
        '',
        '## Decision Outcome',
        'Chosen option: "PostgreSQL", because of <script>alert(1)</script>',
      ].join('\n'),
    ),
    'payments/docs/adr/0003-nothing.md': '# Nothing said',
    'vault/docs/adr/0001-use-hsm.md': adr('Use an HSM', 'status: accepted'),
  });
});

const idOf = (item: Entity, name: string) =>
  decisionId(`component:default/${item.metadata.name}`, name);

describe.each(databases.eachSupportedId())('decisions on %s', databaseId => {
  const setUp = async () => start(await databases.init(databaseId));

  it('reads every source, and shows records, chains, options and problems', async () => {
    const { server, repository, scan } = await setUp();
    repository.files = {
      '0001-double-entry.md': adr('Book twice', 'status: proposed'),
      'README.md': '# Index',
    };
    await scan();

    const list = await call(server, '/records', '/records?sort=-date&limit=2');
    expect(list.status).toBe(200);
    expect(
      list.body.items.map((item: { title: string }) => item.title),
    ).toEqual(['Use PostgreSQL', 'Use MySQL']);
    expect(list.body.items[0]).not.toHaveProperty('body');
    const rest = await call(
      server,
      '/records',
      `/records?sort=-date&limit=2&fields=body&cursor=${list.body.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ nextCursor: null });
    expect(rest.body.items).toHaveLength(2);
    expect(rest.body.items).toContainEqual(
      expect.objectContaining({
        title: 'Book twice',
        revision: 'c1',
        sourceUrl: `${embedded}/blob/main/docs/adr/0001-double-entry.md`,
        body: '',
      }),
    );

    for (const text of ['maya%20CHEN', 'maya+chen', "'superseded"]) {
      const search = await call(server, '/records', `/records?q=${text}`);
      expect(search.body.items).toMatchObject(
        text.startsWith('m') ? [{ title: 'Use MySQL' }] : [],
      );
    }
    const owned = await call(
      server,
      '/records',
      '/records?owner=group:default/identity-team&status=accepted',
    );
    expect(owned.body.items).toMatchObject([{ title: 'Use an HSM' }]);

    const newer = idOf(payments, '0002-use-postgresql.md');
    const one = await call(server, '/records/{id}', `/records/${newer}`);
    expect(one.body).toMatchObject({
      record: { number: 2, supersedes: [{ title: 'Use MySQL', number: 1 }] },
      body: expect.stringContaining('<script>alert(1)</script>'),
      options: [
        { title: 'PostgreSQL', outcome: 'chosen' },
        { title: 'MySQL', outcome: 'rejected' },
      ],
      chain: {
        supersedes: [{ title: 'Use MySQL', distance: 1 }],
        supersededBy: [],
      },
    });

    const problems = await call(server, '/problems', '/problems');
    expect(problems.body.items).toMatchObject([
      {
        entityRef: 'component:default/payments',
        path: '0003-nothing.md',
        code: 'no-status',
        severity: 'error',
      },
    ]);

    const bad = await call(
      server,
      '/entities/by-name/{kind}/{namespace}/{name}',
      '/entities/by-name/component/default/broken',
    );
    expect(bad.body).toMatchObject({
      declared: true,
      records: [],
      source: { lastError: expect.stringContaining('is outside of') },
    });
    expect(bad.body.source.lastError).not.toContain(directory.path);
  });

  it('follows pushes, keeps what it knew when a source fails, and forgets what is gone', async () => {
    const { server, entities, repository, scan, events } = await setUp();
    const read = async () =>
      (
        await call(
          server,
          '/entities/by-name/{kind}/{namespace}/{name}',
          '/entities/by-name/component/default/ledger',
        )
      ).body;
    expect(await read()).toMatchObject({ declared: true, source: null });

    repository.files = undefined;
    await scan();
    expect(await read()).toMatchObject({
      source: { found: false, lastError: null },
    });

    repository.files = { '0001-a.md': adr('A', 'status: accepted') };
    await events.publish({
      topic: 'companyos.local-git.moved',
      eventPayload: { owner: 'payments-team', name: 'ledger' },
    });
    await eventually(async () =>
      expect((await read()).records).toMatchObject([{ title: 'A' }]),
    );
    const { recordedAt } = (await read()).records[0];

    repository.commit = 'c2';
    repository.files = {
      '0001-a.md': '# A',
      '0002-b.md': adr('B', 'status: x'),
    };
    const refreshed = await call(server, '/refresh', '/refresh', {
      body: { entityRef: 'component:default/ledger' },
    });
    expect(refreshed.body).toMatchObject({
      source: { revision: 'c2' },
      records: [],
      problems: [{ code: 'no-status' }, { code: 'unknown-status' }],
    });

    repository.commit = 'c3';
    repository.files = { '0001-a.md': adr('A', 'status: accepted') };
    await call(server, '/refresh', '/refresh', {
      body: { entityRef: 'component:default/ledger' },
    });
    repository.reader.readTree.mockRejectedValueOnce(new Error('Host is down'));
    await call(server, '/refresh', '/refresh', {
      body: { entityRef: 'component:default/ledger' },
    });
    const stale = await read();
    expect(stale).toMatchObject({
      source: { lastError: 'Host is down', revision: 'c3' },
      records: [{ title: 'A' }],
    });
    expect(stale.records[0].recordedAt >= recordedAt).toBe(true);
    expect(stale.source.lastSucceededAt <= stale.source.lastReadAt).toBe(true);

    await events.publish({
      topic: 'companyos.local-git.moved',
      eventPayload: { owner: '../etc', name: 'passwd' },
    });
    entities.delete(ledger);
    await scan();
    expect((await call(server, '/records', '/records?q=A')).body.items).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ title: 'A' })]),
    );
  });

  it('shows nobody what the catalog does not show, and asks for permissions', async () => {
    const { server, scan, denied, auditor, event } = await setUp();
    await scan();
    const hidden = idOf(vault, '0001-use-hsm.md');
    const seen = await call(server, '/records/{id}', `/records/${hidden}`);
    expect(seen.status).toBe(200);

    const list = await call(server, '/records', '/records', { as: guest });
    expect(list.body.items).toHaveLength(2);
    expect(JSON.stringify(list.body)).not.toContain('HSM');
    // A page of hidden records only is skipped.
    const page = await call(server, '/records', '/records?limit=1&sort=date', {
      as: guest,
    });
    expect(page.body.items).toMatchObject([{ title: 'Use MySQL' }]);

    const missing = '0'.repeat(16);
    const answers = await Promise.all(
      [hidden, missing].map(id =>
        call(server, '/records/{id}', `/records/${id}`, { as: guest }),
      ),
    );
    const told = answers.map(({ status, body }) => [
      status,
      body.error.name,
      body.error.message.replace(/[0-9a-f]{16}/, 'ID'),
    ]);
    expect(told[0]).toEqual([404, 'NotFoundError', expect.any(String)]);
    expect(told[0]).toEqual(told[1]);
    const tab = await call(
      server,
      '/entities/by-name/{kind}/{namespace}/{name}',
      '/entities/by-name/component/default/vault',
      { as: guest },
    );
    expect(tab.status).toBe(404);
    const refresh = await call(server, '/refresh', '/refresh', {
      as: guest,
      body: { entityRef: 'component:default/vault' },
    });
    expect(refresh.status).toBe(404);

    denied.add('adr.record.refresh');
    const refused = await call(server, '/refresh', '/refresh', {
      body: { entityRef: 'component:default/payments' },
    });
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'This needs the permission adr.record.refresh',
    ]);
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'record-refresh',
        meta: { entityRef: 'component:default/payments' },
      }),
    );
    expect(event.fail).toHaveBeenCalledTimes(2);
    expect(event.success).not.toHaveBeenCalled();

    denied.add('adr.record.read');
    for (const [route, url] of [
      ['/records', '/records'],
      ['/records/{id}', `/records/${hidden}`],
      ['/problems', '/problems'],
      [
        '/entities/by-name/{kind}/{namespace}/{name}',
        '/entities/by-name/component/default/payments',
      ],
    ] as const) {
      expect((await call(server, route, url)).status).toBe(403);
    }
    const nobody = await request(server)
      .get('/api/adr/records')
      .set('Authorization', mockCredentials.none.header());
    expect(nobody.status).toBe(401);
  });

  it('answers bad requests with what was expected', async () => {
    const { server, scan } = await setUp();
    await scan();
    for (const url of [
      '/records?limit=0',
      '/records?limit=201',
      '/records?limit=ten',
      '/records?status=done',
      '/records?sort=body',
      '/records?entityRef=payments',
      '/records?cursor=nonsense',
      '/records?unknown=1',
      `/records?q=${'x'.repeat(201)}`,
    ]) {
      const { status, body } = await call(server, '/records', url);
      expect([url, status, body.error.name]).toEqual([url, 400, 'InputError']);
      expect(body.error.message).toContain(/\?(\w+)/.exec(url)?.[1]);
    }
    expect((await call(server, '/records/{id}', '/records/x')).status).toBe(
      400,
    );
    for (const body of [{}, { entityRef: 1 }, { entityRef: 'a:b/c', x: 1 }]) {
      const { status } = await call(server, '/refresh', '/refresh', { body });
      expect(status).toBe(400);
    }
    const contract = await request(server)
      .get('/api/adr/openapi.json')
      .set('Authorization', user);
    expect(contract.body.info.title).toBe('Decisions');
  });

  it('offers its verbs to clients of the actions registry', async () => {
    const { actions, scan } = await setUp();
    await scan();
    const credentials = mockCredentials.user('user:default/guest');
    const listed = await actions.invoke({
      id: 'test:list-decisions',
      input: { text: 'mysql' },
      credentials,
    });
    expect(listed.output).toMatchObject({
      items: [{ title: 'Use PostgreSQL' }, { title: 'Use MySQL' }],
    });
    const one = await actions.invoke({
      id: 'test:get-decision',
      input: { id: idOf(payments, '0001-use-mysql.md') },
      credentials,
    });
    expect(one.output).toMatchObject({
      body: 'We know it.',
      supersededBy: [{ title: 'Use PostgreSQL' }],
    });
    await expect(
      actions.invoke({
        id: 'test:get-decision',
        input: { id: idOf(vault, '0001-use-hsm.md') },
        credentials,
      }),
    ).rejects.toThrow(/There is no decision record/);
  });
});

describe('the contract', () => {
  it('is what the generated files say', async () => {
    const script = path.resolve(__dirname, '../scripts/generate.mjs');
    await expect(
      promisify(execFile)(process.execPath, [script, '--check']),
    ).resolves.toMatchObject({ stderr: '' });
  });
});

/** Until an event, which nobody waits for, has had its effect. */
async function eventually(check: () => Promise<void>) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await check();
    } catch (error) {
      if (attempt === 100) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}
