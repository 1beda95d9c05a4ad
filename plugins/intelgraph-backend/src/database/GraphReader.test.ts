import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { deployed } from '../__testUtils__/deployed';
import { readEvent } from '../domain/readEvent';
import { builtInSchemas } from '../domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../domain/schemas/SchemaRegistry';
import { FactLog } from './FactLog';
import { GraphReader } from './GraphReader';
import { migrateDatabase } from './openDatabase';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const registry = new SchemaRegistry(builtInSchemas);
const EVER = Number.MAX_SAFE_INTEGER;

/** Something that happened to the service at an hour of the day. */
function event(
  predicate: 'deployed' | 'upgraded' | 'rolledback' | 'removed',
  hour: number,
  environment: string,
  version?: string,
): JsonObject {
  return deployed({
    id: `${predicate} ${hour} ${environment}`,
    predicate,
    time: `2026-11-01T${String(hour).padStart(2, '0')}:00:00Z`,
    environment,
    artifact: version ? `pkg:oci/payments-api@${version}` : null,
  });
}

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  const at = (hour: number) => Date.UTC(2026, 10, 1, hour) * 1000;

  async function open() {
    const knex = await databases.init(id);
    await migrateDatabase(knex);
    const log = new FactLog(knex, { newId: () => 'id', mostRecent: 15 });
    const graph = new GraphReader(knex);
    return {
      take: async (...events: JsonObject[]) => {
        const { outcomes, lastSeq } = await log.append(
          events.map(one => readEvent(one, registry)),
          {
            operationId: 'op',
            principal: 'p',
            receivedAtMs: 1_795_000_000_000,
          },
        );
        expect(outcomes.map(({ status }) => status)).toEqual(
          events.map(() => 'created'),
        );
        return lastSeq ?? 0;
      },
      /** Relations of the service, or to an artifact: type and name of the other end. */
      related: async (
        options: {
          asOfMicros?: number;
          watermark?: number;
          version?: string;
        } = {},
      ) => {
        const [{ id: entity }] = await knex('intelgraph_entities').where({
          ref: options.version
            ? `artifact:default/pkg:oci/payments-api@${options.version}`
            : 'component:default/payments-api',
        });
        const edges = await graph.edges({
          ids: [entity],
          direction: 'both',
          watermark: options.watermark ?? EVER,
          asOfMicros: options.asOfMicros ?? EVER,
          limit: 100,
        });
        return edges.map(
          ({ type, toRef }) => `${type} ${toRef.split(/[/@]/).pop()}`,
        );
      },
    };
  }

  it('knows what a service runs in each environment, and not what it ran before', async () => {
    const { take, related } = await open();
    await take(
      event('deployed', 1, 'production', '1.0'),
      event('upgraded', 2, 'production', '2.0'),
      event('deployed', 3, 'staging', '3.0'),
    );
    const known = await take(event('deployed', 4, 'production', '4.0'));
    await take(event('rolledback', 5, 'production', '2.0'));
    expect(await related()).toEqual([
      'runs 2.0',
      'runs 3.0',
      'deployedTo production',
      'deployedTo staging',
    ]);
    expect(await related({ version: '4.0' })).toEqual([]);
    expect(await related({ version: '2.0' })).toEqual(['runs 2.0']);
    expect(await related({ asOfMicros: at(1) })).toEqual([
      'runs 1.0',
      'deployedTo production',
    ]);
    expect(await related({ asOfMicros: at(2) })).toEqual([
      'runs 2.0',
      'deployedTo production',
    ]);
    expect(await related({ watermark: known })).toEqual([
      'runs 3.0',
      'runs 4.0',
      'deployedTo production',
      'deployedTo staging',
    ]);
  });

  it('does not depend on what is told first, and ends with the service', async () => {
    const { take, related } = await open();
    await take(event('deployed', 4, 'production', '4.0'));
    // Told late: it was replaced already when it became known.
    await take(event('deployed', 1, 'production', '1.0'));
    expect(await related()).toEqual(['runs 4.0', 'deployedTo production']);
    await take(event('removed', 6, 'production'));
    expect(await related()).toEqual([]);
    expect(await related({ asOfMicros: at(5) })).toEqual([
      'runs 4.0',
      'deployedTo production',
    ]);
  });
});
