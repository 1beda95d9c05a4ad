import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction as EngineTransaction } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql as raw } from 'kysely';
import pg from 'pg';
import { fromKysely, fromPglite, type Db } from 'pg-boss';
import type {
  BatchItemTable,
  BatchTable,
  DeadLetterTable,
  RecordTable,
  ReplayTable,
  SourceTotalTable,
} from './batch.ts';
import { lockDirectory } from './lockDirectory.ts';

/** The tables, for Kysely. */
export interface Schema {
  batches: BatchTable;
  batch_items: BatchItemTable;
  records: RecordTable;
  source_totals: SourceTotalTable;
  dead_letters: DeadLetterTable;
  replays: ReplayTable;
}

/** Plain SQL inside one transaction; used by migrations. */
export interface Session {
  /** Runs one or more statements without parameters. */
  execute(sql: string): Promise<void>;
  query(sql: string, parameters: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

/** One transaction, for our own tables and for the queue's: both happen, or neither. */
export interface Unit {
  readonly sql: Kysely<Schema>;
  /** Pass it as `db` to a call of pg-boss. */
  readonly queue: Db;
}

/** A PostgreSQL: a server, or the one inside this process. */
export interface Database {
  readonly kind: 'postgresql' | 'in-process';
  /** Typed queries. */
  readonly sql: Kysely<Schema>;
  /** How pg-boss gets at this database: an address, or an adapter. */
  readonly queue: { readonly connectionString: string } | { readonly db: Db };
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  /** Runs `work` in a transaction without a time limit; an error rolls back and is thrown on. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs a unit of work in a transaction; an error rolls back and is thrown on. */
  atomically<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
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
  /** Told about connections that broke; the pool replaces them. */
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
  // The pool listens to idle connections only; one that breaks inside a transaction would end the process.
  pool.on('connect', (client) => {
    client.on('error', settings.onConnectionError);
  });
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgresql',
    sql,
    queue: { connectionString: url },
    ping: () => ping(sql),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        // A migration may take longer than a chunk is allowed to.
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
    atomically: (work) =>
      sql.transaction().execute((unit) => work({ sql: unit, queue: fromKysely(unit) })),
    close: () => sql.destroy(),
  };
}

/** The transaction that the running code is in; `over` once nothing may use it any more. */
interface Current {
  readonly session: EngineTransaction;
  over: boolean;
}

/** Typed queries through one session of the engine; Kysely lets one query of an instance wait for another. */
function typedQueries(session: Pick<EngineTransaction, 'query'>, close: () => Promise<void>) {
  return new Kysely<Schema>({
    dialect: new PGliteDialect({
      pglite: {
        closed: false,
        ready: true,
        waitReady: Promise.resolve(),
        close,
        query: (text, values, options) => session.query(text, values, options),
        transaction: () => Promise.reject(new Error('Use Database.atomically.')),
      },
    }),
  });
}

/**
 * The engine has one connection. Whatever pg-boss looks up while a transaction runs must go through that
 * transaction, or it would wait for the transaction that waits for it.
 */
async function openInProcess(directory: string | undefined): Promise<Database> {
  const unlock = directory === undefined ? () => undefined : lockDirectory(directory);
  // A development dependency: production images do not contain it.
  const { PGlite } = await import('@electric-sql/pglite');
  const engine = await PGlite.create(directory);
  const current = new AsyncLocalStorage<Current>();
  const outside = fromPglite(engine);
  const queue: Db = {
    executeSql: (text, values) => {
      const inside = current.getStore();
      return inside === undefined || inside.over
        ? outside.executeSql(text, values)
        : inside.session.query<Record<string, unknown>>(text, values);
    },
  };
  const sql = typedQueries(engine, () => engine.close());
  const inTransaction = <T>(work: (session: EngineTransaction) => Promise<T>): Promise<T> =>
    engine.transaction(async (session) => {
      const store: Current = { session, over: false };
      try {
        return await current.run(store, () => work(session));
      } finally {
        store.over = true;
      }
    });
  return {
    kind: 'in-process',
    sql,
    queue: { db: queue },
    ping: () => ping(sql),
    transaction: (work) =>
      inTransaction((session) =>
        work({
          execute: async (text) => {
            await session.exec(text);
          },
          query: async (text, parameters) =>
            (await session.query<Record<string, unknown>>(text, [...parameters])).rows,
        }),
      ),
    atomically: (work) =>
      inTransaction((session) =>
        work({ sql: typedQueries(session, () => Promise.resolve()), queue }),
      ),
    async close() {
      await sql.destroy();
      if (!engine.closed) {
        await engine.close();
      }
      unlock();
    },
  };
}
