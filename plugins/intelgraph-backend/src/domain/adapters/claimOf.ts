import { Statement } from '../types';
import { CdeventType } from './parseCdeventType';

/** Happen once to one subject, so that two different contents cannot both be true. */
const ONCE = new Set([
  'approval.closed',
  'approval.created',
  'artifact.packaged',
  'build.finished',
  'build.queued',
  'build.started',
  'change.abandoned',
  'change.created',
  'change.merged',
  'incident.detected',
  'incident.resolved',
  'ticket.closed',
  'ticket.created',
]);
/** All that happens to these happens once. */
const RUNS = new Set(['pipelinerun', 'taskrun', 'testcaserun', 'testsuiterun']);

/**
 * What a fact claims to be the only truth about: the version that the sender names, or otherwise, for what happens once,
 * the kind of event.
 *
 * @param entity - entity ref of what it is about
 * @param type - event type without its version
 */
export function claimOf(
  entity: string,
  type: string,
  claimVersion: string | undefined,
  words: CdeventType | undefined,
): Statement['claim'] {
  if (claimVersion !== undefined) return { entity, version: claimVersion };
  const isOnce =
    words &&
    words.tool === undefined &&
    (RUNS.has(words.subject) ||
      ONCE.has(`${words.subject}.${words.predicate}`));
  return isOnce ? { entity, version: type } : undefined;
}
