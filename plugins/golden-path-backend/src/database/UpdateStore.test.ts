import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { openDatabase } from './openDatabase';
import { CheckOutcome, StoredUpdate, UpdateStore } from './UpdateStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString();
const [first, second] = ['a', 'b'].map(digit => digit.repeat(40));

const checks: CheckOutcome[] = [
  { name: 'ci', status: 'pending', summary: 'Waiting' },
  { name: 'golden/check', status: 'passed', summary: 'Fine' },
  { name: 'golden/merge', status: 'passed', summary: 'Fine' },
];
const update = (
  id: string,
  change: Partial<StoredUpdate> = {},
): Omit<StoredUpdate, 'checks' | 'isOpen'> => ({
  id,
  entityRef: 'component:default/ledger',
  host: 'local-git',
  repositoryKey: 'local-git:payments-team/ledger',
  repositoryUrl: 'http://localhost:7007/repos/payments-team/ledger/tree/main/',
  template: 'tiny',
  from: '1.0.0',
  to: '1.1.0',
  status: 'checking',
  branch: 'companyos/golden-path/1.1.0',
  published: false,
  commit: first,
  madeCommit: first,
  base: second,
  answers: { region: 'eu' },
  author: { name: 'Golden path', email: 'golden@companyos.invalid' },
  committedAtMs: Date.UTC(2026, 10, 21),
  files: [{ path: 'Makefile', change: 'changed' }],
  conflicts: [],
  createdBy: 'user:default/leo',
  createdAt: at(0),
  updatedAt: at(0),
  lookedAt: at(0),
  ...change,
});

async function createStores(id: TestDatabaseId) {
  const knex = await openDatabase(
    mockServices.database({ knex: await databases.init(id) }),
  );
  return {
    store: new UpdateStore(knex, { tenant: 'default' }),
    other: new UpdateStore(knex, { tenant: 'other' }),
  };
}

describe.each(databases.eachSupportedId())('UpdateStore on %s', id => {
  const claim = (store: UpdateStore, runner: string, minute: number) =>
    store.claim({
      name: 'ci',
      host: 'local-git',
      runner,
      now: at(minute),
      leaseUntil: at(minute + 5),
    });

  it('keeps one open update of a repository, whole, and another after it', async () => {
    const { store, other } = await createStores(id);
    const outcomes = await Promise.all(
      ['1', '2', '3'].map(key => store.insert(update(key), checks)),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const kept = await store.openOf('local-git:payments-team/ledger');
    expect(kept).toMatchObject({
      ...update(kept?.id ?? ''),
      isOpen: true,
      checks: [
        { name: 'golden/merge' },
        { name: 'golden/check' },
        { name: 'ci', hasLog: false },
      ],
    });
    expect(await other.open()).toEqual([]);
    const winner = kept?.id ?? '';
    await store.notePublished(winner, {
      branch: 'companyos/golden-path/1.1.0-2',
      pullRequest: { number: 7, url: 'https://github.test/7' },
    });
    // What people have seen is not forgotten.
    await store.forget(winner);
    expect(await store.finish(winner, 'closed', at(1), 'Because')).toBe(true);
    expect(await store.finish(winner, 'merged', at(2))).toBe(false);
    expect(await store.get(winner)).toMatchObject({
      status: 'closed',
      reason: 'Because',
      isOpen: false,
      pullRequest: 7,
      branch: 'companyos/golden-path/1.1.0-2',
    });
    expect(await store.insert(update('4', { createdAt: at(3) }), checks)).toBe(
      true,
    );
    expect(
      (await store.ofEntity('component:default/ledger', 5)).map(
        item => item.id,
      ),
    ).toEqual(['4', winner]);
    await store.forget('4');
    expect(await store.get('4')).toBeUndefined();
    expect(await store.getMany([winner, '4', 'none'])).toHaveLength(1);
  });

  it('lends a check to one runner, and to the next when that one is silent', async () => {
    const { store, other } = await createStores(id);
    await store.insert(update('1'), checks);
    expect(await claim(store, 'early', 0)).toBeUndefined();
    await store.notePublished('1', { branch: 'b' });
    const claims = await Promise.all(
      ['r1', 'r2', 'r3'].map(runner => claim(store, runner, 0)),
    );
    const winner = ['r1', 'r2', 'r3'].find((_, index) => claims[index]) ?? '';
    expect(claims.filter(Boolean)).toHaveLength(1);
    const lent = claims.find(Boolean);
    if (!lent) throw new Error('Nobody got it');
    expect(
      await other.claim({
        name: 'ci',
        host: 'local-git',
        runner: 'x',
        now: at(30),
        leaseUntil: at(31),
      }),
    ).toBeUndefined();
    expect(
      await store.renew(lent, 'ci', winner, { until: at(8), log: 'so\0far' }),
    ).toBe(true);
    expect(await store.log(lent, 'ci')).toBe('so\uFFFDfar');
    expect(await claim(store, 'late', 7)).toBeUndefined();
    expect(await claim(store, 'late', 9)).toMatchObject({ id: '1' });

    // The first was only slow; what it says now does not count.
    const say = (runner: string) =>
      store.setCheck(
        '1',
        first,
        { name: 'ci', status: 'passed', summary: runner, log: 'all' },
        at(10),
        runner,
      );
    expect(await store.renew(lent, 'ci', winner, { until: at(20) })).toBe(
      false,
    );
    expect(await say(winner)).toBe(false);
    expect((await store.get('1'))?.status).toBe('checking');
    await store.release('late');
    expect(await claim(store, 'last', 10)).toMatchObject({ id: '1' });
    expect(await say('last')).toBe(true);
    expect(await store.get('1')).toMatchObject({
      status: 'ready',
      checks: [{}, {}, { status: 'passed', hasLog: true }],
    });
    expect(await claim(store, 'none', 30)).toBeUndefined();
  });

  it('takes no outcome for a commit that the update has left', async () => {
    const { store } = await createStores(id);
    await store.insert(update('1'), checks);
    const before = await store.get('1');
    if (!before) throw new Error('It is not there');
    const turn = () =>
      store.turn(
        before,
        {
          commit: second,
          madeCommit: second,
          base: first,
          conflicts: [{ path: 'a', reason: 'b' }],
        },
        [{ name: 'golden/merge', status: 'failed', summary: 'a' }],
        at(1),
      );
    const turned = await Promise.all([turn(), turn()]);
    expect(turned.filter(Boolean)).toHaveLength(1);
    const outcome = (name: string, commit: string, status: 'passed') =>
      store.setCheck('1', commit, { name, status, summary: '' }, at(2));
    expect(await outcome('ci', first, 'passed')).toBe(false);
    expect(await store.get('1')).toMatchObject({
      status: 'conflicts',
      commit: second,
      base: first,
      checks: [{ name: 'golden/merge', status: 'failed' }],
    });
    expect(await outcome('golden/merge', second, 'passed')).toBe(true);
    // Nothing becomes ready by checks that are not there.
    expect((await store.get('1'))?.status).toBe('checking');
    await Promise.all([
      outcome('golden/check', second, 'passed'),
      outcome('ci', second, 'passed'),
      outcome('security', second, 'passed'),
    ]);
    expect((await store.get('1'))?.status).toBe('ready');
    await store.finish('1', 'merged', at(3));
    expect(await outcome('ci', second, 'passed')).toBe(false);
    expect(await turn()).toBe(false);
  });
});
