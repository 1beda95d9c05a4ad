import { Knex } from 'knex';
import { ReadResult } from '../domain/types';
import { Appending, LogTables, Offer, Outcome } from './Appending';
import { Dictionary } from './Dictionary';
import { Horizon } from './Horizon';
import { isPostgres } from './openDatabase';
import { KEY_TABLES, MENTION_TABLES, ScatteredTable } from './ScatteredTable';
import { WriteAheadLog } from './WriteAheadLog';

/** What an append came to. */
export interface Appended {
  /** One an item, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Null when nothing became known. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
}

type Alongside = (trx: Knex.Transaction, appended: Appended) => Promise<void>;

/** An append that waits for its turn. */
interface Waiting {
  readonly items: readonly ReadResult[];
  readonly offer: Offer;
  readonly alongside: Alongside;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Items that share a transaction, when several requests wait. */
const MOST_TOGETHER = 5_000;

/**
 * The only way a fact gets into the database. What waits while a transaction is under way goes into the next one
 * together: the same pages of the indexes change again and again, and so they are written once.
 */
export class FactLog {
  readonly #knex: Knex;
  readonly #newId: () => string;
  readonly #waiting: Waiting[] = [];
  readonly #horizon: Horizon;
  readonly #datasync: ((file: string) => Promise<void>) | undefined;
  #writeAheadLog: WriteAheadLog | undefined;
  #isOpen = false;
  #isBusy = false;
  #failure: Error | undefined;
  readonly #tables: LogTables;

  /**
   * @param options.horizon - what readers go by
   * @param options.datasync - done when the content of a file is on the disk
   * @param options.mostRecent - rows that gather beside a table that is hit at random
   */
  constructor(
    knex: Knex,
    options: {
      newId: () => string;
      horizon?: Horizon;
      datasync?: (file: string) => Promise<void>;
      mostRecent?: number;
    },
  ) {
    this.#knex = knex;
    this.#datasync = options.datasync;
    this.#newId = options.newId;
    this.#horizon = options.horizon ?? new Horizon();
    const { mostRecent } = options;
    this.#tables = {
      types: new Dictionary({
        table: 'intelgraph_types',
        columns: { type: 'text' },
      }),
      entities: new Dictionary({
        table: 'intelgraph_entities',
        columns: { tenant: 'text', ref: 'text' },
      }),
      edges: new Dictionary({
        table: 'intelgraph_edges',
        columns: { from_id: 'integer', to_id: 'integer', type: 'text' },
      }),
      keys: new ScatteredTable({
        tables: KEY_TABLES,
        columns: { key: 'bigint', seq: 'bigint' },
        mostRecent,
      }),
      mentions: new ScatteredTable({
        tables: MENTION_TABLES,
        columns: {
          entity_id: 'integer',
          occurred_at: 'bigint',
          ordinal: 'integer',
          fact_key: 'bigint',
          seq: 'bigint',
        },
        mostRecent,
      }),
    };
  }

  /**
   * Takes items in their order, all in one transaction: facts, corroborations, conflicts, what is quarantined and
   * what was rejected. The same items again change nothing.
   *
   * @param alongside - runs in the same transaction, after the items
   * @returns one outcome an item, and the places in the log that they took
   */
  append(
    items: readonly ReadResult[],
    offer: Offer,
    alongside: Alongside = async () => {},
  ): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, offer, alongside, resolve, reject });
      if (!this.#isBusy) this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    for (let group = this.#next(); group.length > 0; group = this.#next()) {
      try {
        await this.#commit(group);
      } catch (error) {
        if (group.length === 1) {
          group[0].reject(error);
        } else {
          // Whoever made it fail fails alone.
          for (const one of group) {
            await this.#commit([one]).catch(one.reject);
          }
        }
      }
    }
    this.#isBusy = false;
    await this.#writeAheadLog?.rest();
  }

  /** Those that go together, in the order in which they came. */
  #next(): Waiting[] {
    let count = 0;
    let items = 0;
    for (const one of this.#waiting) {
      items += one.items.length;
      if (count > 0 && items > MOST_TOGETHER) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** Commits a group; whoever waits in it is told once it is on the disk, while the next may be under way already. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (!this.#isOpen) {
      this.#writeAheadLog = await WriteAheadLog.of(this.#knex, this.#datasync);
      this.#isOpen = true;
    }
    const writeAheadLog = this.#writeAheadLog;
    let show = () => {};
    const run = async (trx: Knex.Transaction) => {
      const done = await this.#appendIn(trx, group);
      for (const [index, { alongside }] of group.entries()) {
        await alongside(trx, done.appended[index]);
      }
      if (writeAheadLog) show = this.#horizon.hideAfter(done.before);
      return done;
    };
    const done = await (writeAheadLog
      ? writeAheadLog.transaction(run)
      : this.#knex.transaction(run)
    ).catch(error => {
      show();
      throw error;
    });
    done.appending.keep();
    const tell = () => {
      show();
      group.forEach(({ resolve }, index) => resolve(done.appended[index]));
    };
    if (!writeAheadLog) {
      tell();
      return;
    }
    writeAheadLog.flush().then(tell, error => {
      // Nobody knows what of it will be there after a start, so nothing may follow it, and nobody sees it.
      this.#failure = error;
      group.forEach(({ reject }) => reject(error));
    });
  }

  async #appendIn(
    trx: Knex.Transaction,
    group: readonly Waiting[],
  ): Promise<{ appending: Appending; appended: Appended[]; before: number }> {
    // One writer at a time: the place in the log, the chains and the watermark depend on it.
    const [head] = await trx('intelgraph_log')
      .where({ id: 1 })
      .select('last_seq', 'last_recorded_at')
      .modify(query => {
        if (isPostgres(trx)) query.forUpdate();
      });
    const before = Number(head.last_seq);
    // Recorded time never goes back, whatever the clock does.
    const recordedAt = Math.max(
      ...group.map(({ offer }) => offer.receivedAtMs),
      Number(head.last_recorded_at),
    );
    const appending = await Appending.prepare(
      trx,
      { tables: this.#tables, newId: this.#newId },
      group.flatMap(({ items }) => items),
      { lastSeq: before, recordedAt },
    );
    const ends = group.map(({ items, offer }) => {
      appending.take(items.length, offer);
      return appending.lastSeq;
    });
    await appending.write();
    if (appending.lastSeq > before) {
      await trx('intelgraph_log')
        .where({ id: 1 })
        .update({ last_seq: appending.lastSeq, last_recorded_at: recordedAt });
    }

    const appended: Appended[] = [];
    let first = before + 1;
    let start = 0;
    for (const [index, { items, offer }] of group.entries()) {
      const last = ends[index];
      const moved = last >= first;
      if (moved) {
        await trx('intelgraph_commits').insert({
          last_seq: last,
          first_seq: first,
          recorded_at: recordedAt,
          operation_id: offer.operationId,
        });
      }
      appended.push({
        outcomes: appending.outcomes.slice(start, start + items.length),
        firstSeq: moved ? first : null,
        lastSeq: moved ? last : null,
      });
      start += items.length;
      first = last + 1;
    }
    return { appending, appended, before };
  }
}
