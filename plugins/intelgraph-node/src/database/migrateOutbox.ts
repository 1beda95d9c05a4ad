import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Brings the outbox tables of a plugin's database up to date; kept apart from the migrations of the plugin.
 *
 * @public
 */
export async function migrateOutbox(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@companyos/plugin-intelgraph-node',
      'migrations',
    ),
    tableName: 'intelgraph_outbox_migrations',
  });
}
