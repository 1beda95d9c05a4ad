import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Build, BuildOutcome } from '../domain/Build';
import { buildsToDrop } from '../domain/buildsToDrop';
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

/** Builds in the database of the TechDocs plugin (SQLite or PostgreSQL). */
export class DatabaseBuildStore implements BuildStore {
  readonly #knex: Knex;

  /** Opens the store and brings its table up to date. */
  static async create(database: DatabaseService): Promise<DatabaseBuildStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await DatabaseBuildStore.migrate(knex);
    }
    return new DatabaseBuildStore(knex);
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

  constructor(knex: Knex) {
    this.#knex = knex;
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
    await this.#knex<Row>(TABLE).where({ id }).update({
      outcome: end.outcome,
      reason: end.reason,
      finished_at: end.finishedAtMs,
      log: end.log,
    });
  }

  async failAbandoned(options: {
    readonly host: string;
    readonly heartbeatBeforeMs: number;
    readonly reason: string;
  }): Promise<number> {
    return this.#knex<Row>(TABLE)
      .where({ outcome: 'running' })
      .andWhere(query =>
        query
          .where({ host: options.host })
          .orWhere('heartbeat_at', '<', options.heartbeatBeforeMs),
      )
      .update({
        outcome: 'failure',
        reason: options.reason,
        finished_at: this.#knex.ref('heartbeat_at'),
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
