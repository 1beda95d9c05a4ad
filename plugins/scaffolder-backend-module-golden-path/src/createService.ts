import { setTimeout as delay } from 'node:timers/promises';
import {
  AuditorService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { NotAllowedError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import { JsonObject } from '@backstage/types';
import { digestOf } from '@companyos/golden-engine';
import { CommitAuthor, LocalGit, RepositoryUrls } from '@companyos/local-git';
import { RenderedService } from './renderService';
import { repositoryOf } from './repositoryOf';
import { SerialByKey } from './SerialByKey';
import { ServiceNames } from './ServiceNames';

/**
 * What {@link createService} works with.
 */
export interface CreateServiceDeps {
  readonly localGit: LocalGit;
  readonly urls: RepositoryUrls;
  readonly names: ServiceNames;
  readonly catalog: CatalogService;
  readonly permissions: PermissionsService;
  readonly auditor: AuditorService;
  readonly events: EventsService;
  /** One for all calls: of two creations of one name at the same time, the second sees the first. */
  readonly serial: SerialByKey;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly visibleWithinMs: number;
}

/**
 * Who asks for which service.
 */
export interface CreateServiceRequest {
  readonly service: RenderedService;
  readonly credentials: BackstageCredentials;
  readonly author: CommitAuthor;
  readonly signal?: AbortSignal;
  /** Takes one line for the person who waits. */
  readonly log: (line: string) => void;
  /** Remembers the result over a restart; see the scaffolder's checkpoints. */
  readonly checkpoint: <T extends JsonObject>(
    key: string,
    fn: () => Promise<T>,
  ) => Promise<T>;
}

/**
 * A service that is there.
 */
export interface CreatedService {
  /** False when an earlier call had made it. */
  readonly created: boolean;
  readonly entityRef: string;
  /** URL of the source, as the catalog knows it. */
  readonly remoteUrl: string;
  /** What `git clone` takes. */
  readonly cloneUrl: string;
  /** The commit it began with. */
  readonly commit: string;
  /** Whether the catalog had it before the waiting ended. */
  readonly isVisible: boolean;
}

/** The event that makes the catalog look at the folder at once. */
const LOCAL_GIT_TOPIC = 'companyos.local-git';

/**
 * Publishes a rendered service to the embedded git folder and waits until the catalog shows it.
 *
 * The wish is identified by template, name and owner: asking for it again finds what is there. Every step
 * looks before it acts, so a task can be resumed after any of them; when one fails, those that had changed
 * something are taken back in reverse order, and the log says so.
 *
 * @throws NotAllowedError, InputError for a bad or unknown name or owner, ConflictError that names who has the
 *   name already
 */
export async function createService(
  deps: CreateServiceDeps,
  request: CreateServiceRequest,
): Promise<CreatedService> {
  const { service } = request;
  const meta = {
    template: `${service.template}@${service.version}`,
    repository: `${service.owner.folder}/${service.name}`,
    initiator: principalOf(request.credentials),
    lockDigest: service.lockDigest,
  };
  const event = await deps.auditor.createEvent({
    eventId: 'golden-path-create',
    severityLevel: 'medium',
    meta,
  });
  try {
    const [decision] = await deps.permissions.authorize(
      [{ permission: taskCreatePermission }],
      { credentials: request.credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Creating a service needs the permission ${taskCreatePermission.name}`,
      );
    }
    const created = await deps.serial.run(service.name, () =>
      publish(deps, request),
    );
    await event.success({
      meta: { ...meta, created: created.created, commit: created.commit },
    });
    return created;
  } catch (error) {
    await event.fail({ error: toError(error), meta });
    throw error;
  }
}

async function publish(
  deps: CreateServiceDeps,
  {
    service,
    credentials,
    author,
    signal,
    log,
    checkpoint,
  }: CreateServiceRequest,
): Promise<CreatedService> {
  const { localGit, events } = deps;
  const { name, entityRef } = service;
  const id = { owner: service.owner.folder, name };
  const repository = `${id.owner}/${id.name}`;
  const idempotencyKey = digestOf({
    template: service.template,
    name,
    owner: service.owner.entityRef,
  });
  // Only a hint: without it the catalog finds out at its next look.
  const announce = () =>
    events
      .publish({ topic: LOCAL_GIT_TOPIC, eventPayload: { repository } })
      .catch(error =>
        log(`The catalog could not be told at once: ${toError(error).message}`),
      );

  await deps.names.assertFree({
    name,
    owner: service.owner.entityRef,
    except: repository,
  });

  // The same time on a resumed task: the same commit.
  const { committedAt } = await checkpoint('committed-at', async () => ({
    committedAt: deps.now(),
  }));
  const ensureRepository = () =>
    localGit.createWithFirstCommit({
      ...id,
      description: `${name}, made from ${service.template}@${service.version}`,
      files: service.files,
      message: `feat: begin from the golden path ${service.template}@${service.version}\n\nTemplate ${service.templateDigest}\nAnswers ${service.answersDigest}\n`,
      author,
      committedAt,
      idempotencyKey,
    });

  const compensations = new Map<string, () => Promise<boolean>>();
  const takeBackLater = () =>
    compensations.set(`the repository ${repository}`, async () => {
      const isRemoved = await localGit.removeUntouched({
        ...id,
        idempotencyKey,
      });
      await announce();
      return isRemoved;
    });
  try {
    signal?.throwIfAborted();
    const made = await checkpoint('repository', async () => {
      const { created, firstCommit } = await ensureRepository();
      // Before the checkpoint is stored, for storing can fail too.
      if (created) takeBackLater();
      return { created, firstCommit };
    });
    if (made.created) takeBackLater();
    // What a checkpoint remembers may have been taken back since.
    const { firstCommit } = await ensureRepository();
    log(
      made.created
        ? `Made the repository ${repository} with ${
            service.files.length
          } files at ${firstCommit.slice(0, 12)}`
        : `The repository ${repository} was already made from this template for this owner; it stays as it is`,
    );

    await announce();
    const isVisible = await waitUntilVisible(deps, {
      entityRef,
      isOurs: entity => repositoryOf(entity, deps.urls) === repository,
      credentials,
      signal,
    });
    log(
      isVisible
        ? `The catalog has ${entityRef}`
        : `The catalog does not show ${entityRef} yet; it looks again by itself, and the repository is complete`,
    );
    return {
      created: made.created,
      entityRef,
      remoteUrl: deps.urls.tree(id),
      cloneUrl: localGit.clonePath(id),
      commit: firstCommit,
      isVisible,
    };
  } catch (error) {
    for (const [what, undo] of [...compensations].reverse()) {
      await undo().then(
        isUndone =>
          log(
            isUndone
              ? `Took back ${what}, because a later step failed`
              : `Left ${what} as it is: somebody has pushed to it`,
          ),
        failure =>
          log(`Could not take back ${what}: ${toError(failure).message}`),
      );
    }
    throw error;
  }
}

/** Whether the catalog shows the person the entity, and as ours, before the time is up. */
export async function waitUntilVisible(
  {
    catalog,
    visibleWithinMs,
    now,
  }: Pick<CreateServiceDeps, 'catalog' | 'visibleWithinMs' | 'now'>,
  {
    entityRef,
    isOurs,
    credentials,
    signal,
  }: {
    entityRef: string;
    isOurs: (entity: Entity) => boolean;
    credentials: BackstageCredentials;
    signal?: AbortSignal;
  },
): Promise<boolean> {
  const deadline = now() + visibleWithinMs;
  for (;;) {
    signal?.throwIfAborted();
    // A catalog that is away for a moment is no reason to take a good repository back.
    const entity = await catalog
      .getEntityByRef(entityRef, { credentials })
      .catch(() => undefined);
    if (entity && isOurs(entity)) return true;
    if (now() >= deadline) return false;
    await delay(200, undefined, { signal });
  }
}

/** Who is asking, for the audit log. */
export function principalOf({ principal }: BackstageCredentials): string {
  if (typeof principal !== 'object' || principal === null) return 'unknown';
  if ('userEntityRef' in principal) return String(principal.userEntityRef);
  return 'subject' in principal ? String(principal.subject) : 'unknown';
}
