import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  DecisionProblem,
  DecisionSource,
  DecisionStatus,
  DecisionSummary,
} from '@companyos/plugin-adr-common';
import { Knex } from 'knex';
import { decodeCursor, encodeCursor } from './cursor';
import {
  ProblemRow,
  RecordRow,
  SourceRow,
  toProblem,
  toRecord,
  toSource,
} from './rows';

/** What is known about the source of an entity, beyond what is shown. */
export type StoredSource = DecisionSource & {
  ownerRef: string | null;
  failureCount: number;
  region: string;
};

export type StoredRecord = DecisionSummary & { body: string };

export type DecisionSort = 'date' | 'number' | 'title' | 'status';

export type ListRecordsOptions = {
  entityRef?: string;
  ownerRef?: string;
  status?: DecisionStatus;
  /** Matches title, deciders and body, whatever the case. */
  text?: string;
  sort: DecisionSort;
  descending: boolean;
  cursor?: string;
  limit: number;
};

export type Page<T> = { items: T[]; nextCursor: string | null };

const migrationsDirectory = () =>
  resolvePackagePath('@companyos/plugin-adr-backend', 'migrations');

/** Rows in one statement: SQLite allows 32,766 bound values, and a record has 22. */
const batchSize = 200;

/** What is missing sorts before everything else; a cursor needs a value to compare with. */
const sortExpressions: Record<DecisionSort, string> = {
  date: `coalesce(date, '')`,
  number: 'coalesce(number, -1)',
  title: 'title',
  status: 'status',
};

const summaryColumns = [
  'id',
  'entity_ref',
  'path',
  'number',
  'title',
  'status',
  'status_text',
  'date',
  'deciders',
  'consulted',
  'informed',
  'supersedes',
  'superseded_by',
  'content_sha256',
  'revision',
  'source_url',
  'recorded_at',
] as const;

/** Records, problems and sources in the database of the plugin. The only place with SQL. */
export class DecisionStore {
  readonly #knex: Knex;
  readonly #tenant: string;

  private constructor(knex: Knex, tenant: string) {
    this.#knex = knex;
    this.#tenant = tenant;
  }

  /** Opens the store and brings its tables up to date. */
  static async create(
    database: DatabaseService,
    options: { tenant: string },
  ): Promise<DecisionStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await knex.migrate.latest({ directory: migrationsDirectory() });
    }
    return new DecisionStore(knex, options.tenant);
  }

  async getSource(entityRef: string): Promise<StoredSource | undefined> {
    const row = await this.#sources().where({ entity_ref: entityRef }).first();
    return row && toSource(row);
  }

  /** Entity refs of all sources, and when each is to be read next. */
  async listSchedule(): Promise<Map<string, string>> {
    const rows = await this.#sources().select('entity_ref', 'next_read_at');
    return new Map(rows.map(row => [row.entity_ref, row.next_read_at]));
  }

  /** Saves what reading a source gave when it gave no new records. */
  async saveSource(source: StoredSource): Promise<void> {
    await this.#knex.transaction(tx => this.#writeSource(tx, source));
  }

  /** Replaces everything that is known about an entity, all at once. */
  async replaceEntity(
    source: StoredSource,
    records: readonly StoredRecord[],
    problems: readonly DecisionProblem[],
  ): Promise<void> {
    const { entityRef } = source;
    const context = { tenant: this.#tenant, region: source.region };
    await this.#knex.transaction(async tx => {
      // First, because it locks the row: two replicas that read the same entity take turns.
      await this.#writeSource(tx, source);
      const known = await tx<RecordRow>('adr_records')
        .where({ entity_ref: entityRef })
        .select('id', 'content_sha256', 'recorded_at');
      const recordedAt = new Map(
        known.map(row => [`${row.id} ${row.content_sha256}`, row.recorded_at]),
      );
      await tx('adr_records').where({ entity_ref: entityRef }).delete();
      await tx('adr_problems').where({ entity_ref: entityRef }).delete();
      await tx.batchInsert(
        'adr_records',
        records.map(record => ({
          id: record.id,
          entity_ref: entityRef,
          path: record.path,
          number: record.number,
          title: record.title,
          status: record.status,
          status_text: record.statusText,
          date: record.date,
          deciders: JSON.stringify(record.deciders),
          consulted: JSON.stringify(record.consulted),
          informed: JSON.stringify(record.informed),
          supersedes: JSON.stringify(record.supersedes),
          superseded_by: JSON.stringify(record.supersededBy),
          body: record.body,
          search_text: [record.title, ...record.deciders, record.body]
            .join('\n')
            .toLowerCase(),
          content_sha256: record.contentSha256,
          revision: record.revision,
          source_url: record.sourceUrl,
          recorded_at:
            recordedAt.get(`${record.id} ${record.contentSha256}`) ??
            record.recordedAt,
          ...context,
        })),
        batchSize,
      );
      await tx.batchInsert(
        'adr_problems',
        problems.map((problem, position) => ({
          entity_ref: entityRef,
          position,
          path: problem.path,
          code: problem.code,
          severity: problem.severity,
          reason: problem.reason,
          fix: problem.fix,
          line: problem.line,
          source_url: problem.sourceUrl,
          ...context,
        })),
        batchSize,
      );
    });
  }

  /** Forgets entities that are no longer in the catalog or no longer declare records. */
  async removeEntities(entityRefs: readonly string[]): Promise<void> {
    for (let start = 0; start < entityRefs.length; start += batchSize) {
      const batch = entityRefs.slice(start, start + batchSize);
      await this.#knex.transaction(async tx => {
        for (const table of ['adr_sources', 'adr_records', 'adr_problems']) {
          await tx(table).whereIn('entity_ref', batch).delete();
        }
      });
    }
  }

  async getRecord(id: string): Promise<StoredRecord | undefined> {
    const row = await this.#records().where({ id }).first();
    return row && toRecord(row);
  }

  /** All records of an entity by path, with an empty body. */
  async listEntityRecords(entityRef: string): Promise<DecisionSummary[]> {
    const rows = await this.#records()
      .where({ entity_ref: entityRef })
      .select(...summaryColumns)
      .orderBy('path');
    return rows.map(row => withoutBody(toRecord({ ...row, body: '' })));
  }

  async listEntityProblems(entityRef: string): Promise<DecisionProblem[]> {
    const rows = await this.#problems()
      .where({ entity_ref: entityRef })
      .orderBy('position');
    return rows.map(toProblem);
  }

  /**
   * A page of records over all entities.
   *
   * @throws InputError when the cursor belongs to another list
   */
  async listRecords(options: ListRecordsOptions): Promise<Page<StoredRecord>> {
    const { sort, descending, limit } = options;
    const expression = sortExpressions[sort];
    const order = `${descending ? '-' : ''}${sort}`;
    const { entityRef, ownerRef, text } = options;
    if ([entityRef, ownerRef, text].some(value => value?.includes('\0'))) {
      // PostgreSQL refuses to compare with such text, and stores none either.
      return { items: [], nextCursor: null };
    }
    const query = this.#records();
    if (options.entityRef) {
      query.where({ entity_ref: options.entityRef });
    }
    if (options.status) {
      query.where({ status: options.status });
    }
    if (options.ownerRef) {
      query.whereIn(
        'entity_ref',
        this.#sources()
          .select('entity_ref')
          .where({ owner_ref: options.ownerRef }),
      );
    }
    if (options.text) {
      const pattern = `%${escapeLike(options.text.toLowerCase())}%`;
      query.whereRaw(`search_text like ? escape '\\'`, [pattern]);
    }
    if (options.cursor) {
      const [value, id] = decodeCursor(options.cursor, {
        tenant: this.#tenant,
        sort: order,
        types: [sort === 'number' ? 'number' : 'string', 'string'],
      });
      const comparison = descending ? '<' : '>';
      query.whereRaw(
        `(${expression} ${comparison} ? or (${expression} = ? and id > ?))`,
        [value, value, id],
      );
    }
    const rows = await query
      .select('*')
      .orderByRaw(`${expression} ${descending ? 'desc' : 'asc'}, id asc`)
      .limit(limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map(toRecord),
      nextCursor: last
        ? encodeCursor({
            tenant: this.#tenant,
            sort: order,
            values: [last[sort] ?? (sort === 'number' ? -1 : ''), last.id],
          })
        : null,
    };
  }

  /** A page of problems over all entities, by entity. */
  async listProblems(options: {
    entityRef?: string;
    cursor?: string;
    limit: number;
  }): Promise<Page<DecisionProblem>> {
    if (options.entityRef?.includes('\0')) {
      return { items: [], nextCursor: null };
    }
    const query = this.#problems();
    if (options.entityRef) {
      query.where({ entity_ref: options.entityRef });
    }
    if (options.cursor) {
      const [entityRef, position] = decodeCursor(options.cursor, {
        tenant: this.#tenant,
        sort: 'entity',
        types: ['string', 'number'],
      });
      query.whereRaw('(entity_ref > ? or (entity_ref = ? and position > ?))', [
        entityRef,
        entityRef,
        position,
      ]);
    }
    const rows = await query
      .orderBy('entity_ref')
      .orderBy('position')
      .limit(options.limit + 1);
    const last =
      rows.length > options.limit ? rows[options.limit - 1] : undefined;
    return {
      items: rows.slice(0, options.limit).map(toProblem),
      nextCursor: last
        ? encodeCursor({
            tenant: this.#tenant,
            sort: 'entity',
            values: [last.entity_ref, last.position],
          })
        : null,
    };
  }

  async #writeSource(tx: Knex.Transaction, source: StoredSource) {
    await tx('adr_sources')
      .insert({
        entity_ref: source.entityRef,
        owner_ref: source.ownerRef,
        location: source.location,
        found: source.found,
        revision: source.revision,
        last_read_at: source.lastReadAt,
        last_succeeded_at: source.lastSucceededAt,
        last_error: source.lastError,
        failure_count: source.failureCount,
        next_read_at: source.nextReadAt,
        tenant: this.#tenant,
        region: source.region,
      })
      .onConflict('entity_ref')
      .merge();
  }

  #sources() {
    return this.#knex<SourceRow>('adr_sources').where({ tenant: this.#tenant });
  }

  #records() {
    return this.#knex<RecordRow>('adr_records').where({ tenant: this.#tenant });
  }

  #problems() {
    return this.#knex<ProblemRow>('adr_problems').where({
      tenant: this.#tenant,
    });
  }
}

/** The summary of a record. */
export function withoutBody({
  body: _,
  ...record
}: StoredRecord): DecisionSummary {
  return record;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, character => `\\${character}`);
}
