import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { findRows, insertRows } from './rawStatements';
import { Bound } from './selectRows';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const COLUMNS = {
  id: 'integer',
  large: 'bigint',
  small: 'smallint',
  text: 'text',
  bytes: 'bytea',
} as const;

const rows: Bound[][] = Array.from({ length: 200 }, (_, index) => [
  index,
  [0, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 32, 2 ** 31, -(2 ** 32) - 5][
    index % 7
  ],
  (index % 2 ? -1 : 1) * index,
  [
    null,
    '',
    'plain',
    'Zürich \u{1f680} 東京',
    'a\\N\t\n"{}',
    'x'.repeat(90_000),
  ][index % 6],
  index % 5 ? Buffer.from(`bytes ${index} \0\xff`, 'latin1') : null,
]);

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  // One by one and by copy on PostgreSQL; several to a statement and the rest one by one on SQLite.
  it.each([1, 49, 50, 200])('writes %s rows as they are', async count => {
    const knex = await databases.init(id);
    await knex.schema.createTable('things', table => {
      table.integer('id');
      table.bigInteger('large');
      table.specificType('small', 'smallint');
      table.text('text');
      table.binary('bytes');
    });
    await knex.transaction(async trx => {
      await insertRows(
        trx,
        'things',
        COLUMNS,
        rows.slice(0, count).flatMap(row => row),
      );
      const found = await findRows(trx, 'things', ['id'], { id: 'integer' }, [
        count - 1,
        count,
      ]);
      expect(found).toEqual([{ id: count - 1 }]);
      expect(
        await findRows(
          trx,
          'things',
          ['id'],
          { id: 'integer', large: 'bigint' },
          [0, 0, 0, 1],
        ),
      ).toEqual([{ id: 0 }]);
    });
    const written = await knex('things').orderBy('id');
    expect(
      written.map(row => [
        row.id,
        Number(row.large),
        row.small,
        row.text,
        row.bytes,
      ]),
    ).toEqual(rows.slice(0, count));
  });

  it('leaves nothing when a row is refused', async () => {
    const knex = await databases.init(id);
    await knex.schema.createTable('strict', table => {
      table.integer('id').primary();
      table.text('text').notNullable();
    });
    const columns = { id: 'integer', text: 'text' } as const;
    const values = Array.from({ length: 100 }, (_, index) => [
      index,
      index === 60 ? null : 'x',
    ]).flat();
    await expect(
      knex.transaction(trx => insertRows(trx, 'strict', columns, values)),
    ).rejects.toThrow(/null/i);
    expect(await knex('strict')).toEqual([]);
    // The connection is as good as before.
    await knex.transaction(trx => insertRows(trx, 'strict', columns, [1, 'x']));
    expect(await knex('strict')).toHaveLength(1);
  });
});
