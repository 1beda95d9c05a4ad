import { EntityContent, EntitySnapshot } from './describeEntity';

const MOST_CHANGES = 100;

/** What became of an entity between two looks. */
export interface EntityChange {
  readonly predicate: 'created' | 'changed' | 'removed';
  readonly content: EntityContent & {
    changes?: { path: string; from?: string; to?: string }[];
  };
}

/**
 * What a later look at an entity tells that an earlier one did not; undefined when that is nothing. Of a removed
 * entity the content says what it last was, without its relations, which are no more.
 */
export function diffEntity(
  before: EntitySnapshot | undefined,
  after: EntitySnapshot | undefined,
): EntityChange | undefined {
  if (!after) {
    if (!before) return undefined;
    const { relations, ...content } = before.content;
    return { predicate: 'removed', content };
  }
  if (!before) return { predicate: 'created', content: after.content };
  const paths = new Set([
    ...Object.keys(before.fields),
    ...Object.keys(after.fields),
  ]);
  const changes = [...paths]
    .filter(path => before.fields[path] !== after.fields[path])
    .sort()
    .map(path => ({
      path,
      ...(path in before.fields && { from: before.fields[path] }),
      ...(path in after.fields && { to: after.fields[path] }),
    }));
  return changes.length
    ? {
        predicate: 'changed',
        content: { ...after.content, changes: changes.slice(0, MOST_CHANGES) },
      }
    : undefined;
}
