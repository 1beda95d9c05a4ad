import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { deployed } from '../__testUtils__/deployed';
import { readEvent } from '../domain/readEvent';
import { builtInSchemas } from '../domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../domain/schemas/SchemaRegistry';
import { FactLog } from './FactLog';
import { ensurePartitions } from './partitions';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const directory = resolvePackagePath(
  '@companyos/plugin-intelgraph-backend',
  'migrations',
);

it.each(databases.eachSupportedId())(
  'goes up, takes data, and goes down to nothing, %p',
  async (id: TestDatabaseId) => {
    const knex = await databases.init(id);
    const migrations = { directory };
    for (let turn = 0; turn < 2; turn += 1) {
      await knex.migrate.latest(migrations);
      const now = Date.UTC(2026, 10, 28);
      const made = await ensurePartitions(knex, now);
      expect(made).toHaveLength(id === 'POSTGRES_15' ? 6 : 0);
      expect(await ensurePartitions(knex, now)).toEqual([]);
      const log = new FactLog(knex, { newId: () => 'id' });
      const { outcomes } = await log.append(
        [readEvent(deployed(), new SchemaRegistry(builtInSchemas))],
        { operationId: 'op', principal: 'external:ci', receivedAtMs: now },
      );
      expect(outcomes).toMatchObject([{ status: 'created' }]);
      // In the partition of its month, where there are partitions.
      const table = made[0] ?? 'intelgraph_facts';
      expect(await knex(table).select('seq')).toHaveLength(1);
      await knex.migrate.rollback(migrations, true);
      expect(await knex.schema.hasTable('intelgraph_facts')).toBe(false);
      expect(await knex.schema.hasTable('intelgraph_log')).toBe(false);
    }
  },
);
