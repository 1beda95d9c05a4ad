import { Knex } from 'knex';

const TABLE = 'intelgraph_outbox_lease';

type Row = { name: string; holder: string; expires_at: number | string };

/**
 * The right to do what only one process may do at a time. It ends by itself when its holder is silent, so a
 * killed process blocks nobody for long.
 */
export class Lease {
  readonly #knex: Knex;
  readonly #options: {
    readonly name: string;
    readonly holder: string;
    readonly leaseMs: number;
    readonly now: () => number;
  };

  /**
   * @param options.leaseMs - how long it lasts unless it is renewed
   * @param options.now - epoch ms; the clocks of all processes must agree to well within `leaseMs`
   */
  constructor(
    knex: Knex,
    options: {
      readonly name: string;
      readonly holder: string;
      readonly leaseMs: number;
      readonly now: () => number;
    },
  ) {
    this.#knex = knex;
    this.#options = options;
  }

  /** Takes or renews the lease. @returns whether it is ours now */
  async acquire(): Promise<boolean> {
    const { name, holder, leaseMs, now } = this.#options;
    const nowMs = now();
    const lease = { holder, expires_at: nowMs + leaseMs };
    const updated = await this.#knex<Row>(TABLE)
      .where({ name })
      .andWhere(query =>
        query.where({ holder }).orWhere('expires_at', '<=', nowMs),
      )
      .update(lease);
    if (updated > 0) return true;
    await this.#knex<Row>(TABLE)
      .insert({ name, ...lease })
      .onConflict('name')
      .ignore();
    const row = await this.#knex<Row>(TABLE).where({ name }).first();
    return row?.holder === holder;
  }

  /** Gives the lease back, if it is ours. */
  async release(): Promise<void> {
    const { name, holder } = this.#options;
    await this.#knex<Row>(TABLE).where({ name, holder }).delete();
  }
}
