import {
  AuthService,
  DatabaseService,
  DiscoveryService,
  LifecycleService,
  LoggerService,
  PluginMetadataService,
} from '@backstage/backend-plugin-api';
import {
  EventInput,
  IntelGraphClient,
} from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { Lease } from './database/Lease';
import { migrateOutbox } from './database/migrateOutbox';
import { insertEvents, OutboxStore } from './database/OutboxStore';
import { buildEvent } from './domain/buildEvent';
import { Relay } from './Relay';

export const LEASE_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** What an outbox needs of its plugin. */
export interface OutboxDeps {
  readonly auth: AuthService;
  readonly database: DatabaseService;
  readonly discovery: DiscoveryService;
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
  readonly plugin: PluginMetadataService;
}

/** Where time, ids and chance come from. */
export interface Outside {
  /** Epoch, ms. */
  readonly now: () => number;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
}

/** `fetch` that calls IntelGraph as the plugin itself. */
export function serviceFetch(auth: AuthService, signal?: AbortSignal) {
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'intelgraph',
    });
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers, ...(signal && { signal }) });
  };
}

/** The outbox of one plugin: its table, and the relay that empties it. */
export class Outbox {
  readonly knex: Knex;
  /** Who this process is, for leases. */
  readonly holder: string;
  readonly #relay: Relay;
  readonly #source: string;
  readonly #outside: Outside;

  /** Opens the outbox in the plugin's database and starts its relay. */
  static async open(deps: OutboxDeps, outside: Outside): Promise<Outbox> {
    const knex = await deps.database.getClient();
    if (!deps.database.migrations?.skip) await migrateOutbox(knex);
    const holder = outside.newId();
    const { auth, discovery } = deps;
    const relay = new Relay({
      outbox: new OutboxStore(knex),
      lease: new Lease(knex, {
        name: 'relay',
        holder,
        leaseMs: LEASE_MS,
        now: outside.now,
      }),
      leaseMs: LEASE_MS,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      deliver: (events, signal) =>
        new IntelGraphClient({
          baseUrl: () => discovery.getBaseUrl('intelgraph'),
          fetch: serviceFetch(auth, signal),
        }).ingest(events),
      logger: deps.logger,
      now: outside.now,
      random: outside.random,
    });
    deps.lifecycle.addShutdownHook(() => relay.stop());
    relay.start();
    return new Outbox(
      knex,
      holder,
      relay,
      `urn:companyos:${deps.plugin.getId()}`,
      outside,
    );
  }

  private constructor(
    knex: Knex,
    holder: string,
    relay: Relay,
    source: string,
    outside: Outside,
  ) {
    this.knex = knex;
    this.holder = holder;
    this.#relay = relay;
    this.#source = source;
    this.#outside = outside;
  }

  /** @throws InputError */
  async record(
    trx: Knex.Transaction | Knex,
    events: EventInput | EventInput[],
  ): Promise<void> {
    const { now, newId } = this.#outside;
    const built = [events]
      .flat()
      .map(event => buildEvent(event, { id: newId(), source: this.#source }));
    if (!built.length) return;
    await insertEvents(trx, built, now());
    const wake = () => this.#relay.wake();
    if (trx.isTransaction) {
      // After a rollback there is nothing to deliver, and nothing to tell anyone here.
      (trx as Knex.Transaction).executionPromise.then(wake, () => {});
    } else {
      wake();
    }
  }
}
