import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Pages of the database that SQLite keeps in memory, KiB; a small database takes no more than its size. Without room
 * for the indexes of a million facts each new one would wait for pages.
 */
const SQLITE_CACHE_KIB = 256 * 1024;

/** Pages that gather in the log before they go where they belong: the same pages of an index change again and again. */
const SQLITE_CHECKPOINT_PAGES = 16_000;

/** Whether the database is PostgreSQL; it is SQLite otherwise. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/** Connects to the database of the plugin and brings its tables up to date. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!isPostgres(knex)) {
    // One writer, and readers that do not wait for it; each commit reaches the disk.
    await knex.raw('PRAGMA journal_mode = WAL');
    await knex.raw('PRAGMA synchronous = FULL');
    await knex.raw(`PRAGMA cache_size = -${SQLITE_CACHE_KIB}`);
    await knex.raw(`PRAGMA wal_autocheckpoint = ${SQLITE_CHECKPOINT_PAGES}`);
  }
  if (!database.migrations?.skip) {
    await migrateDatabase(knex);
  }
  return knex;
}

/** Brings the tables up to date. */
export async function migrateDatabase(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@companyos/plugin-intelgraph-backend',
      'migrations',
    ),
  });
}
