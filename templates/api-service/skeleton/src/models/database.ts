import { Kysely, PGliteDialect, PostgresDialect, sql as raw } from 'kysely';
import pg from 'pg';
import type { DocumentTable } from './document.ts';
import { lockDirectory } from './lockDirectory.ts';

/** The tables, for Kysely. */
export interface Schema {
  documents: DocumentTable;
}

/** Plain SQL inside one transaction; used by migrations. */
export interface Session {
  /** Runs one or more statements without parameters. */
  execute(sql: string): Promise<void>;
  query(sql: string, parameters: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

/** A PostgreSQL: a server, or the one inside this process. */
export interface Database {
  readonly kind: 'postgresql' | 'in-process';
  /** Typed queries. */
  readonly sql: Kysely<Schema>;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  /** Runs `work` in a transaction; an error rolls back and is thrown on. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Settings of {@link openDatabase}. */
export interface DatabaseSettings {
  /** Without it the in-process database is opened. */
  readonly url?: string | undefined;
  /** Folder of the in-process database; without it, it lives in memory. */
  readonly directory?: string | undefined;
  readonly poolMax: number;
  readonly timeoutMs: number;
  /** Told about idle connections that broke; the pool replaces them. */
  readonly onConnectionError: (error: Error) => void;
}

/** Opens the database; a server is first contacted by the first statement. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.url === undefined
    ? openInProcess(settings.directory)
    : openServer(settings.url, settings);
}

async function ping(sql: Kysely<Schema>): Promise<void> {
  await raw`select 1`.execute(sql);
}

function openServer(url: string, settings: DatabaseSettings): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: settings.poolMax,
    connectionTimeoutMillis: settings.timeoutMs,
    statement_timeout: settings.timeoutMs,
    idleTimeoutMillis: 30_000,
  });
  pool.on('error', settings.onConnectionError);
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgresql',
    sql,
    ping: () => ping(sql),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        // A migration may take longer than a request is allowed to.
        await client.query('set local statement_timeout = 0');
        const result = await work({
          execute: async (text) => {
            await client.query(text);
          },
          query: async (text, parameters) =>
            (await client.query<Record<string, unknown>>(text, [...parameters])).rows,
        });
        await client.query('commit');
        client.release();
        return result;
      } catch (error) {
        // Closing the connection rolls back on the server even when it no longer answers.
        client.release(true);
        throw error;
      }
    },
    close: () => sql.destroy(),
  };
}

async function openInProcess(directory: string | undefined): Promise<Database> {
  const unlock = directory === undefined ? () => undefined : lockDirectory(directory);
  // A development dependency: production images do not contain it.
  const { PGlite } = await import('@electric-sql/pglite');
  const engine = await PGlite.create(directory);
  const sql = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: engine }) });
  return {
    kind: 'in-process',
    sql,
    ping: () => ping(sql),
    transaction: (work) =>
      engine.transaction((session) =>
        work({
          execute: async (text) => {
            await session.exec(text);
          },
          query: async (text, parameters) =>
            (await session.query<Record<string, unknown>>(text, [...parameters])).rows,
        }),
      ),
    async close() {
      // Kysely closes the engine only when it has used it.
      await sql.destroy();
      if (!engine.closed) {
        await engine.close();
      }
      unlock();
    },
  };
}
