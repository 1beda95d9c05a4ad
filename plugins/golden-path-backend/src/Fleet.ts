import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  CATALOG_FILTER_EXISTS,
  EntityFilterQuery,
} from '@backstage/catalog-client';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { isError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  checkDrift,
  GOLDEN_LOCK_PATH,
  gitReader,
  readLock,
  TemplateFolder,
} from '@companyos/golden-engine';
import { RepositoryUrls } from '@companyos/local-git';
import { Drift } from '@companyos/plugin-golden-path-common';
import { FleetStore, StoredRepository } from './database/FleetStore';
import { driftOf, nextExpiry } from './domain/driftCheck';
import {
  EntityPlace,
  placeOfEntity,
  TEMPLATE_ANNOTATION,
  templateOfEntity,
} from './domain/repositoryPlace';
import {
  RepositoryHead,
  RepositoryHost,
  RepositorySource,
} from './sources/types';

const ENTITIES_PER_PAGE = 500;
/** What could not be told may have been a passing trouble. */
const UNDECIDED_RECHECK_MS = 10 * 60_000;

/** What of an entity is needed to find and describe its repository. */
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.owner',
  'relations',
];

/** Hears of repositories whose template has a new release they do not have. */
export type ReleaseListener = (repository: StoredRepository) => Promise<void>;

export interface FleetOptions {
  auth: AuthService;
  catalog: CatalogService;
  store: FleetStore;
  templates: TemplateFolder;
  sources: Record<RepositoryHost, RepositorySource>;
  urls: RepositoryUrls;
  isGithub: (hostname: string) => boolean;
  logger: LoggerService;
  /** Repositories that are compared at the same time. */
  concurrency: number;
  /** Epoch milliseconds. */
  now: () => number;
  onRelease?: ReleaseListener;
}

/** Follows every repository made from a template, and keeps where each stands. */
export class Fleet {
  readonly #options: FleetOptions;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Where an entity's repository is; undefined where it is none we can work with. */
  placeOf(entity: Entity): EntityPlace | undefined {
    return placeOfEntity(entity, this.#options);
  }

  /** Whether an entity says that it was made from a template. */
  isMember(entity: Entity): boolean {
    return Boolean(entity.metadata.annotations?.[TEMPLATE_ANNOTATION]);
  }

  /** Entity refs of the owner of an entity, as the catalog resolved it. */
  ownerOf(entity: Entity): string {
    const relation = entity.relations?.find(
      ({ type }) => type === RELATION_OWNED_BY,
    );
    return relation?.targetRef ?? '';
  }

  /**
   * Looks at all repositories, and compares those that moved, whose template has other versions, or whose
   * declared patches have come to an end. Forgets what is gone from the catalog.
   */
  async refreshAll(signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    const known = new Map(
      (await store.all()).map(repository => [repository.entityRef, repository]),
    );
    const gone = new Set(known.keys());
    const digests = new Map<string, Promise<string>>();
    const filter = {
      [`metadata.annotations.${TEMPLATE_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
    };
    for await (const entities of this.#pages(filter, signal)) {
      const unchanged: string[] = [];
      await this.#eachOf(entities, signal, async entity => {
        const entityRef = stringifyEntityRef(entity);
        if (!this.placeOf(entity)) return;
        gone.delete(entityRef);
        const before = known.get(entityRef);
        if (before && (await this.#isUnchanged(entity, before, digests))) {
          unchanged.push(entityRef);
        } else {
          await this.#compare(entity, before, digests);
        }
      });
      await store.touch(unchanged, this.#now());
    }
    // After an error above, nothing is removed.
    if (!signal.aborted) await store.remove([...gone]);
  }

  /**
   * Compares the entities of a repository of the embedded folder. A new one is in the catalog only a moment after
   * its first push, so an empty answer is asked again.
   *
   * @param delaysMs - how long to wait before each time the catalog is asked
   */
  async refreshRepository(
    id: { owner: string; name: string },
    options: { delaysMs: readonly number[]; signal: AbortSignal },
  ): Promise<void> {
    const key = `local-git:${id.owner}/${id.name}`;
    const filter = {
      // A hint that narrows the search; what counts is the place below.
      'metadata.annotations.companyos.io/repository': `${id.owner}/${id.name}`,
      [`metadata.annotations.${TEMPLATE_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
    };
    for (const delayMs of options.delaysMs) {
      await delay(delayMs, undefined, { signal: options.signal, ref: false });
      let found = false;
      for await (const entities of this.#pages(filter, options.signal)) {
        const here = entities.filter(
          entity => this.placeOf(entity)?.place.key === key,
        );
        found ||= here.length > 0;
        await this.#eachOf(here, options.signal, async entity => {
          await this.check(entity);
        });
      }
      if (found) return;
    }
  }

  /**
   * Compares one entity's repository with its template now.
   *
   * @returns undefined where the entity has no repository of the golden path
   */
  async check(entity: Entity): Promise<StoredRepository | undefined> {
    if (!this.placeOf(entity)) return undefined;
    const before = await this.#options.store.get(stringifyEntityRef(entity));
    return this.#compare(entity, before, new Map());
  }

  /** Compares again what is known by its entity ref. */
  async checkRef(entityRef: string): Promise<void> {
    const { catalog, auth } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (entity) await this.check(entity);
  }

  async #isUnchanged(
    entity: Entity,
    before: StoredRepository,
    digests: Map<string, Promise<string>>,
  ): Promise<boolean> {
    const at = this.placeOf(entity);
    if (!at) return false;
    const head = await this.#options.sources[at.place.host]
      .head(at.place)
      .catch(() => undefined);
    return (
      head !== undefined &&
      head.commit === before.commit &&
      at.place.key === before.repositoryKey &&
      at.place.url === before.repositoryUrl &&
      this.ownerOf(entity) === before.owner &&
      titleOf(entity) === before.title &&
      !(before.recheckAt && before.recheckAt <= this.#now()) &&
      (await this.#digestOf(before.template, digests)) ===
        before.templatesDigest
    );
  }

  async #compare(
    entity: Entity,
    before: StoredRepository | undefined,
    digests: Map<string, Promise<string>>,
  ): Promise<StoredRepository> {
    const { sources, store, templates, now, onRelease, logger } = this.#options;
    const at = this.placeOf(entity);
    if (!at) throw new Error('The entity has no repository');
    const { place } = at;
    const annotated = templateOfEntity(entity);
    let { template, version } = annotated;
    let head: RepositoryHead | undefined;
    let answers: Record<string, unknown> = {};
    let latest: string | undefined;
    let drift: Drift;
    try {
      head = await sources[place.host].head(place);
      if (!head) {
        throw new Error('The repository is not there, or is empty.');
      }
      if (head.branch !== at.branch) {
        throw new Error(
          `The catalog read the entity from the branch ${at.branch}; only the default branch, ${head.branch}, speaks for a repository.`,
        );
      }
      const directory = await sources[place.host].objects(place, [head.commit]);
      const repository = gitReader(directory, head.commit);
      const report = await checkDrift({
        repository,
        templates,
        now: new Date(now()),
      });
      template = report.template ?? template;
      version = report.version ?? version;
      latest = report.latest;
      drift = driftOf(report);
      answers = await readAnswers(repository);
    } catch (error) {
      drift = {
        status: 'undecided',
        behind: 0,
        edited: [],
        patches: [],
        problems: [toError(error).message.slice(0, 1000)],
      };
    }
    const undecidedUntil =
      drift.status === 'undecided'
        ? new Date(now() + UNDECIDED_RECHECK_MS).toISOString()
        : undefined;
    const recheckAt = undecidedUntil ?? nextExpiry(drift);
    const repository: StoredRepository = {
      entityRef: stringifyEntityRef(entity),
      title: titleOf(entity),
      owner: this.ownerOf(entity),
      host: place.host,
      repositoryKey: place.key,
      repositoryUrl: place.url,
      template,
      version,
      ...(latest && { latest }),
      drift,
      answers,
      ...(head && { commit: head.commit }),
      templatesDigest: await this.#digestOf(template, digests),
      ...(recheckAt && { recheckAt }),
      checkedAt: this.#now(),
    };
    // The first look tells nobody: what was released before is no news.
    const isNews =
      before?.latest !== undefined &&
      latest !== undefined &&
      latest !== before.latest &&
      latest !== before.notifiedVersion &&
      drift.behind > 0;
    const notifiedVersion = isNews ? latest : before?.notifiedVersion;
    await store.save({
      ...repository,
      ...(notifiedVersion && { notifiedVersion }),
    });
    if (isNews && onRelease) {
      await onRelease(repository).catch(error =>
        logger.warn(
          `The owner of ${repository.entityRef} could not be told of ${template}@${latest}`,
          toError(error),
        ),
      );
    }
    return repository;
  }

  /** Changes with every version of a template that comes, goes or is released. */
  #digestOf(
    template: string,
    digests: Map<string, Promise<string>>,
  ): Promise<string> {
    let digest = digests.get(template);
    if (!digest) {
      digest = this.#options.templates.versions(template).then(
        versions =>
          `sha256:${createHash('sha256')
            .update(
              JSON.stringify(
                versions.map(({ version, digest: own, release }) => [
                  version,
                  own,
                  Boolean(release),
                ]),
              ),
            )
            .digest('hex')}`,
        () => 'none',
      );
      digests.set(template, digest);
    }
    return digest;
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
          ? { cursor, fields: FIELDS, limit: ENTITIES_PER_PAGE }
          : { filter, fields: FIELDS, limit: ENTITIES_PER_PAGE },
        { credentials },
      );
      yield page.items;
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
  }

  async #eachOf(
    entities: readonly Entity[],
    signal: AbortSignal,
    handle: (entity: Entity) => Promise<void>,
  ): Promise<void> {
    const { concurrency, logger } = this.#options;
    const queue = [...entities];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (signal.aborted) return;
        try {
          await handle(next);
        } catch (error) {
          logger.error(
            `Where ${stringifyEntityRef(next)} stands could not be kept`,
            isError(error) ? error : undefined,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function titleOf(entity: Entity): string {
  return entity.metadata.title ?? entity.metadata.name;
}

async function readAnswers(
  repository: ReturnType<typeof gitReader>,
): Promise<Record<string, unknown>> {
  try {
    const bytes = (await repository.readFiles([GOLDEN_LOCK_PATH])).get(
      GOLDEN_LOCK_PATH,
    );
    return bytes ? { ...readLock(bytes).answers } : {};
  } catch {
    // The report says what is wrong with the lock.
    return {};
  }
}
