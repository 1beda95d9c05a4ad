import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { EventInput } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { Build, BuildOutcome } from '../domain/Build';
import { buildsToDrop } from '../domain/buildsToDrop';
import { docsFact } from '../domain/docsFact';
import { BuildEnd, BuildStore, NewBuild } from './BuildStore';

type Row = {
  id: string;
  entity_ref: string;
  // PostgreSQL hands out bigint as text, SQLite as number.
  started_at: number | string;
  finished_at: number | string | null;
  outcome: BuildOutcome;
  reason: string | null;
  etag: string | null;
  host: string;
  heartbeat_at: number | string;
  log: string;
};

const TABLE = 'techdocs_builds';
const COLUMNS = [
  'id',
  'entity_ref',
  'started_at',
  'finished_at',
  'outcome',
  'reason',
  'etag',
  'host',
  'heartbeat_at',
] as const;

/** Records facts with a transaction of the store. */
export type RecordFacts = (
  trx: Knex.Transaction,
  facts: EventInput[],
) => Promise<void>;

/**
 * Builds in the database of the TechDocs plugin (SQLite or PostgreSQL). How a build ended is recorded as a fact in
 * the transaction that ends it.
 */
export class DatabaseBuildStore implements BuildStore {
  readonly #knex: Knex;
  readonly #record: RecordFacts;

  /** Opens the store and brings its table up to date. */
  static async create(
    database: DatabaseService,
    record?: RecordFacts,
  ): Promise<DatabaseBuildStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await DatabaseBuildStore.migrate(knex);
    }
    return new DatabaseBuildStore(knex, record);
  }

  /** Runs the migrations, kept apart from those of the plugin itself. */
  static async migrate(knex: Knex): Promise<void> {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@companyos/plugin-techdocs-backend-module-build-record',
        'migrations',
      ),
      tableName: 'techdocs_build_record_migrations',
    });
  }

  constructor(knex: Knex, record: RecordFacts = async () => {}) {
    this.#knex = knex;
    this.#record = record;
  }

  async begin(build: NewBuild): Promise<void> {
    await this.#knex<Row>(TABLE).insert({
      id: build.id,
      entity_ref: build.entityRef,
      started_at: build.startedAtMs,
      finished_at: null,
      outcome: 'running',
      reason: null,
      etag: build.etag,
      host: build.host,
      heartbeat_at: build.startedAtMs,
      log: build.log,
    });
    const drop = buildsToDrop(await this.list(build.entityRef));
    if (drop.length > 0) {
      await this.#knex<Row>(TABLE).whereIn('id', drop).delete();
    }
  }

  async progress(
    id: string,
    progress: { readonly log: string; readonly heartbeatAtMs: number },
  ): Promise<void> {
    await this.#knex<Row>(TABLE)
      .where({ id, outcome: 'running' })
      .update({ log: progress.log, heartbeat_at: progress.heartbeatAtMs });
  }

  async end(id: string, end: BuildEnd): Promise<void> {
    await this.#knex.transaction(async trx => {
      const before = await trx<Row>(TABLE)
        .where({ id })
        .select(...COLUMNS)
        .first();
      if (!before) return;
      await trx<Row>(TABLE).where({ id }).update({
        outcome: end.outcome,
        reason: end.reason,
        finished_at: end.finishedAtMs,
        log: end.log,
      });
      // An end that is told already is not told again.
      if (before.outcome !== end.outcome) {
        await this.#record(trx, [docsFact({ ...toBuild(before), ...end })]);
      }
    });
  }

  async failAbandoned(options: {
    readonly host: string;
    readonly heartbeatBeforeMs: number;
    readonly reason: string;
  }): Promise<number> {
    return this.#knex.transaction(async trx => {
      const abandoned = await trx<Row>(TABLE)
        .where({ outcome: 'running' })
        .andWhere(query =>
          query
            .where({ host: options.host })
            .orWhere('heartbeat_at', '<', options.heartbeatBeforeMs),
        )
        .orderBy('started_at')
        .select(...COLUMNS);
      const ended: Build[] = [];
      for (const row of abandoned) {
        const end = {
          outcome: 'failure',
          reason: options.reason,
          finished_at: row.heartbeat_at,
        } as const;
        // It may have ended between the two.
        const updated = await trx<Row>(TABLE)
          .where({ id: row.id, outcome: 'running' })
          .update(end);
        if (updated) ended.push(toBuild({ ...row, ...end }));
      }
      if (ended.length) await this.#record(trx, ended.map(docsFact));
      return ended.length;
    });
  }

  async list(entityRef: string): Promise<Build[]> {
    const rows = await this.#knex<Row>(TABLE)
      .where({ entity_ref: entityRef })
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .select(...COLUMNS);
    return rows.map(toBuild);
  }

  async read(
    id: string,
  ): Promise<(Build & { readonly log: string }) | undefined> {
    const row = await this.#knex<Row>(TABLE).where({ id }).first();
    return row && { ...toBuild(row), log: row.log };
  }
}

function toBuild(row: Omit<Row, 'log'>): Build {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    startedAtMs: Number(row.started_at),
    finishedAtMs: row.finished_at === null ? null : Number(row.finished_at),
    outcome: row.outcome,
    reason: row.reason,
    etag: row.etag,
    host: row.host,
    heartbeatAtMs: Number(row.heartbeat_at),
  };
}
