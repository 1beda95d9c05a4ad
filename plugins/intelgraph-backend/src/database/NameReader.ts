import { Lane, laneOf } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { marks, selectRows } from './selectRows';

/** An entity that facts speak of. */
export interface KnownEntity {
  readonly id: number;
  readonly ref: string;
  readonly kind: string;
  /** Epoch ms. */
  readonly firstRecordedAt: number;
}

/** Turns names of a question into the numbers under which they are kept. */
export class NameReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** All types of facts that there are. */
  async types(): Promise<{ id: number; type: string }[]> {
    return selectRows<{ id: number; type: string }>(
      this.#knex,
      'SELECT id, type FROM intelgraph_types ORDER BY id',
      [],
    );
  }

  /**
   * Numbers of the types that fit any of the patterns and any of the lanes; undefined when everything does.
   *
   * @param patterns - types without version; a trailing `.*` takes everything below
   */
  async typeIds(
    patterns: readonly string[] | undefined,
    lanes: readonly Lane[] | undefined,
  ): Promise<number[] | undefined> {
    if (!patterns?.length && !lanes?.length) return undefined;
    const fits = (type: string) =>
      (!patterns?.length || patterns.some(one => matches(type, one))) &&
      (!lanes?.length || lanes.includes(laneOf(type)));
    return (await this.types())
      .filter(({ type }) => fits(type))
      .map(({ id }) => id);
  }

  /** Numbers of the sources that there are. */
  async sourceIds(tenant: string, uris: readonly string[]): Promise<number[]> {
    if (uris.length === 0) return [];
    const rows = await selectRows<{ id: number }>(
      this.#knex,
      `SELECT id FROM intelgraph_sources WHERE tenant = ? AND uri IN (${marks(
        uris,
      )})`,
      [tenant, ...uris],
    );
    return rows.map(({ id }) => Number(id));
  }

  /** Number of an entity, or undefined when no fact speaks of it. */
  async entityId(tenant: string, ref: string): Promise<number | undefined> {
    const [row] = await selectRows<{ id: number }>(
      this.#knex,
      'SELECT id FROM intelgraph_entities WHERE tenant = ? AND ref = ?',
      [tenant, ref],
    );
    return row && Number(row.id);
  }

  /** Entities by their references, in that order. */
  async entities(
    tenant: string,
    options: { text?: string; kind?: string; after?: string; limit: number },
  ): Promise<KnownEntity[]> {
    const where = ['tenant = ?'];
    const values: (string | number)[] = [tenant];
    if (options.text !== undefined) {
      where.push(`lower(ref) LIKE ? ESCAPE '!'`);
      values.push(`%${options.text.toLowerCase().replace(/[!%_]/g, '!$&')}%`);
    }
    if (options.kind !== undefined) {
      where.push('kind = ?');
      values.push(options.kind);
    }
    if (options.after !== undefined) {
      where.push('ref > ?');
      values.push(options.after);
    }
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT id, ref, kind, first_recorded_at FROM intelgraph_entities WHERE ${where.join(
        ' AND ',
      )} ORDER BY ref LIMIT ?`,
      [...values, options.limit],
    );
    return rows.map(row => ({
      id: Number(row.id),
      ref: String(row.ref),
      kind: String(row.kind),
      firstRecordedAt: Number(row.first_recorded_at),
    }));
  }
}

function matches(type: string, pattern: string): boolean {
  return pattern.endsWith('.*')
    ? type.startsWith(pattern.slice(0, -1))
    : type === pattern;
}
