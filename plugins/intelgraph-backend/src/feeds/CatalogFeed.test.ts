import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { CatalogFeed } from './CatalogFeed';
import { ToldFacts } from './__testUtils__/ToldFacts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

let etags = 0;
function entity(name: string, owner = 'core', kind = 'Component'): Entity {
  etags += 1;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      etag: `etag-${etags}`,
      annotations: { 'companyos.io/commit': `commit-${etags}` },
    },
    spec: { owner },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => entity(`service-${index}`));

describe.each(databases.eachSupportedId())('catalog feed on %s', databaseId => {
  let knex: Knex;
  let told: ToldFacts;
  let entities: Entity[];
  let failure: Error | undefined;
  let reads: number;
  const logger = mockServices.logger.mock();
  let nowMs: number;

  beforeEach(async () => {
    jest.clearAllMocks();
    knex = await databases.init(databaseId);
    told = await ToldFacts.create(knex);
    entities = [];
    failure = undefined;
    reads = 0;
    nowMs = Date.parse('2026-11-28T10:00:00Z');
  });

  afterEach(() => knex.destroy());

  const scan = () => {
    const catalog = catalogServiceMock({ entities });
    return new CatalogFeed({
      auth: mockServices.auth(),
      catalog: catalogServiceMock.mock({
        queryEntities: async (request, options) => {
          if (failure) throw failure;
          return catalog.queryEntities(request, options);
        },
        getEntitiesByRefs: async (request, options) => {
          reads += request.entityRefs.length;
          return catalog.getEntitiesByRefs(request, options);
        },
      }),
      intelGraph: told,
      knex,
      logger,
      now: () => nowMs,
    }).scan();
  };

  it('tells of everything once, then of what changes, and of what goes', async () => {
    entities = [
      ...many(450),
      entity('generated-0a1b', 'core', 'Location'),
      entity('Shop', 'core', 'System'),
    ];
    expect(await scan()).toEqual({ created: 451, changed: 0, removed: 0 });
    const created = await told.take();
    expect(created.find(fact => fact.entity === 'system:default/shop')).toEqual(
      {
        type: 'dev.cdeventsx.companyos-entity.created.0.1.0',
        entity: 'system:default/shop',
        time: '2026-11-28T10:00:00.000Z',
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        source: 'urn:companyos:catalog',
        confidence: 100,
        data: {
          kind: 'System',
          name: 'Shop',
          namespace: 'default',
          owner: 'group:default/core',
          commit: expect.stringMatching(/^commit-/),
          relations: [{ type: 'ownedBy', targetRef: 'group:default/core' }],
        },
      },
    );
    expect(new Set(created.map(({ id }) => id)).size).toBe(451);

    // Nothing changed, so nothing is read.
    reads = 0;
    expect(await scan()).toEqual({ created: 0, changed: 0, removed: 0 });
    expect(reads).toBe(0);

    // A push that changes nothing of it is no change.
    entities[1] = entity('service-1');
    entities[2] = entity('service-2', 'payments');
    entities.splice(0, 1);
    nowMs += 15_000;
    expect(await scan()).toEqual({ created: 0, changed: 1, removed: 1 });
    expect(reads).toBe(2);
    expect(await told.take()).toMatchObject([
      {
        type: 'dev.cdeventsx.companyos-entity.changed.0.1.0',
        entity: 'component:default/service-2',
        time: '2026-11-28T10:00:15.000Z',
        data: {
          changes: [
            {
              path: 'relations.ownedBy',
              from: '["group:default/core"]',
              to: '["group:default/payments"]',
            },
            { path: 'spec.owner', from: 'core', to: 'payments' },
          ],
        },
      },
      {
        type: 'dev.cdeventsx.companyos-entity.removed.0.1.0',
        entity: 'component:default/service-0',
        data: { kind: 'Component', owner: 'group:default/core' },
      },
    ]);
    expect(await scan()).toEqual({ created: 0, changed: 0, removed: 0 });
  });

  it('gives what happens again another id', async () => {
    const ids: string[] = [];
    const predicates: string[] = [];
    for (const owner of ['core', 'payments', 'core', 'payments', '', 'core']) {
      entities = [
        entity('other'),
        ...(owner ? [entity('service', owner)] : []),
      ];
      await scan();
      for (const { id, type, entity: about } of await told.take()) {
        if (about !== 'component:default/service') continue;
        ids.push(id);
        predicates.push(type.split('.')[3]);
      }
    }
    expect(predicates).toEqual([
      'created',
      'changed',
      'changed',
      'changed',
      'removed',
      'created',
    ]);
    expect(new Set(ids).size).toBe(6);
  });

  it('keeps nothing of what could not be recorded, and tells it the next time', async () => {
    entities = many(3);
    told.failure = new Error('The disk is full');
    await expect(scan()).rejects.toThrow('The disk is full');
    expect(await told.take()).toEqual([]);
    told.failure = undefined;
    expect(await scan()).toMatchObject({ created: 3 });
  });

  it('does not take a catalog that fails, or is empty for a moment, for an empty one', async () => {
    entities = many(30);
    await scan();
    await told.take();

    failure = new Error('The catalog is down');
    await expect(scan()).rejects.toThrow('The catalog is down');
    failure = undefined;

    const all = entities;
    entities = all.slice(0, 5);
    expect(await scan()).toMatchObject({ removed: 0 });
    expect(logger.warn).toHaveBeenCalledWith(
      '25 of 30 entities are gone from the catalog at once; that is told when the next scan agrees',
    );
    // They are back: the doubt is over, and the next time begins a new one.
    entities = all;
    expect(await scan()).toMatchObject({ created: 0, removed: 0 });
    entities = [];
    expect(await scan()).toMatchObject({ removed: 0 });
    expect(await told.take()).toEqual([]);
    // It agrees.
    expect(await scan()).toMatchObject({ removed: 30 });
    expect(await scan()).toMatchObject({ removed: 0 });
  });
});

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up, hold data and go down', async () => {
    const knex = await databases.init(databaseId);
    await ToldFacts.create(knex);
    await knex('intelgraph_catalog_snapshot').insert({
      entity_ref: 'component:default/x',
      etag: 'e',
      digest: 'd',
      revision: 1,
      snapshot: '{}',
    });
    await knex('intelgraph_scaffolder_tasks').insert({
      task_id: 't',
      status: 'open',
      ends: 0,
    });
    await knex('intelgraph_git_refs').insert({
      repository: 'a/b',
      ref: 'refs/heads/main',
      object_id: 'o',
      commit_id: 'o',
      revision: 1,
    });
    await knex('intelgraph_feed_state').insert({ name: 'n', value: 'v' });
    await knex.migrate.down({
      directory: `${__dirname}/../../migrations`,
      name: '20261128010000_feeds.js',
    });
    for (const table of [
      'intelgraph_catalog_snapshot',
      'intelgraph_scaffolder_tasks',
      'intelgraph_git_refs',
      'intelgraph_feed_state',
    ]) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
    await knex.destroy();
  });
});
