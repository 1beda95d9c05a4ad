import { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { Knex } from 'knex';

/** A row of the catalog's processing loop, with its result. */
export interface ProcessingState {
  entityRef: string;
  /** Epoch ms at which a source last emitted the entity. */
  lastDiscoveryAt: number;
  /** Epoch ms at which it is due for processing. */
  nextUpdateAt: number;
  /** Epoch ms at which the result last changed; undefined when there has been none. */
  lastStitchedAt: number | undefined;
  /** As read from the source, with what the source added. */
  unprocessed: Entity;
  /** As the catalog serves it; undefined until processing has succeeded once. */
  final: Entity | undefined;
  errors: { name: string; message: string }[];
  /** The entities that emitted this one, for example its Location. */
  parentRefs: string[];
  /** Nothing emits the entity any more. */
  orphan: boolean;
}

/**
 * Reads the catalog's own tables, because its API tells neither times nor the errors of
 * an entity that never passed processing. Columns as of catalog-backend 4.0; the tests run
 * the real catalog over SQLite and PostgreSQL, so an upgrade that moves them is noticed.
 */
export class ProcessingStateStore {
  readonly #getClient: () => Promise<Knex>;

  constructor(database: { getClient(): Promise<Knex> }) {
    this.#getClient = () => database.getClient();
  }

  /** The state of one entity, or undefined when the catalog has never heard of it. */
  async read(entityRef: string): Promise<ProcessingState | undefined> {
    const knex = await this.#getClient();
    const row = await knex('refresh_state as r')
      .leftJoin('final_entities as f', 'f.entity_id', 'r.entity_id')
      .where('r.entity_ref', entityRef)
      .first({
        unprocessedEntity: 'r.unprocessed_entity',
        errors: 'r.errors',
        lastDiscoveryAt: 'r.last_discovery_at',
        nextUpdateAt: 'r.next_update_at',
        finalEntity: 'f.final_entity',
        lastUpdatedAt: 'f.last_updated_at',
      });
    if (!row) {
      return undefined;
    }
    const references: { source: string | null }[] = await knex(
      'refresh_state_references',
    )
      .where('target_entity_ref', entityRef)
      .select({ source: 'source_entity_ref' });
    return {
      entityRef,
      lastDiscoveryAt: toEpochMs(row.lastDiscoveryAt),
      nextUpdateAt: toEpochMs(row.nextUpdateAt),
      lastStitchedAt: row.lastUpdatedAt
        ? toEpochMs(row.lastUpdatedAt)
        : undefined,
      unprocessed: JSON.parse(row.unprocessedEntity),
      final: row.finalEntity ? JSON.parse(row.finalEntity) : undefined,
      errors: readErrors(row.errors),
      parentRefs: references.flatMap(({ source }) => source ?? []),
      orphan: references.length === 0,
    };
  }
}

function readErrors(json: string): { name: string; message: string }[] {
  const errors: { name?: unknown; message?: unknown }[] = JSON.parse(
    json || '[]',
  );
  return errors.map(({ name, message }) => ({
    name: String(name ?? 'Error'),
    message: String(message ?? ''),
  }));
}

/** PostgreSQL gives dates; SQLite the text of `CURRENT_TIMESTAMP`, which is UTC. */
function toEpochMs(value: unknown): number {
  let time = NaN;
  if (value instanceof Date) {
    time = value.getTime();
  } else if (typeof value === 'number') {
    time = value;
  } else if (typeof value === 'string') {
    time = Date.parse(
      value.includes('T') ? value : `${value.replace(' ', 'T')}Z`,
    );
  }
  if (Number.isNaN(time)) {
    throw new InputError(`The catalog stores an unknown time: ${value}`);
  }
  return time;
}
