import { setTimeout as delay } from 'node:timers/promises';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  CATALOG_FILTER_EXISTS,
  EntityFilterQuery,
} from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ADR_LOCATION_ANNOTATION } from '@companyos/plugin-adr-common';
import { DecisionStore } from './database/DecisionStore';
import { DecisionRefresher } from './DecisionRefresher';
import { TECHDOCS_ANNOTATION } from './domain/decisionLocation';

const entitiesPerPage = 500;

/** What of an entity is needed to read its records. */
const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'metadata.labels',
  'relations',
];

/** Entities that say where their records are. */
const declaresRecords: EntityFilterQuery = [
  {
    [`metadata.annotations.${ADR_LOCATION_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
  },
  { [`metadata.annotations.${TECHDOCS_ANNOTATION}`]: CATALOG_FILTER_EXISTS },
];

export type DecisionCrawlerOptions = {
  auth: AuthService;
  catalog: CatalogService;
  store: DecisionStore;
  refresher: DecisionRefresher;
  logger: LoggerService;
  /** Sources that are read at the same time. */
  concurrency: number;
  /** Epoch milliseconds. */
  now: () => number;
};

/** Finds the entities whose records are to be read, and has them read. */
export class DecisionCrawler {
  readonly #options: DecisionCrawlerOptions;

  constructor(options: DecisionCrawlerOptions) {
    this.#options = options;
  }

  /**
   * Reads all entities that are new or due, and forgets those that are gone. One that
   * fails does not keep the others from being read.
   */
  async refreshDue(signal: AbortSignal): Promise<void> {
    const { store, now } = this.#options;
    const schedule = await store.listSchedule();
    for await (const entities of this.#pages(declaresRecords, signal)) {
      const time = new Date(now()).toISOString();
      const due = entities.filter(entity => {
        const ref = stringifyEntityRef(entity);
        const nextReadAt = schedule.get(ref);
        schedule.delete(ref);
        return nextReadAt === undefined || nextReadAt <= time;
      });
      await this.#refreshAll(due, signal);
    }
    // Whatever is left was in no page; after an error above, nothing is removed.
    if (!signal.aborted) {
      await store.removeEntities([...schedule.keys()]);
    }
  }

  /**
   * Reads the entities of a repository of the embedded git folder. A new repository is in
   * the catalog only a moment after its first push, so an empty answer is asked again.
   *
   * @param delaysMs - how long to wait before each time the catalog is asked
   */
  async refreshRepository(
    repository: string,
    options: { delaysMs: readonly number[]; signal: AbortSignal },
  ): Promise<void> {
    for (const delayMs of options.delaysMs) {
      await delay(delayMs, undefined, { signal: options.signal, ref: false });
      let found = false;
      const filter = {
        'metadata.annotations.companyos.io/repository': repository,
      };
      for await (const entities of this.#pages(filter, options.signal)) {
        found ||= entities.length > 0;
        await this.#refreshAll(entities, options.signal);
      }
      if (found) {
        return;
      }
    }
  }

  async *#pages(
    filter: EntityFilterQuery,
    signal: AbortSignal,
  ): AsyncIterable<Entity[]> {
    const { catalog, auth } = this.#options;
    let cursor: string | undefined;
    do {
      signal.throwIfAborted();
      const credentials = await auth.getOwnServiceCredentials();
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, fields, limit: entitiesPerPage }
          : { filter, fields, limit: entitiesPerPage },
        { credentials },
      );
      yield page.items;
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
  }

  async #refreshAll(entities: readonly Entity[], signal: AbortSignal) {
    const { refresher, logger, concurrency } = this.#options;
    const queue = [...entities];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (signal.aborted) {
          return;
        }
        try {
          await refresher.refresh(next);
        } catch (error) {
          logger.error(
            `Decision records of ${stringifyEntityRef(next)} could not be kept`,
            isError(error) ? error : undefined,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }
}
