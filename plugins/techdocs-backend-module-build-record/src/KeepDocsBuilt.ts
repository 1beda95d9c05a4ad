import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  getCompoundEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { ResponseError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { BuildStore } from './database/BuildStore';
import { asSeenAt } from './domain/asSeenAt';
import { needsBuild } from './domain/needsBuild';

const PAGE = 100;
const BUILD_TIMEOUT_MS = 120_000;
const TECHDOCS_ANNOTATION = 'metadata.annotations.backstage.io/techdocs-ref';
const COMMIT_ANNOTATION = 'companyos.io/commit';

/**
 * Builds docs before anyone opens them, so that the search knows them and the first
 * reader does not wait. One build at a time; what fails is recorded and left for later.
 */
export class KeepDocsBuilt {
  constructor(
    private readonly deps: {
      readonly auth: AuthService;
      readonly catalog: CatalogService;
      readonly discovery: DiscoveryService;
      readonly logger: LoggerService;
      readonly store: Pick<BuildStore, 'list'>;
      /** Epoch, ms. */
      readonly now: () => number;
    },
  ) {}

  /** One round over every entity with docs. @returns how many were built */
  async run(signal?: AbortSignal): Promise<number> {
    let built = 0;
    for await (const entity of this.entities()) {
      if (signal?.aborted) break;
      const ref = stringifyEntityRef(entity);
      const nowMs = this.deps.now();
      // As a reader sees them: one whose process is gone runs no longer, whatever its row says.
      const builds = (await this.deps.store.list(ref)).map(build =>
        asSeenAt(build, nowMs),
      );
      const commit = entity.metadata.annotations?.[COMMIT_ANNOTATION];
      if (!needsBuild({ commit, builds }, nowMs)) continue;
      try {
        await this.build(entity, signal);
        built += 1;
      } catch (error) {
        // The build record holds the reason; the next entity is not to suffer from it.
        this.deps.logger.info(
          `The docs of ${ref} could not be built: ${toError(error).message}`,
        );
      }
    }
    return built;
  }

  private async *entities(): AsyncGenerator<Entity> {
    const credentials = await this.deps.auth.getOwnServiceCredentials();
    let cursor: string | undefined;
    do {
      const { items, pageInfo } = await this.deps.catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              filter: { [TECHDOCS_ANNOTATION]: CATALOG_FILTER_EXISTS },
              orderFields: { field: 'metadata.uid', order: 'asc' },
              fields: ['kind', 'metadata'],
              limit: PAGE,
            },
        { credentials },
      );
      yield* items;
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }

  private async build(entity: Entity, signal?: AbortSignal): Promise<void> {
    const { kind, namespace, name } = getCompoundEntityRef(entity);
    const { token } = await this.deps.auth.getPluginRequestToken({
      onBehalfOf: await this.deps.auth.getOwnServiceCredentials(),
      targetPluginId: 'techdocs',
    });
    const baseUrl = await this.deps.discovery.getBaseUrl('techdocs');
    const path = [namespace, kind, name].map(encodeURIComponent).join('/');
    const timeout = AbortSignal.timeout(BUILD_TIMEOUT_MS);
    const response = await fetch(`${baseUrl}/sync/${path}`, {
      // A connection of its own: the sync route adds a listener to it that stays as long as it does.
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    // The answer is complete when the build is.
    await response.text();
  }
}
