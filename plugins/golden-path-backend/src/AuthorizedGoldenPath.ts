import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  CompoundEntityRef,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { JsonObject, TemplateFolder } from '@companyos/golden-engine';
import {
  Campaign,
  CampaignPlan,
  CampaignSummary,
  DriftStatus,
  FleetPage,
  FleetQuery,
  FleetRepository,
  goldenPathCampaignManagePermission,
  goldenPathFleetReadPermission,
  goldenPathUpdateAnyPermission,
  goldenPathUpdateOwnPermission,
  RepositoryDetail,
  TemplateVersionView,
  TemplateView,
  Update,
  UpdatePreview,
} from '@companyos/plugin-golden-path-common';
import { Campaigns } from './Campaigns';
import { decodeCursor, encodeCursor } from './database/cursor';
import { StoredCampaign } from './database/CampaignStore';
import {
  FleetEntry,
  FleetStore,
  StoredRepository,
} from './database/FleetStore';
import {
  CheckOutcome,
  StoredUpdate,
  UpdateStore,
} from './database/UpdateStore';
import { CampaignCommand, countMembers, waveCount } from './domain/campaign';
import { CI_CHECK } from './domain/updateStatus';
import { Fleet } from './Fleet';
import { fromGoldenError } from './fromGoldenError';
import { RateLimit } from './RateLimit';
import { Updates } from './Updates';

const REFS_PER_REQUEST = 500;
const UPDATES_SHOWN = 20;
const DEFAULT_LIMIT = 50;

export interface AuthorizedGoldenPathOptions {
  auth: AuthService;
  campaigns: Campaigns;
  catalog: CatalogService;
  fleet: Fleet;
  fleetStore: FleetStore;
  permissions: PermissionsService;
  rateLimit: RateLimit;
  templates: TemplateFolder;
  updates: Updates;
  updateStore: UpdateStore;
  userInfo: UserInfoService;
  /** Whether `ci` of the embedded folder is run here, so that nobody else may report it. */
  runsHere: boolean;
  /** Names of checks that outside systems may report. */
  externalChecks: readonly string[];
}

/** What a caller may update. */
interface Rights {
  readonly any: boolean;
  /** Entity refs on whose behalf the caller may update what they own. */
  readonly owns: ReadonlySet<string>;
}

/**
 * The use cases of the plugin, for a caller. Each needs a permission, and touches only what belongs to entities
 * that the catalog shows to that caller; everything else does not exist.
 *
 * All methods throw NotAllowedError without the permission.
 */
export class AuthorizedGoldenPath {
  readonly #options: AuthorizedGoldenPathOptions;

  constructor(options: AuthorizedGoldenPathOptions) {
    this.#options = options;
  }

  async listFleet(
    query: FleetQuery,
    credentials: BackstageCredentials,
  ): Promise<FleetPage> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const { fleetStore, updateStore } = this.#options;
    const entries = await this.#visibleEntries(query, credentials);
    const after = query.cursor ? decodeCursor(query.cursor) : undefined;
    const start = after
      ? entries.findIndex(({ title, entityRef }) =>
          title.toLowerCase() === after.title
            ? entityRef > after.entityRef
            : title.toLowerCase() > after.title,
        )
      : 0;
    const rest = start < 0 ? [] : entries.slice(start);
    const page = rest.slice(0, query.limit ?? DEFAULT_LIMIT);
    const [rows, rights, open] = await Promise.all([
      fleetStore.getMany(page.map(({ entityRef }) => entityRef)),
      this.#rightsOf(credentials),
      page.length ? updateStore.open() : [],
    ]);
    const byRef = new Map(rows.map(row => [row.entityRef, row]));
    const last = rest.length > page.length ? page.at(-1) : undefined;
    return {
      items: page.flatMap(({ entityRef }) => {
        const row = byRef.get(entityRef);
        return row ? [toFleetRepository(row, rights, open)] : [];
      }),
      totals: totalsOf(entries),
      ...(last && {
        nextCursor: encodeCursor({
          title: last.title.toLowerCase(),
          entityRef: last.entityRef,
        }),
      }),
    };
  }

  async listTemplates(
    credentials: BackstageCredentials,
  ): Promise<TemplateView[]> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const [listings, entries] = await Promise.all([
      this.#options.templates.list(),
      this.#visibleEntries({}, credentials),
    ]);
    return listings.map(({ name, title, latest, versions }) => ({
      name,
      title,
      ...(latest && { latest }),
      versions: versions.map(version => toVersionView(version, name, entries)),
    }));
  }

  /** @throws NotFoundError when it is none of the fleet, or its entity is not visible */
  async getRepository(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<RepositoryDetail> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const entity = await this.#entity(ref, credentials);
    const row = await this.#options.fleetStore.get(stringifyEntityRef(entity));
    if (!row) throw notOfFleet(stringifyEntityRef(entity));
    return this.#describe(row, credentials);
  }

  /** @throws NotFoundError when it is none of the fleet, or its entity is not visible */
  async checkRepository(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<RepositoryDetail> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    this.#limit(credentials);
    const entity = await this.#fleetEntity(ref, credentials);
    const row = await this.#options.fleet.check(entity);
    if (!row) throw notOfFleet(stringifyEntityRef(entity));
    return this.#describe(row, credentials);
  }

  /** @throws NotFoundError, InputError, ConflictError */
  async previewUpdate(
    ref: CompoundEntityRef,
    options: { to?: string },
    credentials: BackstageCredentials,
  ): Promise<UpdatePreview> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    this.#limit(credentials);
    const entity = await this.#fleetEntity(ref, credentials);
    return this.#options.updates.preview(entity, options);
  }

  /** @throws NotFoundError, InputError, ConflictError */
  async openUpdate(
    ref: CompoundEntityRef,
    options: { to?: string; answers?: JsonObject },
    credentials: BackstageCredentials,
  ): Promise<Update> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const entity = await this.#fleetEntity(ref, credentials);
    const rights = await this.#mayUpdate(entity, credentials);
    this.#limit(credentials);
    const update = await this.#options.updates.open(entity, {
      ...options,
      createdBy: subjectOf(credentials),
    });
    return toUpdate(update, rights, this.#options.fleet.ownerOf(entity));
  }

  /** @throws NotFoundError when there is none, or its entity is not visible */
  async getUpdate(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Update> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const { update, entity } = await this.#update(id, credentials);
    return this.#showUpdate(update, entity, credentials);
  }

  /** @throws NotFoundError, ConflictError */
  async mergeUpdate(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Update> {
    return this.#changeUpdate(id, credentials, () =>
      this.#options.updates.merge(id),
    );
  }

  /** @throws NotFoundError, ConflictError */
  async closeUpdate(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Update> {
    return this.#changeUpdate(id, credentials, () =>
      this.#options.updates.close(id),
    );
  }

  /**
   * Takes the outcome of a check from an outside system.
   *
   * @param credentials - of a service
   * @throws NotFoundError, InputError, ConflictError
   */
  async reportCheck(
    id: string,
    check: CheckOutcome & { commit: string },
    credentials: BackstageCredentials,
  ): Promise<Update> {
    await this.#authorize(goldenPathUpdateAnyPermission, credentials);
    const { externalChecks, runsHere, updates } = this.#options;
    const { update, entity } = await this.#update(id, credentials);
    if (!externalChecks.includes(check.name)) {
      throw new InputError(
        `name: expected one of ${externalChecks.join(', ')}`,
      );
    }
    if (check.name === CI_CHECK && update.host === 'github') {
      throw new InputError(
        'name: ci of this repository is what its own checks on GitHub say',
      );
    }
    if (check.name === CI_CHECK && runsHere) {
      throw new InputError('name: ci of this repository is run by the portal');
    }
    return this.#showUpdate(
      await updates.report(id, check),
      entity,
      credentials,
    );
  }

  /** @throws NotFoundError when there is none */
  async getCheckLog(
    id: string,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const { update } = await this.#update(id, credentials);
    const log = await this.#options.updateStore.log(update, name);
    if (log === undefined) {
      throw new NotFoundError(`The check ${name} has no log`);
    }
    return log;
  }

  async listCampaigns(
    credentials: BackstageCredentials,
  ): Promise<CampaignSummary[]> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    return (await this.#options.campaigns.list()).map(toSummary);
  }

  /** @throws InputError with the path of what does not fit */
  async planCampaign(
    plan: CampaignPlan,
    credentials: BackstageCredentials,
  ): Promise<Campaign> {
    await this.#authorizeCampaigns(credentials);
    const { campaigns, fleetStore, templates } = this.#options;
    const versions = await templates
      .versions(plan.template)
      .catch(fromGoldenError);
    if (!versions.some(item => item.version === plan.to && item.release)) {
      throw new InputError(
        `to: expected a released version of ${plan.template}`,
      );
    }
    const refs = plan.repositories.map(ref => ref.toLowerCase());
    if (new Set(refs).size !== refs.length) {
      throw new InputError('repositories: expected each of them once');
    }
    const [visible, rows] = await Promise.all([
      this.#visible(refs, credentials),
      fleetStore.getMany(refs),
    ]);
    const known = new Map(rows.map(row => [row.entityRef, row]));
    refs.forEach((ref, index) => {
      const row = visible.has(ref) ? known.get(ref) : undefined;
      if (!row) {
        throw new InputError(
          `repositories[${index}]: there is no golden-path repository ${ref}`,
        );
      }
      if (row.template !== plan.template) {
        throw new InputError(
          `repositories[${index}]: ${ref} is made from ${row.template}, not ${plan.template}`,
        );
      }
    });
    const campaign = await campaigns.plan(
      { ...plan, repositories: refs },
      subjectOf(credentials),
    );
    return this.#showCampaign(campaign, credentials);
  }

  /** @throws NotFoundError */
  async getCampaign(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Campaign> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    return this.#showCampaign(
      await this.#options.campaigns.get(id),
      credentials,
    );
  }

  /** @throws NotFoundError, ConflictError */
  async commandCampaign(
    id: string,
    command: CampaignCommand,
    credentials: BackstageCredentials,
  ): Promise<Campaign> {
    await this.#authorizeCampaigns(credentials);
    return this.#showCampaign(
      await this.#options.campaigns.command(
        id,
        command,
        subjectOf(credentials),
      ),
      credentials,
    );
  }

  async #changeUpdate(
    id: string,
    credentials: BackstageCredentials,
    change: () => Promise<StoredUpdate>,
  ): Promise<Update> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    const { update, entity } = await this.#update(id, credentials);
    const rights = await this.#mayUpdate(entity, credentials);
    const { fleet } = this.#options;
    // An entity that has come to stand for another repository gives no right to the first.
    if (fleet.placeOf(entity)?.place.key !== update.repositoryKey) {
      throw new ConflictError(
        `${update.entityRef} is in another repository than the update`,
      );
    }
    return toUpdate(await change(), rights, fleet.ownerOf(entity));
  }

  async #describe(
    row: StoredRepository,
    credentials: BackstageCredentials,
  ): Promise<RepositoryDetail> {
    const { templates, updateStore } = this.#options;
    const [rights, updates, versions, entries] = await Promise.all([
      this.#rightsOf(credentials, row.owner),
      updateStore.ofEntity(row.entityRef, UPDATES_SHOWN),
      templates.versions(row.template).catch(() => []),
      this.#visibleEntries({ template: row.template }, credentials),
    ]);
    const shown = updates.filter(({ published }) => published);
    return {
      ...toFleetRepository(row, rights, updates),
      answers: row.answers,
      versions: versions.map(version =>
        toVersionView(version, row.template, entries),
      ),
      updates: shown.map(update => toUpdate(update, rights, row.owner)),
    };
  }

  async #showUpdate(
    update: StoredUpdate,
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<Update> {
    const owner = this.#options.fleet.ownerOf(entity);
    return toUpdate(update, await this.#rightsOf(credentials, owner), owner);
  }

  async #showCampaign(
    campaign: StoredCampaign,
    credentials: BackstageCredentials,
  ): Promise<Campaign> {
    const visible = await this.#visible(
      campaign.members.map(({ entityRef }) => entityRef),
      credentials,
    );
    const members = campaign.members.filter(({ entityRef }) =>
      visible.has(entityRef),
    );
    return {
      ...toSummary(campaign),
      repositories: members.map(({ entityRef }) => entityRef),
      members: members.map(({ entityRef, wave, status, reason, updateId }) => ({
        entityRef,
        wave,
        status,
        ...(reason && { reason }),
        ...(updateId && { updateId }),
      })),
    };
  }

  /** An update whose entity the catalog shows to the caller. */
  async #update(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<{ update: StoredUpdate; entity: Entity }> {
    const { catalog, updateStore } = this.#options;
    const update = await updateStore.get(id);
    const entity =
      update &&
      (await catalog.getEntityByRef(update.entityRef, { credentials }));
    if (!entity) throw new NotFoundError(`There is no update ${id}`);
    return { update, entity };
  }

  /** An entity of the caller's catalog that has a golden-path repository. */
  async #fleetEntity(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<Entity> {
    const { fleet, fleetStore } = this.#options;
    const entity = await this.#entity(ref, credentials);
    const entityRef = stringifyEntityRef(entity);
    const isOfFleet =
      fleet.isMember(entity) || (await fleetStore.get(entityRef)) !== undefined;
    if (!isOfFleet || !fleet.placeOf(entity)) throw notOfFleet(entityRef);
    return entity;
  }

  async #entity(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<Entity> {
    const entity = await this.#options.catalog.getEntityByRef(ref, {
      credentials,
    });
    // The same words whether it is hidden, not there, or no repository of ours.
    if (!entity) throw notOfFleet(stringifyEntityRef(ref));
    return entity;
  }

  async #visibleEntries(
    filter: {
      template?: string;
      version?: string;
      status?: DriftStatus;
      owner?: string;
      text?: string;
    },
    credentials: BackstageCredentials,
  ): Promise<FleetEntry[]> {
    const entries = await this.#options.fleetStore.entries(filter);
    const visible = await this.#visible(
      entries.map(({ entityRef }) => entityRef),
      credentials,
    );
    return entries.filter(({ entityRef }) => visible.has(entityRef));
  }

  /** Those of the entities that the catalog shows to the caller. */
  async #visible(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const visible = new Set<string>();
    for (let at = 0; at < entityRefs.length; at += REFS_PER_REQUEST) {
      const batch = entityRefs.slice(at, at + REFS_PER_REQUEST);
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        {
          entityRefs: batch,
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      batch.forEach((ref, index) => items[index] && visible.add(ref));
    }
    return visible;
  }

  /** @throws NotAllowedError when the caller may not update what this entity stands for */
  async #mayUpdate(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<Rights> {
    const owner = this.#options.fleet.ownerOf(entity);
    const rights = await this.#rightsOf(credentials, owner);
    if (!isAllowed(rights, owner)) {
      throw new NotAllowedError(
        rights.owns.size
          ? `${stringifyEntityRef(entity)} belongs to ${
              owner || 'nobody'
            }; this needs the permission ${goldenPathUpdateAnyPermission.name}`
          : `This needs the permission ${goldenPathUpdateOwnPermission.name} or ${goldenPathUpdateAnyPermission.name}`,
      );
    }
    return rights;
  }

  /**
   * @param owner - of the only thing in question. Who owns it is not asked for the wider permission: each denial
   *   stands in the audit log, where it would look like an attempt.
   */
  async #rightsOf(
    credentials: BackstageCredentials,
    owner?: string,
  ): Promise<Rights> {
    const { auth, userInfo } = this.#options;
    const isPerson = auth.isPrincipal(credentials, 'user');
    const mayOwn =
      isPerson && (await this.#may(goldenPathUpdateOwnPermission, credentials));
    const { ownershipEntityRefs } = mayOwn
      ? await userInfo.getUserInfo(credentials)
      : { ownershipEntityRefs: [] };
    const owns = new Set(ownershipEntityRefs.map(ref => ref.toLowerCase()));
    const isOwner = owner !== undefined && owns.has(owner.toLowerCase());
    return {
      any:
        !isOwner &&
        (await this.#may(goldenPathUpdateAnyPermission, credentials)),
      owns,
    };
  }

  async #authorizeCampaigns(credentials: BackstageCredentials): Promise<void> {
    await this.#authorize(goldenPathFleetReadPermission, credentials);
    await this.#authorize(goldenPathCampaignManagePermission, credentials);
    // A campaign updates what belongs to others.
    await this.#authorize(goldenPathUpdateAnyPermission, credentials);
  }

  async #authorize(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.#may(permission, credentials))) {
      throw new NotAllowedError(`This needs the permission ${permission.name}`);
    }
  }

  async #may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }

  #limit(credentials: BackstageCredentials): void {
    this.#options.rateLimit.take(subjectOf(credentials));
  }
}

function isAllowed(rights: Rights, owner: string): boolean {
  return rights.any || rights.owns.has(owner.toLowerCase());
}

function notOfFleet(entityRef: string): NotFoundError {
  return new NotFoundError(`There is no golden-path repository ${entityRef}`);
}

/** Who asks: the entity ref of a person, or the name of a service. */
function subjectOf(credentials: BackstageCredentials): string {
  const { principal } = credentials;
  if (typeof principal === 'object' && principal !== null) {
    if ('userEntityRef' in principal) return String(principal.userEntityRef);
    if ('subject' in principal) return String(principal.subject);
  }
  return 'unknown';
}

function toFleetRepository(
  row: StoredRepository,
  rights: Rights,
  updates: readonly StoredUpdate[],
): FleetRepository {
  const open = updates.find(
    update =>
      update.isOpen &&
      update.published &&
      update.repositoryKey === row.repositoryKey,
  );
  return {
    entityRef: row.entityRef,
    title: row.title,
    owner: row.owner,
    repositoryUrl: row.repositoryUrl,
    host: row.host,
    template: row.template,
    version: row.version,
    ...(row.latest && { latest: row.latest }),
    drift: row.drift,
    ...(row.commit && { commit: row.commit }),
    checkedAt: row.checkedAt,
    ...(open && {
      update: {
        id: open.id,
        status: open.status,
        from: open.from,
        to: open.to,
      },
    }),
    mayUpdate: isAllowed(rights, row.owner),
  };
}

function toUpdate(update: StoredUpdate, rights: Rights, owner: string): Update {
  return {
    id: update.id,
    status: update.status,
    ...(update.reason && { reason: update.reason }),
    from: update.from,
    to: update.to,
    entityRef: update.entityRef,
    repositoryUrl: update.repositoryUrl,
    branch: update.branch,
    commit: update.commit,
    base: update.base,
    ...(update.pullRequestUrl && { pullRequestUrl: update.pullRequestUrl }),
    files: update.files,
    conflicts: update.conflicts,
    checks: update.checks,
    ...(update.campaignId && { campaignId: update.campaignId }),
    createdBy: update.createdBy,
    createdAt: update.createdAt,
    updatedAt: update.updatedAt,
    mayMerge: isAllowed(rights, owner),
  };
}

function toVersionView(
  version: Awaited<ReturnType<TemplateFolder['versions']>>[number],
  template: string,
  entries: readonly FleetEntry[],
): TemplateVersionView {
  const { release } = version;
  return {
    version: version.version,
    digest: version.digest,
    ...(release && {
      release: {
        releasedAt: release.releasedAt,
        combinations: release.combinations.length,
        greenSeconds: {
          p50: release.greenSeconds.p50,
          p95: release.greenSeconds.p95,
        },
        cores: release.cores,
      },
    }),
    repositories: entries.filter(
      entry => entry.template === template && entry.version === version.version,
    ).length,
  };
}

function toSummary(campaign: StoredCampaign): CampaignSummary {
  return {
    id: campaign.id,
    title: campaign.title,
    template: campaign.template,
    to: campaign.to,
    waves: [...campaign.waves],
    stopAfterFailures: campaign.stopAfterFailures,
    autoMerge: campaign.autoMerge,
    status: campaign.status,
    ...(campaign.reason && { reason: campaign.reason }),
    wave: campaign.wave,
    waveCount: waveCount(campaign.members),
    counts: countMembers(campaign.members),
    createdBy: campaign.createdBy,
    createdAt: campaign.createdAt,
    updatedAt: campaign.updatedAt,
  };
}

function totalsOf(entries: readonly FleetEntry[]): FleetPage['totals'] {
  const byStatus = {
    current: 0,
    outdated: 0,
    edited: 0,
    tampered: 0,
    undecided: 0,
  };
  const byVersion = new Map<
    string,
    { template: string; version: string; repositories: number }
  >();
  for (const { template, version, status } of entries) {
    byStatus[status] += 1;
    const key = `${template}@${version}`;
    const line = byVersion.get(key) ?? { template, version, repositories: 0 };
    line.repositories += 1;
    byVersion.set(key, line);
  }
  return {
    repositories: entries.length,
    byStatus,
    byVersion: [...byVersion.entries()]
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
      .map(([, line]) => line),
  };
}
