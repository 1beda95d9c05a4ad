import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
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

async function open(knex: Knex) {
  await migrateDatabase(knex);
  let ids = 0;
  const log = new FactLog(knex, { newId: () => `id-${(ids += 1)}` });
  const reader = new FactReader(knex);
  let clock = Date.UTC(2026, 10, 28, 12);
  return {
    log,
    reader,
    tick: (ms: number) => {
      clock += ms;
    },
    take: (...events: JsonObject[]) =>
      log.append(
        events.map(event => readEvent(event, registry)),
        {
          operationId: 'op',
          principal: 'external:ci',
          receivedAtMs: clock,
        },
      ),
    timeline: async (watermark?: number) => {
      const at = watermark ?? (await reader.head()).watermark;
      const page = await reader.page(
        { tenant: 'default', watermark: at },
        { limit: 1000, descending: true },
      );
      return reader.describe(
        await reader.load(page.rows.map(({ seq }) => seq)),
        at,
      );
    },
  };
}

const statuses = ({ outcomes }: { outcomes: readonly { status: string }[] }) =>
  outcomes.map(({ status }) => status);

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  it('tells deliveries, contents and claims apart', async () => {
    const { take, timeline } = await open(await databases.init(id));
    const first = deployed();
    const elsewhere = deployed({ id: 'x-9', source: 'urn:argo' });
    const incident = (eventId: string, description: string): JsonObject => {
      const type = 'dev.cdevents.incident.detected.0.3.0';
      const time = '2026-11-01T10:05:00Z';
      const context = { id: eventId, source: 'urn:alerts', type };
      return {
        specversion: '1.0',
        ...context,
        time,
        data: {
          context: { ...context, specversion: '0.5.1', timestamp: time },
          subject: {
            id: 'inc-1',
            content: { description, environment: { id: 'production' } },
          },
        },
      };
    };

    expect(
      statuses(
        await take(
          first,
          first,
          elsewhere,
          incident('i-1', 'errors'),
          incident('i-2', 'latency'),
        ),
      ),
    ).toEqual(['created', 'duplicate', 'corroborated', 'created', 'conflict']);
    // The same again changes nothing.
    expect(
      statuses(await take(first, elsewhere, incident('i-2', 'latency'))),
    ).toEqual(['duplicate', 'duplicate', 'duplicate']);
    // An id that is used for something else is not believed.
    expect(statuses(await take(deployed({ service: 'other' })))).toEqual([
      'quarantined',
    ]);

    const items = await timeline();
    expect(items).toHaveLength(3);
    const [one, two, deployment] = items;
    expect(deployment).toMatchObject({
      entity: 'component:default/payments-api',
      lane: 'deploy',
      environment: 'production',
      provenance: [
        { source: 'https://ci.example.com/pipelines', deliveryId: 'd-1' },
        { source: 'urn:argo', deliveryId: 'x-9' },
      ],
      conflictsWith: [],
    });
    expect(one.conflictsWith).toEqual([two.id]);
    expect(two.conflictsWith).toEqual([one.id]);
  });

  it('knows at each place in the log just what was known there', async () => {
    const { take, timeline, tick, reader } = await open(
      await databases.init(id),
    );
    const { lastSeq } = await take(deployed());
    const before = Date.UTC(2026, 10, 28, 12);
    tick(60_000);
    await take(
      deployed({ id: 'x-1', source: 'urn:argo' }),
      deployed({ id: 'd-0', time: '2026-10-01T10:00:00Z' }),
    );
    expect(await timeline()).toHaveLength(2);
    const then = await timeline(lastSeq ?? 0);
    expect(then).toHaveLength(1);
    expect(then[0].provenance).toHaveLength(1);
    expect(await reader.watermarkAt(before)).toBe(lastSeq);
    expect(await reader.watermarkAt(before - 1)).toBe(0);
    // A clock that goes back does not take the log with it.
    tick(-3_600_000);
    await take(deployed({ id: 'd-3', service: 'late' }));
    const head = await reader.head();
    expect(head.recordedAt).toBe(before + 60_000);
  });
});
