import { Compatibility } from '@companyos/plugin-intelgraph-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';

/** A version of an event type that somebody registered. */
export interface RegisteredSchema {
  readonly type: string;
  readonly version: string;
  readonly compatibility: Compatibility;
  readonly schema: JsonObject;
  readonly registeredBy: string;
  readonly registeredAt: number;
}

/** Keeps event types beyond those that are built in. */
export class SchemaStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<RegisteredSchema[]> {
    const rows = await this.#knex('intelgraph_schemas').orderBy([
      'registered_at',
      'type',
      'version',
    ]);
    return rows.map(row => ({
      type: row.type,
      version: row.version,
      compatibility: row.compatibility,
      schema: JSON.parse(row.body),
      registeredBy: row.registered_by,
      registeredAt: Number(row.registered_at),
    }));
  }

  /** How many there are; tells whether another replica added one. */
  async count(): Promise<number> {
    const [row] = await this.#knex('intelgraph_schemas').count({ count: '*' });
    return Number(row.count);
  }

  /** @returns false when the version is there already */
  async add(schema: RegisteredSchema): Promise<boolean> {
    const added = await this.#knex('intelgraph_schemas')
      .insert({
        type: schema.type,
        version: schema.version,
        compatibility: schema.compatibility,
        body: JSON.stringify(schema.schema),
        registered_by: schema.registeredBy,
        registered_at: schema.registeredAt,
      })
      .onConflict(['type', 'version'])
      .ignore()
      .returning('type');
    return added.length === 1;
  }
}
