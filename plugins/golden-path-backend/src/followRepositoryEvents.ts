import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { isRepositoryName } from '@companyos/local-git';
import { UpdateStore } from './database/UpdateStore';
import { Fleet } from './Fleet';
import { Updates } from './Updates';

/** Published when the `main` of a repository of the embedded git folder moved. */
export const LOCAL_GIT_MOVED_TOPIC = 'companyos.local-git.moved';

/**
 * Looks at a repository, and the update that is under way in it, as soon as it was pushed to. The events only
 * save time: what one of them misses, the schedule finds.
 *
 * @param options.signal - ends what is under way
 */
export async function followRepositoryEvents(options: {
  events: EventsService;
  fleet: Fleet;
  updates: Updates;
  updateStore: UpdateStore;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<void> {
  const { events, fleet, updates, updateStore, logger, signal } = options;

  const follow = async (id: { owner: string; name: string }) => {
    const update = await updateStore.openOf(`local-git:${id.owner}/${id.name}`);
    if (update) await updates.advance(update.id);
    await fleet.refreshRepository(id, {
      delaysMs: [0, 1_000, 2_000, 4_000, 8_000],
      signal,
    });
  };

  await events.subscribe({
    id: 'golden-path',
    topics: [LOCAL_GIT_MOVED_TOPIC],
    async onEvent({ eventPayload }) {
      const id = repositoryOf(eventPayload);
      if (!id) {
        logger.warn(
          `Ignored an event of ${LOCAL_GIT_MOVED_TOPIC} without owner and name`,
        );
        return;
      }
      // Not awaited: whoever published the event does not wait for this.
      follow(id).catch(error => {
        if (!signal.aborted) {
          logger.warn(
            `Where ${id.owner}/${id.name} stands could not be found out after a push`,
            toError(error),
          );
        }
      });
    },
  });
}

function repositoryOf(
  payload: unknown,
): { owner: string; name: string } | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { owner, name } = payload as { owner?: unknown; name?: unknown };
  return typeof owner === 'string' &&
    typeof name === 'string' &&
    isRepositoryName(owner) &&
    isRepositoryName(name)
    ? { owner, name }
    : undefined;
}
