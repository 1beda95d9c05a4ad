import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  EventInput,
  IntelGraphApi,
  IntelGraphClient,
} from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { CheckpointStore } from './database/CheckpointStore';
import { Lease } from './database/Lease';
import { FeedWatch, WatchOptions } from './FeedWatch';
import { IntelGraphService } from './IntelGraphService';
import { Outbox, serviceFetch } from './Outbox';

/**
 * Published after facts were recorded, with `{ watermark }`. A doorbell: what it says may be old, and it may not
 * ring at all.
 *
 * @public
 */
export const INTELGRAPH_RECORDED_TOPIC = 'companyos.intelgraph.recorded';

/** As long as a handler may take before another replica takes the same facts as well. */
const WATCH_LEASE_MS = 30_000;

/** {@link IntelGraphService} over the plugin's outbox and HTTP. */
export class DefaultIntelGraphService implements IntelGraphService {
  readonly #outbox: Outbox;
  readonly #api: IntelGraphApi;
  readonly #deps: {
    readonly events: EventsService;
    readonly logger: LoggerService;
  };
  readonly #watches = new Set<FeedWatch>();

  constructor(deps: {
    readonly outbox: Outbox;
    readonly auth: AuthService;
    readonly discovery: DiscoveryService;
    readonly events: EventsService;
    readonly logger: LoggerService;
  }) {
    this.#deps = deps;
    this.#outbox = deps.outbox;
    this.#api = new IntelGraphClient({
      baseUrl: () => deps.discovery.getBaseUrl('intelgraph'),
      fetch: serviceFetch(deps.auth),
    });
  }

  record(
    trx: Knex.Transaction | Knex,
    events: EventInput | EventInput[],
  ): Promise<void> {
    return this.#outbox.record(trx, events);
  }

  query(): IntelGraphApi {
    return this.#api;
  }

  watch(options: WatchOptions): { stop(): Promise<void> } {
    const { logger, events } = this.#deps;
    const { knex, holder } = this.#outbox;
    const now = () => Date.now();
    const watch = new FeedWatch(options, {
      api: this.#api,
      checkpoints: new CheckpointStore(knex),
      lease: new Lease(knex, {
        name: `watch:${options.id}`,
        holder,
        leaseMs: WATCH_LEASE_MS,
        now,
      }),
      logger,
      now,
      random: Math.random,
    });
    this.#watches.add(watch);
    events
      .subscribe({
        id: `intelgraph-watch-${options.id}`,
        topics: [INTELGRAPH_RECORDED_TOPIC],
        onEvent: async () => watch.wake(),
      })
      .catch(error =>
        logger.warn(
          `New facts are looked for every ten seconds only (${options.id})`,
          toError(error),
        ),
      );
    watch.start();
    return {
      stop: () => {
        this.#watches.delete(watch);
        return watch.stop();
      },
    };
  }

  /** Ends all watches. */
  async stop(): Promise<void> {
    await Promise.all([...this.#watches].map(watch => watch.stop()));
  }
}
