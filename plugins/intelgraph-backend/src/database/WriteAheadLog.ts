import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { isPostgres } from './openDatabase';

interface SqliteConnection {
  pragma(source: string): unknown;
}

/** Pages in the log from which on they are moved into the database: the same pages change again and again. */
const MOVED_FROM_PAGES = 8_000;
/** Pages in the log at which a transaction waits until all are moved, so that the log begins anew. */
const MOST_PAGES = 64_000;

/**
 * The write-ahead log of SQLite, brought to the disk, and from there into the database, by threads of their own while
 * the next transaction is written. SQLite by itself would do both in a commit, and everything else in the process
 * would wait for it.
 *
 * What is committed here may be lost until {@link WriteAheadLog.flush} is done, so nobody may be told of it, nor see
 * it, before. It is never torn: SQLite brings the log to the disk before it moves pages out of it.
 *
 * @see {@link https://www.sqlite.org/wal.html}
 */
export class WriteAheadLog {
  readonly #knex: Knex;
  readonly #file: string;
  readonly #datasync: (file: string) => Promise<void>;
  readonly #flushes: { resolve(): void; reject(error: unknown): void }[] = [];
  #failure: Error | undefined;
  #worker: Worker | undefined;
  /** Of the worker, which ends by itself only when something is wrong. */
  readonly #ended = new AbortController();
  #moving: Promise<void> | undefined;
  #isBroken = false;
  #pages = 0;

  private constructor(
    knex: Knex,
    file: string,
    datasync: (file: string) => Promise<void>,
  ) {
    this.#knex = knex;
    this.#file = file;
    this.#datasync = datasync;
  }

  /**
   * Undefined where there is none: PostgreSQL has its own, and what is in memory has no disk.
   *
   * @param datasync - done when the content of a file is on the disk
   */
  static async of(
    knex: Knex,
    datasync: (file: string) => Promise<void> = datasyncFile,
  ): Promise<WriteAheadLog | undefined> {
    if (isPostgres(knex)) return undefined;
    const [{ journal_mode: mode }] = await knex.raw('PRAGMA journal_mode');
    const [{ file }] = await knex.raw('PRAGMA database_list');
    return mode === 'wal' && file
      ? new WriteAheadLog(knex, file, datasync)
      : undefined;
  }

  /** Commits without waiting for the disk. */
  async transaction<Result>(
    run: (trx: Knex.Transaction) => Promise<Result>,
  ): Promise<Result> {
    if (this.#pages >= MOST_PAGES && !this.#isBroken) {
      await this.#moving;
      // What was added while those before it were moved; now nobody adds any more.
      await this.#move();
    }
    const { client } = this.#knex;
    const connection: SqliteConnection = await client.acquireConnection();
    try {
      connection.pragma('synchronous = NORMAL');
      return await this.#knex.transaction(run, {
        connection,
      } as Knex.TransactionConfig);
    } finally {
      try {
        connection.pragma('synchronous = FULL');
        this.#look(connection);
      } finally {
        client.releaseConnection(connection);
      }
    }
  }

  /** Notes how long the log is, and has it emptied when it is worth it. */
  #look(connection: SqliteConnection): void {
    const [{ log, checkpointed }] = connection.pragma(
      'wal_checkpoint(NOOP)',
    ) as [{ log: number; checkpointed: number }];
    this.#pages = log;
    if (log - checkpointed >= MOVED_FROM_PAGES) this.#move();
  }

  /** To be called when nobody waits to write, which is a good time to empty the log. */
  async rest(): Promise<void> {
    await this.#moving;
    if (this.#pages >= MOVED_FROM_PAGES) await this.#move();
  }

  /**
   * Done when everything that was committed before is on the disk. Several may be under way; a later one does for
   * those before it too. Once one has failed all fail: the system may have forgotten by then what it could not write.
   */
  async flush(): Promise<void> {
    if (this.#failure) throw this.#failure;
    return new Promise((resolve, reject) => {
      const flush = { resolve, reject };
      this.#flushes.push(flush);
      this.#datasync(`${this.#file}-wal`).then(
        () => {
          if (this.#failure) return;
          const done = this.#flushes.indexOf(flush) + 1;
          this.#flushes.splice(0, done).forEach(one => one.resolve());
        },
        error => {
          this.#failure ??= error as Error;
          this.#flushes.splice(0).forEach(one => one.reject(error));
        },
      );
    });
  }

  /** Moves what is in the log into the database. */
  #move(): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    this.#moving ??= this.#ask()
      .catch(error => {
        // Not lost: SQLite does it within commits once the log is long.
        this.#isBroken = true;
        process.emitWarning(error);
      })
      .finally(() => {
        this.#moving = undefined;
      });
    return this.#moving;
  }

  async #ask(): Promise<void> {
    if (!this.#worker) {
      this.#worker = new Worker(
        resolvePackagePath(
          '@companyos/plugin-intelgraph-backend',
          'workers/checkpoint.js',
        ),
        { workerData: { file: this.#file }, execArgv: [] },
      );
      this.#worker.on('error', error => process.emitWarning(error));
      this.#worker.once('exit', () => this.#ended.abort());
      // It keeps nobody from ending.
      this.#worker.unref();
    }
    this.#worker.postMessage('move');
    await once(this.#worker, 'message', { signal: this.#ended.signal });
  }
}

async function datasyncFile(file: string): Promise<void> {
  // Opened anew each time, for SQLite replaces the file when it opens the database again.
  const handle = await open(file, 'r').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  // Whoever closes the database last moves everything into it, and takes the log away.
  if (!handle) return;
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
