import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CampaignPlan } from '@companyos/plugin-golden-path-common';
import { CampaignStore, StoredCampaign } from './database/CampaignStore';
import { FleetStore } from './database/FleetStore';
import { UpdateStore } from './database/UpdateStore';
import {
  CampaignAction,
  CampaignCommand,
  commandCampaign,
  isAllowed,
  OpenOutcome,
  planMembers,
  recordOpened,
  stepCampaign,
} from './domain/campaign';
import { Updates } from './Updates';

/** Campaigns that the list shows. */
const MAX_LISTED = 200;
/** What is wrong with one repository, not with the portal or a host. */
const ITS_OWN = ['ConflictError', 'InputError', 'NotFoundError'];

export interface CampaignsOptions {
  auth: AuthService;
  catalog: CatalogService;
  store: CampaignStore;
  fleetStore: FleetStore;
  updateStore: UpdateStore;
  updates: Updates;
  logger: LoggerService;
  /** Epoch milliseconds. */
  now: () => number;
  newId: () => string;
}

/** Brings many repositories to a version of their template, wave by wave. */
export class Campaigns {
  readonly #options: CampaignsOptions;

  constructor(options: CampaignsOptions) {
    this.#options = options;
  }

  async plan(plan: CampaignPlan, createdBy: string): Promise<StoredCampaign> {
    const { store, newId } = this.#options;
    const at = this.#now();
    const { repositories, ...rest } = plan;
    const campaign: StoredCampaign = {
      ...rest,
      id: newId(),
      status: 'draft',
      wave: 0,
      members: planMembers(repositories, plan.waves),
      createdBy,
      createdAt: at,
      updatedAt: at,
    };
    await store.insert(campaign);
    return campaign;
  }

  /** Newest first. */
  list(): Promise<StoredCampaign[]> {
    return this.#options.store.list(MAX_LISTED);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StoredCampaign> {
    const campaign = await this.#options.store.get(id);
    if (!campaign) throw new NotFoundError(`There is no campaign ${id}`);
    return campaign;
  }

  /**
   * Starts, pauses, resumes or cancels.
   *
   * @throws ConflictError when the campaign's status does not allow it, NotFoundError
   */
  async command(
    id: string,
    command: CampaignCommand,
    by: string,
  ): Promise<StoredCampaign> {
    const changed = await this.#options.store.change(
      id,
      this.#now(),
      campaign => {
        if (!isAllowed(command, campaign.status)) {
          throw new ConflictError(
            `The campaign is ${campaign.status}, so there is nothing to ${command}`,
          );
        }
        return {
          state: commandCampaign(campaign, command, by),
          result: undefined,
        };
      },
    );
    if (!changed) throw new NotFoundError(`There is no campaign ${id}`);
    return changed.campaign;
  }

  /** Takes every campaign as far as it goes now. One that fails does not keep the others back. */
  async advanceAll(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    for (const { id } of await store.live()) {
      if (signal.aborted) return;
      await this.#advance(id, signal).catch(error =>
        logger.error(
          `The campaign ${id} could not be taken further`,
          toError(error),
        ),
      );
    }
  }

  async #advance(id: string, signal: AbortSignal): Promise<void> {
    const { store, updateStore } = this.#options;
    const { members } = await this.get(id);
    const updates = await updateStore.getMany(
      members.flatMap(({ updateId }) => updateId ?? []),
    );
    const statuses = new Map(
      updates.map(({ id: updateId, status }) => [updateId, status]),
    );
    const stepped = await store.change(id, this.#now(), campaign => {
      const { state, actions } = stepCampaign(campaign, statuses);
      return { state, result: actions };
    });
    for (const action of stepped?.result ?? []) {
      // Each may take a while, and somebody may have said stop.
      if (signal.aborted || (await this.get(id)).status !== 'running') return;
      await this.#act(id, action);
    }
  }

  async #act(id: string, action: CampaignAction): Promise<void> {
    const { store, updates, logger } = this.#options;
    if (action.type === 'merge') {
      await updates.merge(action.updateId).catch(error => {
        const { name, message } = toError(error);
        // The update itself says what is in its way; the next step sees it.
        logger.info(
          `The update of ${action.entityRef} was not merged: ${name}: ${message}`,
        );
      });
      return;
    }
    const outcome = await this.#open(await this.get(id), action.entityRef);
    await store.change(id, this.#now(), campaign => ({
      state: recordOpened(campaign, action.entityRef, outcome),
      result: undefined,
    }));
  }

  async #open(
    campaign: StoredCampaign,
    entityRef: string,
  ): Promise<OpenOutcome> {
    const { auth, catalog, fleetStore, updates, logger } = this.#options;
    const { template, to } = campaign;
    try {
      const entity = await catalog.getEntityByRef(entityRef, {
        credentials: await auth.getOwnServiceCredentials(),
      });
      const known = await fleetStore.get(entityRef);
      if (!entity || !known) {
        return { kind: 'skipped', reason: 'It is no longer in the catalog' };
      }
      if (known.template !== template) {
        return {
          kind: 'skipped',
          reason: `It is made from ${known.template}, not ${template}`,
        };
      }
      if (known.version === to) {
        return { kind: 'skipped', reason: `It is at ${to} already` };
      }
      const update = await updates.open(entity, {
        to,
        createdBy: campaign.createdBy,
        campaignId: campaign.id,
      });
      return { kind: 'opened', updateId: update.id };
    } catch (error) {
      const { name, message } = toError(error);
      const isItsOwn = ITS_OWN.includes(name);
      if (!isItsOwn) {
        logger.warn(
          `The update of ${entityRef} could not be opened`,
          toError(error),
        );
      }
      return {
        kind: isItsOwn ? 'skipped' : 'failed',
        reason: message.slice(0, 500),
      };
    }
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }
}
