import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { DecisionProblem } from '@companyos/plugin-adr-common';
import { DecisionStore, StoredRecord, StoredSource } from './DecisionStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const t0 = '2026-11-21T10:00:00.000Z';
const t1 = '2026-11-21T11:00:00.000Z';

const source = (
  entityRef: string,
  values: Partial<StoredSource> = {},
): StoredSource => ({
  entityRef,
  ownerRef: 'group:default/payments-team',
  location: 'docs/adr',
  found: true,
  revision: 'abc',
  lastReadAt: t0,
  lastSucceededAt: t0,
  lastError: null,
  failureCount: 0,
  nextReadAt: t1,
  region: 'eu',
  ...values,
});

let nextId = 0;
const record = (
  entityRef: string,
  values: Partial<StoredRecord> = {},
): StoredRecord => {
  nextId += 1;
  return {
    id: nextId.toString(16).padStart(16, '0'),
    entityRef,
    path: `${nextId}.md`,
    number: nextId,
    title: `Decision ${nextId}`,
    status: 'accepted',
    statusText: 'accepted',
    date: '2026-01-01',
    deciders: ['Maya Chen'],
    consulted: [],
    informed: [],
    supersedes: [],
    supersededBy: [],
    body: 'Because.',
    contentSha256: 'a'.repeat(64),
    revision: 'abc',
    sourceUrl: null,
    recordedAt: t0,
    ...values,
  };
};

const problem = (entityRef: string, path: string): DecisionProblem => ({
  entityRef,
  path,
  code: 'no-status',
  severity: 'error',
  reason: 'Why.',
  fix: 'How.',
  line: 3,
  sourceUrl: null,
});

async function createStore(id: TestDatabaseId) {
  const knex = await databases.init(id);
  const database = mockServices.database({ knex });
  const store = await DecisionStore.create(database, { tenant: 'default' });
  const other = await DecisionStore.create(database, { tenant: 'other' });
  return { store, other, knex };
}

describe.each(databases.eachSupportedId())('DecisionStore on %s', id => {
  const payments = 'component:default/payments';
  const orders = 'component:default/orders';
  const list = { sort: 'date' as const, descending: true, limit: 100 };

  it('migrates up and down again without losing what it does not own', async () => {
    const knex = await databases.init(id);
    const directory = resolvePackagePath(
      '@companyos/plugin-adr-backend',
      'migrations',
    );
    await knex.migrate.up({ directory });
    await knex('adr_sources').insert({
      entity_ref: payments,
      found: true,
      last_read_at: t0,
      failure_count: 0,
      next_read_at: t1,
    });
    expect(await knex('adr_sources').first()).toMatchObject({
      tenant: 'default',
      environment: 'all',
      region: 'global',
    });
    await expect(
      knex('adr_sources').insert({
        entity_ref: payments,
        found: true,
        last_read_at: t0,
        failure_count: 0,
        next_read_at: t1,
      }),
    ).rejects.toThrow();
    await knex.migrate.down({ directory });
    for (const table of ['adr_sources', 'adr_records', 'adr_problems']) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
  });

  it('replaces all that is known of an entity at once, and remembers since when', async () => {
    const { store } = await createStore(id);
    const first = record(payments, {
      supersedes: [{ raw: '1', id: null, number: null, title: null }],
    });
    const untouched = record(orders);
    await store.replaceEntity(source(orders), [untouched], []);
    await store.replaceEntity(
      source(payments),
      [first],
      [problem(payments, 'b.md'), problem(payments, 'a.md')],
    );
    expect(await store.getRecord(first.id)).toEqual(first);
    expect(await store.getSource(payments)).toEqual(source(payments));
    expect(await store.listEntityProblems(payments)).toEqual([
      problem(payments, 'b.md'),
      problem(payments, 'a.md'),
    ]);

    const changed = record(payments, { recordedAt: t1 });
    await store.replaceEntity(
      source(payments, { revision: 'def' }),
      [{ ...first, recordedAt: t1 }, changed],
      [],
    );
    expect(await store.getRecord(first.id)).toMatchObject({ recordedAt: t0 });
    expect(await store.getRecord(changed.id)).toMatchObject({ recordedAt: t1 });
    expect(await store.listEntityProblems(payments)).toEqual([]);

    await store.removeEntities([payments]);
    expect(await store.getSource(payments)).toBeUndefined();
    expect(await store.listEntityRecords(payments)).toEqual([]);
    expect((await store.listRecords(list)).items).toEqual([untouched]);
  });

  it('survives two readers of one entity at the same time', async () => {
    const { store } = await createStore(id);
    const records = [record(payments), record(payments)];
    await Promise.all(
      [1, 2, 3].map(() => store.replaceEntity(source(payments), records, [])),
    );
    expect(await store.listEntityRecords(payments)).toHaveLength(2);
  });

  it('filters, by literal text too, and pages in every order', async () => {
    const { store, other } = await createStore(id);
    const records = [
      record(payments, { title: 'Use 100% TLS', date: null, number: null }),
      record(payments, { title: 'Über_alles', status: 'rejected', body: '' }),
      record(payments, { title: 'C:\\temp', date: '2025-05-05' }),
      record(payments, { title: 'Use PostgreSQL', date: '2026-05-05' }),
    ];
    await store.replaceEntity(source(payments), records, []);
    await store.replaceEntity(
      source(orders, { ownerRef: 'group:default/storefront-team' }),
      [record(orders, { title: 'Orders' })],
      [],
    );
    const titles = async (options: object) =>
      (await store.listRecords({ ...list, ...options })).items.map(
        ({ title }) => title,
      );
    expect(await titles({ text: '100%' })).toEqual(['Use 100% TLS']);
    expect(await titles({ text: '%' })).toEqual(['Use 100% TLS']);
    expect(await titles({ text: 'ÜBER_' })).toEqual(['Über_alles']);
    expect(await titles({ text: 'c:\\T' })).toEqual(['C:\\temp']);
    expect(await titles({ text: "' or 1=1 --" })).toEqual([]);
    expect(await titles({ text: 'maya' })).toHaveLength(5);
    // PostgreSQL takes no such text, and nothing that is stored has it.
    expect(await titles({ text: 'may\0a' })).toEqual([]);
    expect(await titles({ ownerRef: 'group:default/a\0b' })).toEqual([]);
    expect(await titles({ entityRef: `${orders}\0` })).toEqual([]);
    expect(await titles({ status: 'rejected' })).toEqual(['Über_alles']);
    expect(await titles({ entityRef: orders })).toEqual(['Orders']);
    expect(await titles({ ownerRef: 'group:default/storefront-team' })).toEqual(
      ['Orders'],
    );
    expect((await titles({}))[0]).toBe('Use PostgreSQL');
    expect((await titles({}))[4]).toBe('Use 100% TLS');

    for (const sort of ['date', 'number', 'title', 'status'] as const) {
      for (const descending of [true, false]) {
        const whole = await titles({ sort, descending });
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.listRecords({
            sort,
            descending,
            cursor,
            limit: 2,
          });
          paged.push(...page.items.map(({ title }) => title));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(paged).toEqual(whole);
        expect(whole).toHaveLength(5);
      }
    }

    const { nextCursor } = await store.listRecords({ ...list, limit: 1 });
    const cursor = nextCursor ?? '';
    const byNumber = { sort: 'number' as const, descending: false };
    const [tenant] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const forged = (...values: (string | number)[]) =>
      Buffer.from(JSON.stringify([tenant, ...values])).toString('base64url');
    for (const [reader, options] of [
      [store, { ...list, cursor, sort: 'title' as const }],
      [store, { ...list, cursor: 'eyJ4IjoxfQ' }],
      [store, { ...list, cursor: '%00' }],
      [store, { ...list, cursor: forged('-date', 'a\0', 'b') }],
      [store, { ...list, cursor: forged('number', 1.5, 'b'), ...byNumber }],
      [store, { ...list, cursor: forged('number', 1e300, 'b'), ...byNumber }],
      [other, { ...list, cursor }],
    ] as const) {
      await expect(reader.listRecords(options)).rejects.toThrow(/^cursor: /);
    }
    expect((await other.listRecords(list)).items).toEqual([]);
  });

  it('pages through problems, and knows what is to be read when', async () => {
    const { store } = await createStore(id);
    await store.replaceEntity(
      source(payments),
      [],
      [problem(payments, 'a.md'), problem(payments, 'b.md')],
    );
    await store.replaceEntity(source(orders), [], [problem(orders, 'c.md')]);
    const first = await store.listProblems({ limit: 2 });
    const second = await store.listProblems({
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...second.items].map(({ path }) => path)).toEqual([
      'c.md',
      'a.md',
      'b.md',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(
      (await store.listProblems({ limit: 9, entityRef: orders })).items,
    ).toHaveLength(1);

    await store.saveSource(source(orders, { nextReadAt: t0, lastError: 'x' }));
    expect(await store.listSchedule()).toEqual(
      new Map([
        [payments, t1],
        [orders, t0],
      ]),
    );
    expect(await store.listEntityProblems(orders)).toHaveLength(1);
  });
});
