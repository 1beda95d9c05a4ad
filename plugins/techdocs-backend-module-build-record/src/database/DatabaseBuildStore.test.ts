import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { join } from 'node:path';
import { KEPT_BUILDS } from '../domain/buildsToDrop';
import { NewBuild } from './BuildStore';
import { DatabaseBuildStore, RecordFacts } from './DatabaseBuildStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const payments = 'component:default/payments';

function build(
  id: number,
  entityRef = payments,
): NewBuild & { startedAtMs: number } {
  return {
    id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    entityRef,
    // Beyond what 32 bits hold, as times are.
    startedAtMs: 1_790_000_000_000 + id,
    etag: 'abc',
    host: 'portal-1',
    log: '',
  };
}

function end(outcome: 'success' | 'failure', finishedAtMs: number) {
  return { outcome, reason: null, finishedAtMs, log: 'done' };
}

describe.each(databases.eachSupportedId())('builds on %s', databaseId => {
  let knex: Knex;
  let store: DatabaseBuildStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await DatabaseBuildStore.migrate(knex);
    store = new DatabaseBuildStore(knex);
  });

  afterEach(() => knex.destroy());

  it('follows a build from its begin to its end', async () => {
    const first = build(1);
    await store.begin(first);
    await store.progress(first.id, {
      log: 'half',
      heartbeatAtMs: 1_790_000_005_000,
    });
    expect(await store.read(first.id)).toEqual({
      id: first.id,
      entityRef: payments,
      startedAtMs: first.startedAtMs,
      finishedAtMs: null,
      outcome: 'running',
      reason: null,
      etag: 'abc',
      host: 'portal-1',
      heartbeatAtMs: 1_790_000_005_000,
      log: 'half',
    });

    await store.end(first.id, end('success', 1_790_000_006_000));
    // A late sign of life does not bring it back.
    await store.progress(first.id, { log: 'late', heartbeatAtMs: 1 });
    // Storing failed after all.
    await store.end(first.id, {
      outcome: 'failure',
      reason: 'The disk is full.',
      finishedAtMs: 1_790_000_007_000,
      log: 'all of it',
    });
    expect(await store.read(first.id)).toMatchObject({
      outcome: 'failure',
      reason: 'The disk is full.',
      finishedAtMs: 1_790_000_007_000,
      log: 'all of it',
    });

    await store.begin(build(2));
    await store.begin(build(3, 'component:default/other'));
    expect((await store.list(payments)).map(b => b.id)).toEqual([
      build(2).id,
      first.id,
    ]);
    expect(await store.read(build(9).id)).toBeUndefined();
  });

  it('keeps twenty builds, the last good one and the first bad one after it', async () => {
    await store.begin(build(1));
    await store.end(build(1).id, end('success', 1));
    await store.begin(build(2));
    await store.end(build(2).id, end('success', 2));
    for (let id = 3; id < 40; id += 1) {
      await store.begin(build(id));
      await store.end(build(id).id, end('failure', id));
    }
    const kept = (await store.list(payments)).map(b => Number(b.id.slice(-12)));
    expect(kept).toEqual([
      ...Array.from({ length: KEPT_BUILDS }, (_, index) => 39 - index),
      3,
      2,
    ]);
  });

  it('ends what a stopped portal left running, and nothing else', async () => {
    const mine = build(1);
    const silent = { ...build(2), host: 'portal-2' };
    const alive = { ...build(3), host: 'portal-2' };
    const done = build(4);
    for (const each of [mine, silent, alive, done]) {
      await store.begin(each);
    }
    await store.end(done.id, end('success', 5));
    await store.progress(mine.id, { log: '', heartbeatAtMs: 9_000 });
    await store.progress(silent.id, { log: '', heartbeatAtMs: 1_000 });
    await store.progress(alive.id, { log: '', heartbeatAtMs: 9_000 });

    expect(
      await store.failAbandoned({
        host: 'portal-1',
        heartbeatBeforeMs: 5_000,
        reason: 'cut off',
      }),
    ).toBe(2);
    const outcomes = Object.fromEntries(
      (await store.list(payments)).map(b => [
        Number(b.id.slice(-12)),
        [b.outcome, b.reason, b.finishedAtMs],
      ]),
    );
    expect(outcomes).toEqual({
      1: ['failure', 'cut off', 9_000],
      2: ['failure', 'cut off', 1_000],
      3: ['running', null, null],
      4: ['success', null, 5],
    });
  });
});

describe.each(databases.eachSupportedId())(
  'facts about builds on %s',
  databaseId => {
    it('are recorded once, with the end of the build', async () => {
      const knex = await databases.init(databaseId);
      await DatabaseBuildStore.migrate(knex);
      const record = jest.fn<Promise<void>, Parameters<RecordFacts>>();
      record.mockResolvedValue(undefined);
      const store = new DatabaseBuildStore(knex, record);
      const commit = '0123456789abcdef0123456789abcdef01234567';
      const first = { ...build(1), etag: commit };
      await store.begin(first);
      await store.end(first.id, end('success', first.startedAtMs + 1_500));
      await store.end(first.id, end('success', first.startedAtMs + 9_000));
      // Storing failed after all.
      await store.end(first.id, {
        ...end('failure', first.startedAtMs + 2_000),
        reason: 'The disk is full.',
      });
      const second = { ...build(2), etag: 'sha256:abc' };
      await store.begin(second);
      await store.failAbandoned({
        host: 'portal-1',
        heartbeatBeforeMs: 0,
        reason: 'cut off',
      });
      await store.end(build(9).id, end('success', 1));
      expect(record.mock.calls.flatMap(([, facts]) => facts)).toEqual([
        {
          type: 'dev.cdeventsx.companyos-docs.built.0.1.0',
          entity: payments,
          time: new Date(first.startedAtMs + 1_500),
          id: `${first.id}:built`,
          data: { commit, durationMs: 1_500, buildId: first.id },
        },
        {
          type: 'dev.cdeventsx.companyos-docs.failed.0.1.0',
          entity: payments,
          time: new Date(first.startedAtMs + 2_000),
          id: `${first.id}:failed`,
          data: {
            commit,
            durationMs: 2_000,
            buildId: first.id,
            reason: 'The disk is full.',
          },
        },
        {
          type: 'dev.cdeventsx.companyos-docs.failed.0.1.0',
          entity: payments,
          time: new Date(second.startedAtMs),
          id: `${second.id}:failed`,
          data: { durationMs: 0, buildId: second.id, reason: 'cut off' },
        },
      ]);

      // Both or neither.
      const third = build(3);
      await store.begin(third);
      record.mockRejectedValueOnce(new Error('no'));
      await expect(store.end(third.id, end('success', 1))).rejects.toThrow(
        'no',
      );
      expect(await store.read(third.id)).toMatchObject({ outcome: 'running' });
      await knex.destroy();
    });
  },
);

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up, hold data and go down', async () => {
    const knex = await databases.init(databaseId);
    await DatabaseBuildStore.migrate(knex);
    await new DatabaseBuildStore(knex).begin(build(1));
    expect(await knex('techdocs_builds').select('id')).toHaveLength(1);
    await knex.migrate.rollback({
      directory: join(__dirname, '../../migrations'),
      tableName: 'techdocs_build_record_migrations',
    });
    expect(await knex.schema.hasTable('techdocs_builds')).toBe(false);
    await knex.destroy();
  });
});
