import { EventInput, IntelGraphApi } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { WatchOptions } from './FeedWatch';

/**
 * Records facts and follows them, for back ends.
 *
 * @public
 */
export interface IntelGraphService {
  /**
   * Writes events to the plugin's outbox with the given transaction, so that the change and what is told of it
   * are kept both or not at all. They are delivered afterwards, at least once, in the order in which they were
   * written. Contacts nobody.
   *
   * @param trx - a transaction of the plugin's own database, or its client
   * @throws InputError naming the field, what was expected and what came
   */
  record(
    trx: Knex.Transaction | Knex,
    events: EventInput | EventInput[],
  ): Promise<void>;

  /** The API of IntelGraph, called as this plugin. */
  query(): IntelGraphApi;

  /**
   * Follows the feed: all facts, or those of some types, in the order in which they became known, each at least
   * once. Ends with the signal, with `stop`, or with the plugin.
   */
  watch(options: WatchOptions): { stop(): Promise<void> };
}
