import { Drift, DriftStatus } from '@companyos/plugin-golden-path-common';
import { Knex } from 'knex';
import { RepositoryHost } from '../sources/types';
import { ROWS_PER_STATEMENT } from './openDatabase';

/** What is kept of one repository. */
export interface StoredRepository {
  entityRef: string;
  title: string;
  /** Entity ref. */
  owner: string;
  host: RepositoryHost;
  /** The repository whatever its URL. */
  repositoryKey: string;
  repositoryUrl: string;
  template: string;
  version: string;
  latest?: string;
  drift: Drift;
  answers: Record<string, unknown>;
  commit?: string;
  /** Of all versions of the template that the check knew. */
  templatesDigest: string;
  /** ISO time from which time alone may have changed the outcome. */
  recheckAt?: string;
  /** ISO time. */
  checkedAt: string;
  /** The newest release the owner was told of. */
  notifiedVersion?: string;
}

/** What filters and counts need of a row. */
export type FleetEntry = Pick<
  StoredRepository,
  'entityRef' | 'title' | 'template' | 'version'
> & { status: DriftStatus };

interface RepositoryRow {
  entity_ref: string;
  title: string;
  owner_ref: string;
  host: RepositoryHost;
  repository_key: string;
  repository_url: string;
  template: string;
  version: string;
  latest: string | null;
  status: DriftStatus;
  behind: number;
  edited: string;
  patches: string;
  problems: string;
  answers: string;
  commit_id: string | null;
  templates_digest: string;
  recheck_at: string | null;
  checked_at: string;
  notified_version: string | null;
  tenant: string;
}

const toRepository = (row: RepositoryRow): StoredRepository => ({
  entityRef: row.entity_ref,
  title: row.title,
  owner: row.owner_ref,
  host: row.host,
  repositoryKey: row.repository_key,
  repositoryUrl: row.repository_url,
  template: row.template,
  version: row.version,
  ...(row.latest && { latest: row.latest }),
  drift: {
    status: row.status,
    behind: row.behind,
    edited: JSON.parse(row.edited),
    patches: JSON.parse(row.patches),
    problems: JSON.parse(row.problems),
  },
  answers: JSON.parse(row.answers),
  ...(row.commit_id && { commit: row.commit_id }),
  templatesDigest: row.templates_digest,
  ...(row.recheck_at && { recheckAt: row.recheck_at }),
  checkedAt: row.checked_at,
  ...(row.notified_version && { notifiedVersion: row.notified_version }),
});

/** PostgreSQL stores no such text, and refuses to compare with it. */
const isStorable = (text: string | undefined) => !text?.includes('\0');

/** The fleet as it was last seen. */
export class FleetStore {
  readonly #knex: Knex;
  readonly #tenant: string;

  constructor(knex: Knex, options: { tenant: string }) {
    this.#knex = knex;
    this.#tenant = options.tenant;
  }

  async get(entityRef: string): Promise<StoredRepository | undefined> {
    const [repository] = await this.getMany([entityRef]);
    return repository;
  }

  /** Those that are there, in any order. */
  async getMany(entityRefs: readonly string[]): Promise<StoredRepository[]> {
    const found: StoredRepository[] = [];
    for (let at = 0; at < entityRefs.length; at += ROWS_PER_STATEMENT) {
      const rows = await this.#rows().whereIn(
        'entity_ref',
        entityRefs.slice(at, at + ROWS_PER_STATEMENT),
      );
      found.push(...rows.map(toRepository));
    }
    return found;
  }

  async all(): Promise<StoredRepository[]> {
    return (await this.#rows()).map(toRepository);
  }

  /** Entity refs of what is in a repository. */
  async ofRepository(repositoryKey: string): Promise<string[]> {
    return this.#rows()
      .where({ repository_key: repositoryKey })
      .orderBy('entity_ref')
      .pluck('entity_ref');
  }

  /**
   * All that match, by name and then entity ref.
   *
   * @param filter.text - part of title or entity ref, any case
   */
  async entries(
    filter: {
      template?: string;
      version?: string;
      status?: DriftStatus;
      owner?: string;
      text?: string;
    } = {},
  ): Promise<FleetEntry[]> {
    const { template, version, status, owner } = filter;
    if (![template, version, owner].every(isStorable)) return [];
    const query = this.#rows();
    if (template) query.where({ template });
    if (version) query.where({ version });
    if (status) query.where({ status });
    if (owner) query.where({ owner_ref: owner.toLowerCase() });
    const rows = await query.select(
      'entity_ref',
      'title',
      'template',
      'version',
      'status',
    );
    const text = filter.text?.toLowerCase();
    return rows
      .map(row => ({
        sort: row.title.toLowerCase(),
        entry: {
          entityRef: row.entity_ref,
          title: row.title,
          template: row.template,
          version: row.version,
          status: row.status,
        },
      }))
      .filter(
        ({ sort, entry }) =>
          !text || sort.includes(text) || entry.entityRef.includes(text),
      )
      .sort((a, b) =>
        a.sort === b.sort
          ? compare(a.entry.entityRef, b.entry.entityRef)
          : compare(a.sort, b.sort),
      )
      .map(({ entry }) => entry);
  }

  async save(repository: StoredRepository): Promise<void> {
    const { drift } = repository;
    await this.#knex<RepositoryRow>('golden_repositories')
      .insert({
        entity_ref: repository.entityRef,
        title: repository.title,
        owner_ref: repository.owner,
        host: repository.host,
        repository_key: repository.repositoryKey,
        repository_url: repository.repositoryUrl,
        template: repository.template,
        version: repository.version,
        latest: repository.latest ?? null,
        status: drift.status,
        behind: drift.behind,
        edited: JSON.stringify(drift.edited),
        patches: JSON.stringify(drift.patches),
        problems: JSON.stringify(drift.problems),
        answers: JSON.stringify(repository.answers),
        commit_id: repository.commit ?? null,
        templates_digest: repository.templatesDigest,
        recheck_at: repository.recheckAt ?? null,
        checked_at: repository.checkedAt,
        notified_version: repository.notifiedVersion ?? null,
        tenant: this.#tenant,
      })
      .onConflict('entity_ref')
      .merge();
  }

  /** Notes that these were looked at and are as they were. */
  async touch(entityRefs: readonly string[], checkedAt: string): Promise<void> {
    for (let at = 0; at < entityRefs.length; at += ROWS_PER_STATEMENT) {
      await this.#rows()
        .whereIn('entity_ref', entityRefs.slice(at, at + ROWS_PER_STATEMENT))
        .update({ checked_at: checkedAt });
    }
  }

  async noteNotified(entityRef: string, version: string): Promise<void> {
    await this.#rows()
      .where({ entity_ref: entityRef })
      .update({ notified_version: version });
  }

  async remove(entityRefs: readonly string[]): Promise<void> {
    for (let at = 0; at < entityRefs.length; at += ROWS_PER_STATEMENT) {
      await this.#rows()
        .whereIn('entity_ref', entityRefs.slice(at, at + ROWS_PER_STATEMENT))
        .delete();
    }
  }

  #rows() {
    return this.#knex<RepositoryRow>('golden_repositories').where({
      tenant: this.#tenant,
    });
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
