import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  parseLocationRef,
} from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';
import { isCoveredBy } from './isCoveredBy';
import { ProcessingState, ProcessingStateStore } from './ProcessingStateStore';

/** Where an entity is read from. */
export interface ProcessingLocation {
  type: string;
  target: string;
}

/** Why an entity is as it is: when it was read, from where, and what went wrong. */
export interface ProcessingStatus {
  entityRef: string;
  /** ISO time at which a source last emitted it. */
  lastDiscoveryAt: string;
  /** ISO time at which it is due for processing; in the past while it waits its turn. */
  nextUpdateAt: string;
  /** ISO time of the last change to what the catalog shows; null before the first. */
  lastStitchedAt: string | null;
  location: ProcessingLocation | null;
  originLocation: ProcessingLocation | null;
  /**
   * Its own errors first, then those of the locations it comes from: when a file is gone
   * or does not parse, the error stands there and the entity only stays as it was.
   */
  errors: { name: string; message: string; entityRef: string }[];
  /** Nothing emits the entity any more. */
  orphan: boolean;
  /** The source says something that the catalog does not show (yet). */
  unprocessedDiffers: boolean;
}

/** Locations nest (all.yaml lists people.yaml lists …); nobody nests them deeper. */
const MAX_DEPTH = 5;

/**
 * Assembles the status of an entity.
 *
 * @param mayRead - which of the given refs the caller may read; errors of locations that
 *   the caller may not read are left out
 * @returns undefined when the catalog has never heard of the entity
 */
export async function readProcessingStatus(
  store: ProcessingStateStore,
  entityRef: string,
  mayRead: (entityRefs: string[]) => Promise<string[]>,
): Promise<ProcessingStatus | undefined> {
  const state = await store.read(entityRef);
  if (!state) {
    return undefined;
  }
  const parents = await readParents(store, state);
  const readable = await mayRead([
    ...new Set(parents.map(parent => parent.entityRef)),
  ]);
  const annotations =
    (state.final ?? state.unprocessed).metadata.annotations ?? {};
  return {
    entityRef,
    lastDiscoveryAt: new Date(state.lastDiscoveryAt).toISOString(),
    nextUpdateAt: new Date(state.nextUpdateAt).toISOString(),
    lastStitchedAt:
      state.lastStitchedAt === undefined
        ? null
        : new Date(state.lastStitchedAt).toISOString(),
    location: readLocation(annotations[ANNOTATION_LOCATION]),
    originLocation: readLocation(annotations[ANNOTATION_ORIGIN_LOCATION]),
    errors: [
      state,
      ...parents.filter(parent => readable.includes(parent.entityRef)),
    ].flatMap(({ errors, entityRef: ref }) =>
      errors.map(error => ({ ...error, entityRef: ref })),
    ),
    orphan: state.orphan,
    unprocessedDiffers: !isCoveredBy(
      authored(state.unprocessed),
      state.final && authored(state.final),
    ),
  };
}

async function readParents(
  store: ProcessingStateStore,
  state: ProcessingState,
): Promise<ProcessingState[]> {
  const seen = new Map<string, ProcessingState>();
  let refs = state.parentRefs;
  for (let depth = 0; depth < MAX_DEPTH && refs.length; depth++) {
    const next: string[] = [];
    for (const ref of refs) {
      const parent = seen.has(ref) ? undefined : await store.read(ref);
      if (parent) {
        seen.set(ref, parent);
        next.push(...parent.parentRefs);
      }
    }
    refs = next;
  }
  return [...seen.values()];
}

/** What the author of an entity file writes, without what sources and the catalog add. */
function authored(entity: Entity): JsonValue {
  const { apiVersion, kind, metadata, spec } = entity;
  const { title, description, labels, tags, links } = metadata;
  return JSON.parse(
    JSON.stringify({
      apiVersion,
      kind,
      spec,
      metadata: { title, description, labels, tags, links },
    }),
  );
}

function readLocation(ref: string | undefined): ProcessingLocation | null {
  if (!ref) {
    return null;
  }
  try {
    return parseLocationRef(ref);
  } catch {
    // An author can write anything into an annotation; then there is no location to show.
    return null;
  }
}
