import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  Entity,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { LocalGit, RepositoryId, RepositoryUrls } from '@companyos/local-git';
import { claimEntities } from './claimEntities';
import { parseCatalogFile } from './parseCatalogFile';

const CATALOG_FILE = 'catalog-info.yaml';
const MAX_FILE_BYTES = 256 * 1024;
/** How far back a good catalog file is looked for when the newest is bad from the start. */
const MAX_HISTORY = 20;
const PARALLEL_READS = 4;

/** What is known of one repository. */
interface Known {
  readonly id: RepositoryId;
  readonly head: string | undefined;
  readonly createdAt: number;
  readonly entities: readonly Entity[];
}

/** A repository whose `main` stands at another commit than before. */
export interface MovedRepository extends RepositoryId {
  readonly commit: string;
}

const keyOf = ({ owner, name }: RepositoryId) => `${owner}/${name}`;

/**
 * Emits what the `catalog-info.yaml` on `main` of each embedded repository describes, and follows pushes.
 *
 * A look at unchanged repositories starts no process. A bad catalog file keeps the last good entities and
 * says so in their annotation `companyos.io/last-error`; of two repositories that claim one entity the older
 * holds it.
 */
export class LocalGitEntityProvider implements EntityProvider {
  readonly #localGit: LocalGit;
  readonly #urls: RepositoryUrls;
  readonly #logger: LoggerService;
  readonly #pollIntervalMs: number;
  readonly #onMoved: (repositories: MovedRepository[]) => void;

  #connection: EntityProviderConnection | undefined;
  readonly #known = new Map<string, Known>();
  /** What the catalog has of us, by entity reference. */
  #applied = new Map<string, DeferredEntity>();
  /** Whether the catalog was told our whole set once, so that differences are enough. */
  #isComplete = false;
  /** Whether there is something the catalog has not taken yet. */
  #isPending = true;
  readonly #reported = new Set<string>();

  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: {
    localGit: LocalGit;
    urls: RepositoryUrls;
    logger: LoggerService;
    pollIntervalMs: number;
    /** Told after the catalog was, once a move; not for what stood there at the start. */
    onMoved?: (repositories: MovedRepository[]) => void;
  }) {
    this.#localGit = options.localGit;
    this.#urls = options.urls;
    this.#logger = options.logger;
    this.#pollIntervalMs = options.pollIntervalMs;
    this.#onMoved = options.onMoved ?? (() => {});
  }

  getProviderName(): string {
    return 'local-git';
  }

  /** Starts to follow the folder; does not wait for the first look. */
  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    const poll = async () => {
      await this.refresh();
      if (!this.#isStopped) {
        this.#timer = setTimeout(poll, this.#pollIntervalMs);
      }
    };
    poll();
  }

  /** Ends the following, after the look that may be under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#waiting;
    await this.#running;
  }

  /**
   * Looks at all repositories now. Resolves after a look that began after the call, never rejects.
   */
  refresh(): Promise<void> {
    this.#waiting ??= (this.#running ?? Promise.resolve()).then(() => {
      this.#waiting = undefined;
      this.#running = this.#look().catch(error =>
        this.#reportOnce(
          'folder',
          `The embedded repositories could not be read: ${toError(error)}`,
        ),
      );
      return this.#running;
    });
    return this.#waiting;
  }

  async #look(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;

    const heads = await this.#localGit.heads();
    const present = new Set(heads.map(keyOf));
    const gone = [...this.#known.keys()].filter(key => !present.has(key));
    const moved = heads.filter(item => {
      const known = this.#known.get(keyOf(item));
      return !known || known.head !== item.head;
    });
    if (gone.length + moved.length === 0 && !this.#isPending) return;
    const isFirst = !this.#isComplete;
    this.#isPending = true;

    gone.forEach(key => this.#known.delete(key));
    let unreadable = 0;
    const queue = [...moved];
    const work = async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        try {
          this.#known.set(keyOf(item), await this.#read(item, item.head));
        } catch (error) {
          // Not the file's fault: what is known stays, and the next look tries again.
          unreadable += 1;
          this.#reportOnce(
            `read ${keyOf(item)}`,
            `The repository ${keyOf(item)} could not be read: ${toError(
              error,
            )}`,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, work));
    await this.#apply(connection, unreadable === 0);
    this.#isPending = !this.#isComplete;
    const pushed = moved.flatMap(({ owner, name, head }) =>
      head ? [{ owner, name, commit: head }] : [],
    );
    if (!isFirst && pushed.length) this.#onMoved(pushed);
  }

  async #apply(
    connection: EntityProviderConnection,
    isWhole: boolean,
  ): Promise<void> {
    const { claims, disputes } = claimEntities(
      [...this.#known].map(([repository, { createdAt, entities }]) => ({
        repository,
        createdAt,
        entities,
      })),
    );
    for (const { entityRef, holder, refused } of disputes) {
      this.#reportOnce(
        `dispute ${refused} ${entityRef}`,
        `The repository ${refused} describes ${entityRef}, which belongs to the older repository ${holder}; its description is left out`,
      );
    }
    const wanted = new Map(
      [...claims].map(([entityRef, { repository, entity }]) => [
        entityRef,
        { entity, locationKey: `local-git:${repository}` },
      ]),
    );

    if (!this.#isComplete && isWhole) {
      await connection.applyMutation({
        type: 'full',
        entities: [...wanted.values()],
      });
      this.#isComplete = true;
      this.#applied = wanted;
      return;
    }
    const added = [...wanted]
      .filter(
        ([entityRef, deferred]) =>
          JSON.stringify(this.#applied.get(entityRef)) !==
          JSON.stringify(deferred),
      )
      .map(([, deferred]) => deferred);
    const removed = [...this.#applied]
      .filter(
        ([entityRef, { locationKey }]) =>
          wanted.get(entityRef)?.locationKey !== locationKey,
      )
      .map(([, deferred]) => deferred);
    if (added.length + removed.length > 0) {
      await connection.applyMutation({ type: 'delta', added, removed });
      this.#applied = wanted;
    }
  }

  async #read(id: RepositoryId, head: string | undefined): Promise<Known> {
    const previous = this.#known.get(keyOf(id));
    const createdAt =
      previous?.createdAt ?? (await this.#localGit.createdAt(id));
    const known = (entities: readonly Entity[], lastError?: string) => ({
      id,
      head,
      createdAt,
      entities: entities.map(entity =>
        this.#annotate(entity, id, head, lastError),
      ),
    });
    if (head === undefined) return known([]);
    try {
      return known(await this.#entitiesAt(id, head));
    } catch (error) {
      const { name, message } = toError(error);
      if (name !== 'InputError') throw error;
      const reason = `${CATALOG_FILE} at ${head.slice(0, 12)}: ${message}`;
      this.#logger.warn(`${keyOf(id)}: ${reason}`);
      return known(previous?.entities ?? (await this.#lastGood(id)), reason);
    }
  }

  /** @throws InputError when the file is bad */
  async #entitiesAt(id: RepositoryId, ref: string): Promise<Entity[]> {
    try {
      const { bytes } = await this.#localGit.readFile({
        ...id,
        ref,
        path: CATALOG_FILE,
        maxBytes: MAX_FILE_BYTES,
      });
      return await parseCatalogFile(bytes.toString('utf8'));
    } catch (error) {
      if (toError(error).name === 'NotFoundError') return [];
      throw error;
    }
  }

  /** The newest good description in the history, for a portal that starts while the newest is bad. */
  async #lastGood(id: RepositoryId): Promise<Entity[]> {
    for (const { commit } of await this.#localGit.log({
      ...id,
      limit: MAX_HISTORY,
    })) {
      try {
        return await this.#entitiesAt(id, commit);
      } catch (error) {
        if (toError(error).name !== 'InputError') throw error;
      }
    }
    return [];
  }

  #annotate(
    entity: Entity,
    id: RepositoryId,
    head: string | undefined,
    lastError: string | undefined,
  ): Entity {
    const blob = this.#urls.blob(id, CATALOG_FILE);
    const annotations: Record<string, string> = {
      ...entity.metadata.annotations,
      // Ours last: a file may not claim to come from somewhere else.
      [ANNOTATION_LOCATION]: `url:${blob}`,
      [ANNOTATION_ORIGIN_LOCATION]: `url:${blob}`,
      [ANNOTATION_SOURCE_LOCATION]: `url:${this.#urls.tree(id)}`,
      [ANNOTATION_VIEW_URL]: blob,
      'companyos.io/repository': keyOf(id),
      // Also makes the catalog process the entity again when only a file it refers to has changed.
      'companyos.io/commit': head ?? '',
    };
    delete annotations['companyos.io/last-error'];
    if (lastError) {
      annotations['companyos.io/last-error'] = lastError.slice(0, 1000);
    }
    return { ...entity, metadata: { ...entity.metadata, annotations } };
  }

  #reportOnce(key: string, message: string): void {
    if (this.#reported.has(`${key}\n${message}`)) return;
    if (this.#reported.size > 10_000) this.#reported.clear();
    this.#reported.add(`${key}\n${message}`);
    this.#logger.warn(message);
  }
}
