import { Knex } from 'knex';

const TABLE = 'intelgraph_checkpoints';

/** How far feeds were followed. */
export class CheckpointStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** The watermark to go on from; 0 for a feed that was never followed. */
  async read(id: string): Promise<number> {
    const row = await this.#knex(TABLE).where({ id }).first('watermark');
    return Number(row?.watermark ?? 0);
  }

  /** Never goes back: of two that follow, the one that is further ahead holds. */
  async write(id: string, watermark: number, nowMs: number): Promise<void> {
    const row = { id, watermark, updated_at: nowMs };
    await this.#knex(TABLE).insert(row).onConflict('id').ignore();
    await this.#knex(TABLE)
      .where({ id })
      .andWhere('watermark', '<', watermark)
      .update(row);
  }
}
