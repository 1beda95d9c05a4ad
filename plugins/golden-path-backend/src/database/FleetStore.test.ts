import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { decodeCursor, encodeCursor } from './cursor';
import { FleetStore, StoredRepository } from './FleetStore';
import { openDatabase } from './openDatabase';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const t0 = '2026-11-21T10:00:00.000Z';
const t1 = '2026-11-21T11:00:00.000Z';

const repository = (
  name: string,
  values: Partial<StoredRepository> = {},
): StoredRepository => ({
  entityRef: `component:default/${name}`,
  title: name,
  owner: 'group:default/payments-team',
  host: 'local-git',
  repositoryKey: `local-git:payments-team/${name}`,
  repositoryUrl: `http://localhost:7007/repos/payments-team/${name}/tree/main/`,
  template: 'api-service',
  version: '1.0.0',
  latest: '1.1.0',
  drift: {
    status: 'outdated',
    behind: 1,
    edited: [{ path: 'Makefile', kind: 'changed' }],
    patches: [],
    problems: ['One thing'],
  },
  answers: { name, docker: true },
  commit: 'a'.repeat(40),
  templatesDigest: `sha256:${'b'.repeat(64)}`,
  recheckAt: t1,
  checkedAt: t0,
  ...values,
});

async function createStores(id: TestDatabaseId) {
  const knex = await openDatabase(
    mockServices.database({ knex: await databases.init(id) }),
  );
  return {
    store: new FleetStore(knex, { tenant: 'default' }),
    other: new FleetStore(knex, { tenant: 'other' }),
  };
}

describe.each(databases.eachSupportedId())('FleetStore on %s', id => {
  it('migrates up, keeps at most one update of a repository open, and goes down again', async () => {
    const knex = await databases.init(id);
    const directory = resolvePackagePath(
      '@companyos/plugin-golden-path-backend',
      'migrations',
    );
    await knex.migrate.up({ directory });
    const update = (updateId: string, openKey: string | null) =>
      knex('golden_updates').insert({
        id: updateId,
        entity_ref: 'component:default/a',
        host: 'local-git',
        repository_key: 'local-git:t/a',
        repository_url: '',
        open_key: openKey,
        template: 'api-service',
        from_version: '1.0.0',
        to_version: '1.1.0',
        status: 'checking',
        branch: 'b',
        published: false,
        commit_id: '',
        made_commit: '',
        base: '',
        answers: '{}',
        author: '{}',
        committed_at_ms: Date.UTC(2026, 10, 21),
        files: '[]',
        conflicts: '[]',
        created_by: '',
        created_at: t0,
        updated_at: t0,
        looked_at: t0,
      });
    await update('1', null);
    await update('2', null);
    await update('3', 'local-git:t/a');
    await expect(update('4', 'local-git:t/a')).rejects.toThrow();
    expect(await knex('golden_updates').first()).toMatchObject({
      tenant: 'default',
      environment: 'all',
      region: 'global',
    });
    await knex.migrate.down({ directory });
    for (const table of [
      'golden_repositories',
      'golden_updates',
      'golden_checks',
      'golden_campaigns',
      'golden_campaign_members',
    ]) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
  });

  it('keeps rows whole, replaces them, and knows what belongs to a repository', async () => {
    const { store, other } = await createStores(id);
    const whole = repository('ledger');
    const bare = repository('vault', {
      latest: undefined,
      commit: undefined,
      recheckAt: undefined,
      repositoryKey: whole.repositoryKey,
    });
    await store.save(whole);
    await store.save(bare);
    expect(await store.get(whole.entityRef)).toEqual(whole);
    const kept = await store.get(bare.entityRef);
    expect(kept).toEqual(JSON.parse(JSON.stringify(bare)));
    expect(await store.ofRepository(whole.repositoryKey)).toEqual([
      whole.entityRef,
      bare.entityRef,
    ]);

    await store.save({ ...whole, version: '1.1.0', title: 'The ledger' });
    await store.touch([whole.entityRef], t1);
    await store.noteNotified(whole.entityRef, '1.1.0');
    expect(await store.get(whole.entityRef)).toMatchObject({
      version: '1.1.0',
      title: 'The ledger',
      checkedAt: t1,
      notifiedVersion: '1.1.0',
    });
    expect(await other.all()).toEqual([]);
    expect(await other.get(whole.entityRef)).toBeUndefined();
    await store.remove([whole.entityRef, 'component:default/none']);
    expect((await store.all()).map(({ title }) => title)).toEqual(['vault']);
  });

  it('filters and sorts hundreds of rows', async () => {
    const { store } = await createStores(id);
    for (let index = 0; index < 420; index += 1) {
      await store.save(
        repository(`service-${String(index).padStart(3, '0')}`, {
          title: index % 2 ? 'Twin' : `Über ${index}`,
          version: index < 10 ? '1.1.0' : '1.0.0',
          owner: index === 7 ? 'group:default/x' : 'group:default/y',
        }),
      );
    }
    const all = await store.entries();
    expect(all).toHaveLength(420);
    expect(all[0].entityRef).toBe('component:default/service-001');
    expect(all[1].entityRef).toBe('component:default/service-003');
    expect(await store.entries({ version: '1.1.0' })).toHaveLength(10);
    expect(await store.entries({ owner: 'group:default/X' })).toMatchObject([
      { entityRef: 'component:default/service-007' },
    ]);
    expect(await store.entries({ text: 'über 41' })).toHaveLength(5);
    expect(await store.entries({ text: 'SERVICE-41' })).toHaveLength(10);
    expect(await store.entries({ status: 'tampered' })).toEqual([]);
    expect(await store.entries({ template: 'a\0b' })).toEqual([]);
    expect(
      await store.getMany(all.map(({ entityRef }) => entityRef)),
    ).toHaveLength(420);
  });
});

describe('the cursor of the fleet', () => {
  it('comes back as it went, and anything else is refused', () => {
    const cursor = { title: 'über 7', entityRef: 'component:default/seven' };
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
    for (const token of ['x', 'W10', btoa('["fleet",1,"a"]')]) {
      expect(() => decodeCursor(token)).toThrow('cursor: expected');
    }
  });
});
