import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { rm } from 'node:fs/promises';
import request from 'supertest';
import catalogModuleCompanyos from './index';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const directory = createMockDirectory();

const component = (
  name: string,
  labels: Record<string, string>,
  annotations: Record<string, string> = {},
) => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  labels: ${JSON.stringify(labels)}
  annotations: ${JSON.stringify(annotations)}
spec: { type: service, lifecycle: production, owner: group:default/payments-team }
---
`;
const good = {
  'companyos.io/tier': 'tier-1',
  'companyos.io/region': 'eu',
  'companyos.io/data-classification': 'pii',
};

async function until<T>(
  probe: () => Promise<T>,
  done: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await probe();
    if (done(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Still waiting; last seen ${JSON.stringify(value)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

describe.each(databases.eachSupportedId())('the catalog on %s', id => {
  jest.setTimeout(90_000);

  async function start() {
    const knex = await databases.init(id);
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async requests =>
        requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    });
    const { server } = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleCompanyos,
        permissions.factory,
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              processingInterval: { seconds: 1 },
              orphanStrategy: 'keep',
              locations: [
                { type: 'file', target: directory.resolve('all.yaml') },
              ],
              rules: [{ allow: ['Component', 'Location', 'Template'] }],
            },
          },
        }),
      ],
    });
    const status = async (name: string, kind = 'component') => {
      const response = await request(server).get(
        `/api/catalog/processing-status/by-name/${kind}/default/${name}`,
      );
      return { code: response.status, ...response.body };
    };
    return { server, status, permissions };
  }

  it('refuses what the model does not allow, and says why an entity is stale or broken', async () => {
    directory.setContent({
      'all.yaml': `apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all }
spec: { type: file, targets: [./components.yaml, ./gone.yaml] }
`,
      'components.yaml': [
        component('orders', good, {
          'companyos.io/template': 'api-service@1.0.0',
        }),
        component('bad-tier', { ...good, 'companyos.io/tier': 'gold' }),
        component('misspelt', { ...good, 'companyos.io/teir': 'tier-1' }),
        component('unlabelled', {}),
        component(
          'unlabelled-from-template',
          { 'companyos.io/region': 'eu' },
          { 'companyos.io/template': 'api-service@1.0.0' },
        ),
        component('escaping', good, {
          'companyos.io/adr-location': '../../etc',
        }),
      ].join(''),
    });
    const { server, status, permissions } = await start();

    // One file of the list is missing, and the catalog takes none of the others.
    const missing = {
      name: 'NotFoundError',
      message: expect.stringContaining('gone.yaml'),
      entityRef: 'location:default/all',
    };
    await until(
      () => status('all', 'location'),
      answer => answer.code === 200 && answer.errors.length > 0,
    ).then(answer => expect(answer.errors).toEqual([missing]));
    expect((await status('orders')).code).toBe(404);

    directory.addContent({ 'gone.yaml': component('legacy', good) });
    await until(
      () => status('orders'),
      answer => Boolean(answer.lastStitchedAt) && answer.errors.length === 0,
    );
    await rm(directory.resolve('gone.yaml'));

    const orders = await until(
      () => status('orders'),
      answer => Boolean(answer.lastStitchedAt) && answer.errors.length > 0,
    );
    const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
    expect(orders).toEqual({
      code: 200,
      entityRef: 'component:default/orders',
      lastDiscoveryAt: expect.stringMatching(isoTime),
      nextUpdateAt: expect.stringMatching(isoTime),
      lastStitchedAt: expect.stringMatching(isoTime),
      location: { type: 'file', target: directory.resolve('components.yaml') },
      originLocation: { type: 'file', target: directory.resolve('all.yaml') },
      // Not its own, but its location's: the file beside it is gone again.
      errors: [missing],
      orphan: false,
      unprocessedDiffers: false,
    });
    expect(
      Math.abs(Date.parse(orders.lastDiscoveryAt) - Date.now()),
    ).toBeLessThan(60_000);
    expect((await status('unlabelled')).code).toBe(200);

    const ownErrors = async (name: string) => {
      const answer = await until(
        () => status(name),
        ({ code, errors }) =>
          code === 200 &&
          errors.some(
            (error: { entityRef: string }) =>
              error.entityRef === `component:default/${name}`,
          ),
      );
      expect(answer).toMatchObject({
        lastStitchedAt: null,
        unprocessedDiffers: true,
      });
      return answer.errors[0].message;
    };
    expect(await ownErrors('bad-tier')).toMatch(
      /companyos\.io~1tier must be equal to one of the allowed values.*tier-1,tier-2,tier-3/,
    );
    expect(await ownErrors('misspelt')).toMatch(
      /companyos\.io\/teir, which is no label of the organisation/,
    );
    expect(await ownErrors('unlabelled-from-template')).toMatch(
      /lacks companyos\.io\/tier, one of tier-1.*lacks companyos\.io\/data-classification/,
    );
    expect(await ownErrors('escaping')).toMatch(/companyos\.io~1adr-location/);

    // The file changes for the worse: the entity stays as it was and says so.
    directory.addContent({
      'gone.yaml': component('legacy', good),
      'components.yaml': component('orders', {
        ...good,
        'companyos.io/region': 'moon',
      }),
    });
    const stale = await until(
      () => status('orders'),
      answer => answer.unprocessedDiffers && answer.errors.length > 0,
    );
    expect(stale.errors[0]).toMatchObject({
      entityRef: 'component:default/orders',
      message: expect.stringContaining('companyos.io~1region'),
    });
    const served = await request(server).get(
      '/api/catalog/entities/by-name/component/default/orders',
    );
    expect(served.body.metadata.labels['companyos.io/region']).toBe('eu');

    // It leaves the file: an orphan, kept because this catalog keeps them.
    directory.addContent({ 'components.yaml': component('other', good) });
    await until(
      () => status('orders'),
      answer => answer.orphan && answer.code === 200,
    );

    await until(
      () => status('other'),
      answer => Boolean(answer.lastStitchedAt),
    );

    expect((await status('nowhere')).code).toBe(404);
    expect((await status('no%00where')).code).toBe(404);
    const anonymous = await request(server)
      .get('/api/catalog/processing-status/by-name/component/default/orders')
      .set('Authorization', mockCredentials.none.header());
    expect(anonymous.status).toBe(401);

    permissions.authorizeConditional.mockImplementation(async requests =>
      requests.map(() => ({ result: AuthorizeResult.DENY })),
    );
    expect((await status('orders')).code).toBe(404);

    // A condition can only be checked on what the catalog serves.
    permissions.authorizeConditional.mockImplementation(async requests =>
      requests.map(() => ({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'catalog',
        resourceType: 'catalog-entity',
        conditions: {
          resourceType: 'catalog-entity',
          rule: 'IS_ENTITY_OWNER',
          params: { claims: ['group:default/payments-team'] },
        },
      })),
    );
    expect((await status('other')).code).toBe(200);
    expect((await status('other')).errors).toEqual([]);
    expect((await status('bad-tier')).code).toBe(404);
  });
});
