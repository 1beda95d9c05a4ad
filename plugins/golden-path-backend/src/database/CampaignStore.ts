import { ConflictError } from '@backstage/errors';
import {
  CampaignStatus,
  MemberStatus,
} from '@companyos/plugin-golden-path-common';
import { Knex } from 'knex';
import { CampaignMember, CampaignState } from '../domain/campaign';
import { ROWS_PER_STATEMENT } from './openDatabase';

/** A campaign as it is kept. */
export interface StoredCampaign extends CampaignState {
  readonly id: string;
  readonly title: string;
  readonly template: string;
  readonly to: string;
  readonly createdBy: string;
  /** ISO times. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface CampaignRow {
  id: string;
  title: string;
  template: string;
  to_version: string;
  waves: string;
  stop_after_failures: number;
  auto_merge: boolean | number;
  status: CampaignStatus;
  reason: string | null;
  wave: number;
  created_by: string;
  created_at: string;
  updated_at: string;
  revision: number;
  tenant: string;
}

interface MemberRow {
  campaign_id: string;
  position: number;
  entity_ref: string;
  wave: number;
  status: MemberStatus;
  reason: string | null;
  update_id: string | null;
  acknowledged: boolean | number;
  tenant: string;
}

/** Attempts before a change gives way to others. */
const MAX_ATTEMPTS = 20;

const toMember = (row: MemberRow): CampaignMember => ({
  entityRef: row.entity_ref,
  wave: row.wave,
  status: row.status,
  ...(row.reason && { reason: row.reason }),
  ...(row.update_id && { updateId: row.update_id }),
  acknowledged: Boolean(row.acknowledged),
});

const toCampaign = (
  row: CampaignRow,
  members: readonly CampaignMember[],
): StoredCampaign => ({
  id: row.id,
  title: row.title,
  template: row.template,
  to: row.to_version,
  waves: JSON.parse(row.waves),
  stopAfterFailures: row.stop_after_failures,
  autoMerge: Boolean(row.auto_merge),
  status: row.status,
  ...(row.reason && { reason: row.reason }),
  wave: row.wave,
  members,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const isSame = (a: CampaignMember, b: CampaignMember) =>
  a.status === b.status &&
  a.reason === b.reason &&
  a.updateId === b.updateId &&
  a.acknowledged === b.acknowledged;

/** Campaigns with their members. */
export class CampaignStore {
  readonly #knex: Knex;
  readonly #tenant: string;

  constructor(knex: Knex, options: { tenant: string }) {
    this.#knex = knex;
    this.#tenant = options.tenant;
  }

  async insert(campaign: StoredCampaign): Promise<void> {
    await this.#knex.transaction(async tx => {
      await tx<CampaignRow>('golden_campaigns').insert({
        id: campaign.id,
        title: campaign.title,
        template: campaign.template,
        to_version: campaign.to,
        waves: JSON.stringify(campaign.waves),
        stop_after_failures: campaign.stopAfterFailures,
        auto_merge: campaign.autoMerge,
        status: campaign.status,
        reason: campaign.reason ?? null,
        wave: campaign.wave,
        created_by: campaign.createdBy,
        created_at: campaign.createdAt,
        updated_at: campaign.updatedAt,
        revision: 0,
        tenant: this.#tenant,
      });
      await tx.batchInsert(
        'golden_campaign_members',
        campaign.members.map((member, position) =>
          this.#memberRow(campaign.id, position, member),
        ),
        ROWS_PER_STATEMENT,
      );
    });
  }

  async get(id: string): Promise<StoredCampaign | undefined> {
    return (await this.#read(this.#knex, id))?.campaign;
  }

  /** Newest first. */
  async list(limit: number): Promise<StoredCampaign[]> {
    const rows = await this.#rows(this.#knex)
      .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
      .limit(limit);
    return this.#withMembers(rows);
  }

  /** Those that may change by themselves. */
  async live(): Promise<StoredCampaign[]> {
    const rows = await this.#rows(this.#knex)
      .whereIn('status', ['running', 'paused', 'stopped'])
      .orderBy(['created_at', 'id']);
    return this.#withMembers(rows);
  }

  /**
   * Changes a campaign by a pure function of what it is; of two changes at once, one is worked out again.
   *
   * @returns what it is afterwards, and what the function gave besides; undefined for an unknown campaign
   * @throws whatever the function throws; then nothing is changed
   */
  async change<T>(
    id: string,
    at: string,
    how: (campaign: StoredCampaign) => { state: CampaignState; result: T },
  ): Promise<{ campaign: StoredCampaign; result: T } | undefined> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const before = await this.#read(this.#knex, id);
      if (!before) return undefined;
      const { campaign, revision } = before;
      const { state, result } = how(campaign);
      const changed = state.members.flatMap((member, position) =>
        isSame(member, campaign.members[position])
          ? []
          : [{ position, member }],
      );
      const isUnchanged =
        changed.length === 0 &&
        state.status === campaign.status &&
        state.wave === campaign.wave &&
        state.reason === campaign.reason;
      if (isUnchanged) return { campaign, result };
      const written = await this.#knex.transaction(async tx => {
        const count = await this.#rows(tx)
          .where({ id, revision })
          .update({
            status: state.status,
            reason: state.reason ?? null,
            wave: state.wave,
            updated_at: at,
            revision: revision + 1,
          });
        if (!count) return false;
        for (const { position, member } of changed) {
          await tx<MemberRow>('golden_campaign_members')
            .where({ campaign_id: id, position })
            .update(this.#memberRow(id, position, member));
        }
        return true;
      });
      if (written) {
        return { campaign: { ...campaign, ...state, updatedAt: at }, result };
      }
    }
    throw new ConflictError(
      `The campaign ${id} is being changed by others; try again`,
    );
  }

  async #read(
    knex: Knex,
    id: string,
  ): Promise<{ campaign: StoredCampaign; revision: number } | undefined> {
    const row = await this.#rows(knex).where({ id }).first();
    if (!row) return undefined;
    const [campaign] = await this.#withMembers([row]);
    return { campaign, revision: row.revision };
  }

  async #withMembers(rows: readonly CampaignRow[]): Promise<StoredCampaign[]> {
    const members = await this.#knex<MemberRow>('golden_campaign_members')
      .whereIn(
        'campaign_id',
        rows.map(({ id }) => id),
      )
      .orderBy(['campaign_id', 'position']);
    return rows.map(row =>
      toCampaign(
        row,
        members
          .filter(({ campaign_id: campaignId }) => campaignId === row.id)
          .map(toMember),
      ),
    );
  }

  #memberRow(id: string, position: number, member: CampaignMember): MemberRow {
    return {
      campaign_id: id,
      position,
      entity_ref: member.entityRef,
      wave: member.wave,
      status: member.status,
      reason: member.reason ?? null,
      update_id: member.updateId ?? null,
      acknowledged: member.acknowledged,
      tenant: this.#tenant,
    };
  }

  #rows(knex: Knex) {
    return knex<CampaignRow>('golden_campaigns').where({
      tenant: this.#tenant,
    });
  }
}
