import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rootUrl } from '../config/serviceInfo.ts';
import type { Database } from './database.ts';

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Any number, the same in all replicas: whoever takes it first migrates, the others wait. */
const ADVISORY_LOCK = 7_204_913;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

function readMigrations(folder: URL): Migration[] {
  return readdirSync(folder)
    .filter((name) => FILE_NAME.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Applies the files of `migrations/` that are not applied yet, in order, in one transaction, and
 * returns their names. Safe to run from several replicas at once.
 *
 * @throws Error when an applied file was edited afterwards: write a new one instead.
 */
export async function migrate(
  database: Database,
  folder: URL = new URL('migrations/', rootUrl),
): Promise<readonly string[]> {
  const migrations = readMigrations(folder);
  return database.transaction(async (session) => {
    await session.execute(`select pg_advisory_xact_lock(${String(ADVISORY_LOCK)})`);
    await session.execute(
      `create table if not exists schema_migrations (
         name text primary key,
         checksum text not null,
         applied_at timestamptz not null default now()
       )`,
    );
    const rows = await session.query('select name, checksum from schema_migrations', []);
    const applied = new Map(rows.map((row) => [row['name'], row['checksum']]));
    const done: string[] = [];
    for (const { name, sql, checksum } of migrations) {
      const known = applied.get(name);
      if (known === undefined) {
        await session.execute(sql);
        await session.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
          name,
          checksum,
        ]);
        done.push(name);
      } else if (known !== checksum) {
        throw new Error(
          `Migration ${name} was changed after it was applied. Add a new file instead.`,
        );
      }
    }
    return done;
  });
}
