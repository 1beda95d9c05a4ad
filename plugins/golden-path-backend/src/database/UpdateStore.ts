import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import {
  FileChange,
  UpdateCheck,
  UpdateStatus,
} from '@companyos/plugin-golden-path-common';
import { Knex } from 'knex';
import { updateStatus } from '../domain/updateStatus';
import { RepositoryHost } from '../sources/types';

/** An update as it is kept. */
export interface StoredUpdate {
  id: string;
  entityRef: string;
  host: RepositoryHost;
  repositoryKey: string;
  repositoryUrl: string;
  isOpen: boolean;
  template: string;
  from: string;
  to: string;
  status: UpdateStatus;
  reason?: string;
  branch: string;
  /** Whether the branch is there for people to see. */
  published: boolean;
  /** The branch's end, which the checks are of. */
  commit: string;
  /** What we put there; another commit means that somebody pushed. */
  madeCommit: string;
  /** Of the default branch. */
  base: string;
  pullRequest?: number;
  pullRequestUrl?: string;
  answers: Record<string, unknown>;
  author: { name: string; email: string };
  committedAtMs: number;
  files: { path: string; change: FileChange }[];
  conflicts: { path: string; reason: string }[];
  campaignId?: string;
  createdBy: string;
  /** ISO times. */
  createdAt: string;
  updatedAt: string;
  /** ISO time of the last look at the host. */
  lookedAt: string;
  checks: UpdateCheck[];
}

/** What a check of a commit says. */
export interface CheckOutcome {
  name: string;
  status: UpdateCheck['status'];
  summary: string;
  url?: string;
}

interface UpdateRow {
  id: string;
  entity_ref: string;
  host: RepositoryHost;
  repository_key: string;
  repository_url: string;
  open_key: string | null;
  template: string;
  from_version: string;
  to_version: string;
  status: UpdateStatus;
  reason: string | null;
  branch: string;
  published: boolean | number;
  commit_id: string;
  made_commit: string;
  base: string;
  pull_request: number | null;
  pull_request_url: string | null;
  answers: string;
  author: string;
  committed_at_ms: number | string;
  files: string;
  conflicts: string;
  campaign_id: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
  looked_at: string;
  tenant: string;
}

interface CheckRow {
  update_id: string;
  commit_id: string;
  name: string;
  status: UpdateCheck['status'];
  summary: string;
  url: string | null;
  log: string | null;
  at: string;
  runner: string | null;
  lease_until: string | null;
  tenant: string;
}

/** Everything of a check but its log, which may be long. */
type CheckLine = Omit<CheckRow, 'log' | 'tenant'> & {
  has_log: boolean | number;
};

const toUpdate = (
  row: UpdateRow,
  checks: readonly CheckLine[],
): StoredUpdate => ({
  id: row.id,
  entityRef: row.entity_ref,
  host: row.host,
  repositoryKey: row.repository_key,
  repositoryUrl: row.repository_url,
  isOpen: row.open_key !== null,
  template: row.template,
  from: row.from_version,
  to: row.to_version,
  status: row.status,
  ...(row.reason && { reason: row.reason }),
  branch: row.branch,
  published: Boolean(row.published),
  commit: row.commit_id,
  madeCommit: row.made_commit,
  base: row.base,
  ...(row.pull_request !== null && { pullRequest: row.pull_request }),
  ...(row.pull_request_url && { pullRequestUrl: row.pull_request_url }),
  answers: JSON.parse(row.answers),
  author: JSON.parse(row.author),
  committedAtMs: Number(row.committed_at_ms),
  files: JSON.parse(row.files),
  conflicts: JSON.parse(row.conflicts),
  ...(row.campaign_id && { campaignId: row.campaign_id }),
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  lookedAt: row.looked_at,
  checks: checks
    .filter(
      check => check.update_id === row.id && check.commit_id === row.commit_id,
    )
    .map(check => ({
      name: check.name,
      status: check.status,
      summary: check.summary,
      at: check.at,
      hasLog: Boolean(check.has_log),
      ...(check.url && { url: check.url }),
    }))
    .sort((a, b) => order(a.name) - order(b.name)),
});

/** Ours first, in the order in which they are made. */
function order(name: string): number {
  const at = ['golden/merge', 'golden/check', 'ci'].indexOf(name);
  return at < 0 ? 3 : at;
}

/** PostgreSQL stores no such character. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD');

/** Updates with the checks of their commits. */
export class UpdateStore {
  readonly #knex: Knex;
  readonly #tenant: string;

  constructor(knex: Knex, options: { tenant: string }) {
    this.#knex = knex;
    this.#tenant = options.tenant;
  }

  async get(id: string): Promise<StoredUpdate | undefined> {
    const [update] = await this.#read(this.#rows().where({ id }));
    return update;
  }

  async getMany(ids: readonly string[]): Promise<StoredUpdate[]> {
    const found: StoredUpdate[] = [];
    for (let at = 0; at < ids.length; at += 200) {
      found.push(
        ...(await this.#read(
          this.#rows().whereIn('id', ids.slice(at, at + 200)),
        )),
      );
    }
    return found;
  }

  /** Updates of an entity, newest first. */
  ofEntity(entityRef: string, limit: number): Promise<StoredUpdate[]> {
    return this.#read(
      this.#rows()
        .where({ entity_ref: entityRef })
        .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
        .limit(limit),
    );
  }

  /** All that are under way, the longest unseen first. */
  open(): Promise<StoredUpdate[]> {
    return this.#read(
      this.#rows().whereNotNull('open_key').orderBy(['looked_at', 'id']),
    );
  }

  async openOf(repositoryKey: string): Promise<StoredUpdate | undefined> {
    const [update] = await this.#read(
      this.#rows().where({ open_key: repositoryKey }),
    );
    return update;
  }

  /**
   * Keeps a new update with its checks.
   *
   * @returns false when another update of the repository is under way
   */
  async insert(
    update: Omit<StoredUpdate, 'checks' | 'isOpen'>,
    checks: readonly CheckOutcome[],
  ): Promise<boolean> {
    try {
      await this.#knex.transaction(async tx => {
        await tx<UpdateRow>('golden_updates').insert({
          id: update.id,
          entity_ref: update.entityRef,
          host: update.host,
          repository_key: update.repositoryKey,
          repository_url: update.repositoryUrl,
          open_key: update.repositoryKey,
          template: update.template,
          from_version: update.from,
          to_version: update.to,
          status: update.status,
          reason: update.reason ?? null,
          branch: update.branch,
          published: update.published,
          commit_id: update.commit,
          made_commit: update.madeCommit,
          base: update.base,
          pull_request: update.pullRequest ?? null,
          pull_request_url: update.pullRequestUrl ?? null,
          answers: JSON.stringify(update.answers),
          author: JSON.stringify(update.author),
          committed_at_ms: update.committedAtMs,
          files: JSON.stringify(update.files),
          conflicts: JSON.stringify(update.conflicts),
          campaign_id: update.campaignId ?? null,
          created_by: update.createdBy,
          created_at: update.createdAt,
          updated_at: update.updatedAt,
          looked_at: update.lookedAt,
          tenant: this.#tenant,
        });
        await this.#writeChecks(
          tx,
          update.id,
          update.commit,
          checks,
          update.createdAt,
        );
      });
      return true;
    } catch (error) {
      if (isDatabaseConflictError(error)) return false;
      throw error;
    }
  }

  /** Forgets an update that nobody has seen yet. */
  async forget(id: string): Promise<void> {
    await this.#knex.transaction(async tx => {
      const gone = await tx('golden_updates')
        .where({ id, published: false })
        .delete();
      if (gone) await tx('golden_checks').where({ update_id: id }).delete();
    });
  }

  async notePublished(
    id: string,
    where: { branch: string; pullRequest?: { number: number; url: string } },
  ): Promise<void> {
    await this.#rows()
      .where({ id })
      .update({
        published: true,
        branch: where.branch,
        pull_request: where.pullRequest?.number ?? null,
        pull_request_url: where.pullRequest?.url ?? null,
      });
  }

  async noteLooked(id: string, at: string): Promise<void> {
    await this.#rows().where({ id }).update({ looked_at: at });
  }

  /**
   * Turns an update to another commit, with the checks of that one; outcomes for the one before are gone.
   *
   * @returns false when the update is over, or has been turned elsewhere meanwhile
   */
  async turn(
    update: StoredUpdate,
    to: Pick<StoredUpdate, 'commit' | 'madeCommit' | 'base'> &
      Partial<Pick<StoredUpdate, 'files' | 'conflicts' | 'from'>>,
    checks: readonly CheckOutcome[],
    at: string,
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const turned = await tx<UpdateRow>('golden_updates')
        .where({
          id: update.id,
          tenant: this.#tenant,
          commit_id: update.commit,
          base: update.base,
        })
        .whereNotNull('open_key')
        .update({
          commit_id: to.commit,
          made_commit: to.madeCommit,
          base: to.base,
          from_version: to.from ?? update.from,
          files: JSON.stringify(to.files ?? update.files),
          conflicts: JSON.stringify(to.conflicts ?? update.conflicts),
          status: updateStatus(checks),
          reason: null,
          updated_at: at,
        });
      if (!turned) return false;
      await tx('golden_checks').where({ update_id: update.id }).delete();
      await this.#writeChecks(tx, update.id, to.commit, checks, at);
      return true;
    });
  }

  /**
   * Keeps the outcome of a check of the update's present commit, and where that leaves the update.
   *
   * @returns false when the update is over or at another commit
   */
  async setCheck(
    id: string,
    commit: string,
    check: CheckOutcome & { log?: string },
    at: string,
    runner?: string,
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      // First, because it locks the row: outcomes that come at the same time take turns.
      const touched = await tx<UpdateRow>('golden_updates')
        .where({ id, commit_id: commit, tenant: this.#tenant })
        .whereNotNull('open_key')
        .update({ updated_at: at });
      if (!touched) return false;
      if (runner !== undefined) {
        const mine = await tx<CheckRow>('golden_checks')
          .where({ update_id: id, commit_id: commit, name: check.name, runner })
          .first('name');
        if (!mine) return false;
      }
      await tx<CheckRow>('golden_checks')
        .insert({
          update_id: id,
          commit_id: commit,
          name: check.name,
          status: check.status,
          summary: storable(check.summary),
          url: check.url ?? null,
          log: check.log === undefined ? null : storable(check.log),
          at,
          runner: null,
          lease_until: null,
          tenant: this.#tenant,
        })
        .onConflict(['update_id', 'commit_id', 'name'])
        .merge();
      const checks = await tx<CheckRow>('golden_checks')
        .where({ update_id: id, commit_id: commit })
        .select('name', 'status');
      await tx<UpdateRow>('golden_updates')
        .where({ id })
        .update({ status: updateStatus(checks) });
      return true;
    });
  }

  async setReason(id: string, reason: string | undefined): Promise<void> {
    await this.#rows()
      .where({ id })
      .update({ reason: reason === undefined ? null : storable(reason) });
  }

  /** Ends an update. Says whether it was under way. */
  async finish(
    id: string,
    status: 'merged' | 'closed',
    at: string,
    reason?: string,
  ): Promise<boolean> {
    const count = await this.#rows()
      .where({ id })
      .whereNotNull('open_key')
      .update({
        status,
        open_key: null,
        reason: reason ? storable(reason) : null,
        updated_at: at,
      });
    return count > 0;
  }

  /** The log of a check of the present commit; undefined when there is none. */
  async log(update: StoredUpdate, name: string): Promise<string | undefined> {
    const row = await this.#knex<CheckRow>('golden_checks')
      .where({ update_id: update.id, commit_id: update.commit, name })
      .first('log');
    return row?.log ?? undefined;
  }

  /**
   * Takes the longest waiting check of that name for a runner. One whose runner has not renewed its lease is
   * waiting again.
   */
  async claim(options: {
    name: string;
    host: RepositoryHost;
    runner: string;
    now: string;
    leaseUntil: string;
  }): Promise<StoredUpdate | undefined> {
    const { name, host, runner, now, leaseUntil } = options;
    for (;;) {
      const candidate = await this.#knex<UpdateRow>('golden_updates')
        .join('golden_checks', join =>
          join
            .on('golden_checks.update_id', 'golden_updates.id')
            .andOn('golden_checks.commit_id', 'golden_updates.commit_id'),
        )
        .where({
          'golden_updates.tenant': this.#tenant,
          'golden_updates.host': host,
          'golden_updates.status': 'checking',
          'golden_updates.published': true,
          'golden_checks.name': name,
          'golden_checks.status': 'pending',
        })
        .whereNotNull('golden_updates.open_key')
        .where(query =>
          query
            .whereNull('golden_checks.runner')
            .orWhere('golden_checks.lease_until', '<', now),
        )
        .orderBy(['golden_checks.at', 'golden_updates.id'])
        .first<
          { id: string; commit_id: string; runner: string | null } | undefined
        >({
          id: 'golden_updates.id',
          commit_id: 'golden_updates.commit_id',
          runner: 'golden_checks.runner',
        });
      if (!candidate) return undefined;
      const taken = await this.#knex<CheckRow>('golden_checks')
        .where({
          update_id: candidate.id,
          commit_id: candidate.commit_id,
          name,
          status: 'pending',
          runner: candidate.runner,
        })
        .where(query =>
          query.whereNull('runner').orWhere('lease_until', '<', now),
        )
        .update({
          runner,
          lease_until: leaseUntil,
          summary: 'Running',
          at: now,
        });
      if (taken) return this.get(candidate.id);
    }
  }

  /**
   * Says that a runner is still at work, with its log so far.
   *
   * @returns false when the check is no longer its own: the update moved on or is over
   */
  async renew(
    update: StoredUpdate,
    name: string,
    runner: string,
    lease: { until: string; log?: string },
  ): Promise<boolean> {
    const count = await this.#knex<CheckRow>('golden_checks')
      .where({ update_id: update.id, commit_id: update.commit, name, runner })
      .update({
        lease_until: lease.until,
        ...(lease.log !== undefined && { log: storable(lease.log) }),
      });
    const current = await this.get(update.id);
    return count > 0 && current?.isOpen === true;
  }

  /** Gives checks back that a runner will not end, so that another can begin at once. */
  async release(runner: string): Promise<void> {
    await this.#knex<CheckRow>('golden_checks')
      .where({ runner, status: 'pending' })
      .update({
        runner: null,
        lease_until: null,
        log: null,
        summary: 'Interrupted; begins again',
      });
  }

  async #writeChecks(
    tx: Knex.Transaction,
    id: string,
    commit: string,
    checks: readonly CheckOutcome[],
    at: string,
  ): Promise<void> {
    await tx<CheckRow>('golden_checks').insert(
      checks.map(check => ({
        update_id: id,
        commit_id: commit,
        name: check.name,
        status: check.status,
        summary: storable(check.summary),
        url: check.url ?? null,
        log: null,
        at,
        runner: null,
        lease_until: null,
        tenant: this.#tenant,
      })),
    );
  }

  async #read(
    query: Knex.QueryBuilder<UpdateRow, UpdateRow[]>,
  ): Promise<StoredUpdate[]> {
    const rows: UpdateRow[] = await query;
    const checks: CheckLine[] = rows.length
      ? await this.#knex<CheckRow>('golden_checks')
          .whereIn(
            'update_id',
            rows.map(({ id }) => id),
          )
          .select(
            'update_id',
            'commit_id',
            'name',
            'status',
            'summary',
            'url',
            'at',
            'runner',
            'lease_until',
            this.#knex.raw('(log is not null) as has_log'),
          )
      : [];
    return rows.map(row => toUpdate(row, checks));
  }

  #rows() {
    return this.#knex<UpdateRow>('golden_updates').where({
      tenant: this.#tenant,
    });
  }
}
