import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** Rows in one statement: SQLite allows 32,766 bound values. */
export const ROWS_PER_STATEMENT = 200;

/** Connects to the database of the plugin and brings its tables up to date. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@companyos/plugin-golden-path-backend',
        'migrations',
      ),
    });
  }
  return knex;
}
