import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  CompoundEntityRef,
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  adrRecordReadPermission,
  adrRecordRefreshPermission,
  Decision,
  DecisionPage,
  DecisionProblemPage,
  EntityDecisions,
} from '@companyos/plugin-adr-common';
import {
  DecisionStore,
  ListRecordsOptions,
  Page,
  withoutBody,
} from './database/DecisionStore';
import { DecisionRefresher } from './DecisionRefresher';
import { decisionChain } from './domain/decisionChain';
import { declaresDecisions } from './domain/decisionLocation';
import { linkBody } from './domain/linkBody';
import { parseOptions } from './domain/parseOptions';

/** Pages that are looked through for one that has anything the caller may see. */
const pagesPerRequest = 10;

export type AuthorizedDecisionsOptions = {
  store: DecisionStore;
  refresher: DecisionRefresher;
  catalog: CatalogService;
  permissions: PermissionsService;
};

/**
 * The use cases of the plugin, for a caller. Each needs a permission, and shows only what
 * belongs to entities that the catalog shows to that caller; everything else does not exist.
 *
 * All methods throw NotAllowedError without the permission.
 */
export class AuthorizedDecisions {
  readonly #options: AuthorizedDecisionsOptions;

  constructor(options: AuthorizedDecisionsOptions) {
    this.#options = options;
  }

  /** A page of records; it may be shorter than asked for before the last. */
  async listRecords(
    options: ListRecordsOptions & { withBody?: boolean },
    credentials: BackstageCredentials,
  ): Promise<DecisionPage> {
    await this.#authorize(adrRecordReadPermission, credentials);
    const page = await this.#visiblePage(
      cursor => this.#options.store.listRecords({ ...options, cursor }),
      options.cursor,
      credentials,
    );
    return options.withBody
      ? page
      : { ...page, items: page.items.map(withoutBody) };
  }

  /** @throws NotFoundError when there is none, or its entity is not visible */
  async getRecord(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Decision> {
    await this.#authorize(adrRecordReadPermission, credentials);
    const { store } = this.#options;
    const record = await store.getRecord(id);
    const visible =
      record && (await this.#visible([record.entityRef], credentials));
    if (!record || !visible?.has(record.entityRef)) {
      throw new NotFoundError(`There is no decision record ${id}`);
    }
    const others = await store.listEntityRecords(record.entityRef);
    const pages = new Map(
      others.map(({ path, id: other }) => [path, `/decisions/${other}`]),
    );
    const body = linkBody(record.body, {
      path: record.path,
      sourceUrl: record.sourceUrl,
      hrefOf: path => pages.get(path),
    });
    return {
      record: withoutBody(record),
      body,
      options: parseOptions(body, record.status).options,
      chain: decisionChain(record.id, others),
    };
  }

  /** @throws NotFoundError when the entity is not visible */
  async getEntityDecisions(
    ref: string | CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<EntityDecisions> {
    await this.#authorize(adrRecordReadPermission, credentials);
    return this.#describe(await this.#entity(ref, credentials));
  }

  /** What is wrong with records; a page may be shorter than asked for before the last. */
  async listProblems(
    options: { entityRef?: string; cursor?: string; limit: number },
    credentials: BackstageCredentials,
  ): Promise<DecisionProblemPage> {
    await this.#authorize(adrRecordReadPermission, credentials);
    return this.#visiblePage(
      cursor => this.#options.store.listProblems({ ...options, cursor }),
      options.cursor,
      credentials,
    );
  }

  /**
   * Reads the records of an entity again. What is wrong with the source is in the answer.
   *
   * @throws NotFoundError when the entity is not visible
   */
  async refresh(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<EntityDecisions> {
    await this.#authorize(adrRecordReadPermission, credentials);
    await this.#authorize(adrRecordRefreshPermission, credentials);
    const entity = await this.#entity(ref, credentials);
    await this.#options.refresher.refresh(entity);
    return this.#describe(entity);
  }

  async #describe(entity: Entity): Promise<EntityDecisions> {
    const { store } = this.#options;
    const entityRef = stringifyEntityRef(entity);
    const [stored, records, problems] = await Promise.all([
      store.getSource(entityRef),
      store.listEntityRecords(entityRef),
      store.listEntityProblems(entityRef),
    ]);
    return {
      entityRef,
      declared: declaresDecisions(entity),
      source: stored
        ? {
            entityRef,
            location: stored.location,
            found: stored.found,
            revision: stored.revision,
            lastReadAt: stored.lastReadAt,
            lastSucceededAt: stored.lastSucceededAt,
            lastError: stored.lastError,
            nextReadAt: stored.nextReadAt,
          }
        : null,
      records,
      problems,
    };
  }

  async #visiblePage<T extends { entityRef: string }>(
    read: (cursor: string | undefined) => Promise<Page<T>>,
    start: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<Page<T>> {
    let cursor = start;
    for (let count = 1; ; count += 1) {
      const page = await read(cursor);
      const visible = await this.#visible(
        page.items.map(({ entityRef }) => entityRef),
        credentials,
      );
      const items = page.items.filter(({ entityRef }) =>
        visible.has(entityRef),
      );
      if (items.length || !page.nextCursor || count === pagesPerRequest) {
        return { items, nextCursor: page.nextCursor };
      }
      cursor = page.nextCursor;
    }
  }

  /** Those of the entities that the catalog shows to the caller. */
  async #visible(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const distinct = [...new Set(entityRefs)];
    if (!distinct.length) {
      return new Set();
    }
    const { items } = await this.#options.catalog.getEntitiesByRefs(
      {
        entityRefs: distinct,
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials },
    );
    return new Set(distinct.filter((_, index) => items[index]));
  }

  async #entity(
    ref: string | CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<Entity> {
    const compound = typeof ref === 'string' ? parseEntityRef(ref) : ref;
    const entity = await this.#options.catalog.getEntityByRef(compound, {
      credentials,
    });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${stringifyEntityRef(compound)}`,
      );
    }
    return entity;
  }

  async #authorize(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`This needs the permission ${permission.name}`);
    }
  }
}
