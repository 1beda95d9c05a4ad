import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { deployed } from '../__testUtils__/deployed';
import { readEvent } from '../domain/readEvent';
import { builtInSchemas } from '../domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../domain/schemas/SchemaRegistry';
import { FactLog } from './FactLog';
import { FactReader } from './FactReader';
import { migrateDatabase } from './openDatabase';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const registry = new SchemaRegistry(builtInSchemas);

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  it('has what is new and what was moved as one', async () => {
    const knex = await databases.init(id);
    await migrateDatabase(knex);
    const log = new FactLog(knex, { newId: () => 'id', mostRecent: 20 });
    const reader = new FactReader(knex);
    const event = (index: number, source = 'urn:ci') =>
      deployed({
        id: `${source} ${index}`,
        source,
        time: `2026-11-01T10:00:${String(index).padStart(2, '0')}Z`,
        artifact: `pkg:oci/a@${index}`,
        // Every second contradicts the one before it.
        attributes: { claimversion: `${Math.floor(index / 2)}` },
      });
    const take = async (events: ReturnType<typeof event>[]) => {
      const { outcomes } = await log.append(
        events.map(one => readEvent(one, registry)),
        { operationId: 'op', principal: 'p', receivedAtMs: 1_795_000_000_000 },
      );
      return outcomes.map(({ status }) => status);
    };
    const count = async (table: string) =>
      Number((await knex(table).count({ count: '*' }))[0].count);

    const recent: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      expect(await take([event(index)])).toEqual([
        index % 2 ? 'conflict' : 'created',
      ]);
      recent.push(await count('intelgraph_recent_keys'));
    }
    // Content, delivery and claim of each; on SQLite the most of them were moved, some not yet.
    expect(
      (await count('intelgraph_keys')) +
        (await count('intelgraph_recent_keys')),
    ).toBe(90);
    const gathers = id === 'SQLITE_3';
    expect(Math.max(...recent) > 10).toBe(gathers);
    expect(Math.max(...recent)).toBeLessThan(20);
    expect(recent[29] > 0).toBe(gathers);
    expect(await count('intelgraph_keys')).toBeGreaterThan(50);
    expect(await count('intelgraph_mentions')).toBeGreaterThan(50);

    const [{ id: entity }] = await knex('intelgraph_entities').where({
      ref: 'component:default/payments-api',
    });
    const { watermark } = await reader.head();
    const filter = { tenant: 'default', watermark, entityIds: [entity] };
    const rows = [];
    for (let after; ; after = rows[rows.length - 1]) {
      const page = await reader.page(filter, {
        after,
        limit: 7,
        descending: true,
      });
      rows.push(...page.rows);
      if (!page.hasMore) break;
    }
    expect(rows.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 30 }, (_, index) => 30 - index),
    );
    const fromMicros = Date.UTC(2026, 10, 1, 10) * 1000;
    expect(
      await reader.histogram(
        { ...filter, fromMicros, toMicros: fromMicros + 30e6 },
        10e6,
      ),
    ).toEqual(
      [0, 1, 2].map(bucket => expect.objectContaining({ bucket, count: 10 })),
    );
    const facts = await reader.load([1, 2, 29, 30]);
    expect(
      await Promise.all(
        facts.map(({ factId }) => reader.find('default', factId)),
      ),
    ).toEqual([1, 2, 29, 30]);
    const items = await reader.describe(facts, watermark);
    expect(items.map(({ conflictsWith }) => conflictsWith)).toEqual(
      [1, 0, 3, 2].map(other => [items[other].id]),
    );
    // And so does whoever looks before writing.
    expect(await take([event(0), event(29), event(1, 'urn:argo')])).toEqual([
      'duplicate',
      'duplicate',
      'corroborated',
    ]);
  });
});
