import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { DecisionCrawler } from './DecisionCrawler';

/** Published when the `main` of a repository of the embedded git folder moved. */
export const LOCAL_GIT_MOVED_TOPIC = 'companyos.local-git.moved';

/**
 * Reads the records of a repository as soon as it was pushed to. The events only save
 * time: what one of them misses, the schedule finds.
 *
 * @param options.signal - ends what is under way
 */
export async function followRepositoryEvents(options: {
  events: EventsService;
  crawler: DecisionCrawler;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<void> {
  const { events, crawler, logger, signal } = options;
  await events.subscribe({
    id: 'adr',
    topics: [LOCAL_GIT_MOVED_TOPIC],
    async onEvent({ eventPayload }) {
      const repository = repositoryOf(eventPayload);
      if (!repository) {
        logger.warn(
          `Ignored an event of ${LOCAL_GIT_MOVED_TOPIC} without owner and name`,
        );
        return;
      }
      // Not awaited: whoever published the event does not wait for this.
      crawler
        .refreshRepository(repository, {
          delaysMs: [0, 1_000, 2_000, 4_000, 8_000],
          signal,
        })
        .catch(error => {
          if (!signal.aborted) {
            logger.warn(
              `Decision records of ${repository} could not be read after a push`,
              error,
            );
          }
        });
    },
  });
}

function repositoryOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) {
    return undefined;
  }
  const { owner, name } = payload as { owner?: unknown; name?: unknown };
  const isName = (value: unknown) =>
    typeof value === 'string' && /^[\w.-]{1,100}$/.test(value);
  return isName(owner) && isName(name) ? `${owner}/${name}` : undefined;
}
