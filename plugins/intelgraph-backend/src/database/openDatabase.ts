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

/** Pages in the log at which SQLite moves them by itself, should nobody else have done so. */
const SQLITE_CHECKPOINT_PAGES = 100_000;

/** What the log may keep of the disk once it was emptied, bytes. */
const SQLITE_LOG_BYTES = 64 * 1024 * 1024;

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
    await knex.raw(`PRAGMA journal_size_limit = ${SQLITE_LOG_BYTES}`);
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
