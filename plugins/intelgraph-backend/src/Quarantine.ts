import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  QuarantineItem,
  QuarantinePage,
  QuarantineStatus,
} from '@companyos/plugin-intelgraph-common';
import { QuarantinedEvent, QuarantineStore } from './database/QuarantineStore';
import { readEvent } from './domain/readEvent';
import { EventSchemas } from './EventSchemas';
import { Ingest } from './Ingest';

/** Events that wait because nobody knew how to read them. */
export class Quarantine {
  readonly #options: {
    readonly store: QuarantineStore;
    readonly schemas: EventSchemas;
    readonly ingest: Ingest;
    readonly now: () => number;
  };

  constructor(options: {
    store: QuarantineStore;
    schemas: EventSchemas;
    ingest: Ingest;
    now: () => number;
  }) {
    this.#options = options;
  }

  /** A page of them, newest first. */
  async list(
    tenant: string,
    query: {
      status?: QuarantineStatus;
      sourceId?: number;
      limit: number;
      cursor?: string;
    },
    maySeeEvents: boolean,
  ): Promise<QuarantinePage> {
    const { limit, cursor, ...filters } = query;
    const found = await this.#options.store.list({
      tenant,
      ...filters,
      ...(cursor !== undefined && { before: readPlace(cursor) }),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page[page.length - 1];
    return {
      items: page.map(event => toItem(event, maySeeEvents)),
      pageInfo: {
        hasNextPage: found.length > limit,
        endCursor:
          found.length > limit && last
            ? Buffer.from(JSON.stringify([last.receivedAt, last.id])).toString(
                'base64url',
              )
            : null,
      },
    };
  }

  /**
   * Takes an event again, as if whoever sent it had sent it now.
   *
   * @throws NotFoundError
   * @throws ConflictError when it was decided on already
   */
  async retry(tenant: string, id: string, by: string): Promise<QuarantineItem> {
    const { store, schemas, ingest, now } = this.#options;
    const event = await this.#waiting(tenant, id);
    const read = readEvent(JSON.parse(event.event), await schemas.registry());
    if (read.kind !== 'read') {
      await store.attempted(id, {
        code: read.kind === 'quarantined' ? read.code : undefined,
        reason:
          read.kind === 'quarantined'
            ? read.reason
            : `${read.pointer || '/'}: ${read.reason}`,
      });
      return this.#get(tenant, id);
    }
    const { results } = await ingest.take(
      {
        subject: event.principal,
        isPerson: event.principal.startsWith('user:'),
      },
      () => [read],
      { via: 'quarantine', tenant },
    );
    const [{ status, reason }] = results;
    if (status === 'quarantined' || status === 'rejected') {
      await store.attempted(id, {
        code: status === 'quarantined' ? 'delivery-reused' : undefined,
        reason: reason ?? status,
      });
    } else {
      await store.decide(id, {
        status: 'taken',
        at: now(),
        by,
        decision: status,
      });
    }
    return this.#get(tenant, id);
  }

  /**
   * Decides that an event will not be taken.
   *
   * @throws NotFoundError
   * @throws ConflictError when it was decided on already
   */
  async discard(
    tenant: string,
    id: string,
    by: string,
    reason: string,
  ): Promise<QuarantineItem> {
    const { store, now } = this.#options;
    await this.#waiting(tenant, id);
    const isDone = await store.decide(id, {
      status: 'discarded',
      at: now(),
      by,
      decision: reason,
    });
    if (!isDone) throw alreadyDecided(id);
    return this.#get(tenant, id);
  }

  async #get(tenant: string, id: string): Promise<QuarantineItem> {
    const event = await this.#options.store.get(tenant, id);
    if (!event) throw new NotFoundError(`There is no quarantined event ${id}`);
    return toItem(event, true);
  }

  async #waiting(tenant: string, id: string): Promise<QuarantinedEvent> {
    const event = await this.#options.store.get(tenant, id);
    if (!event) throw new NotFoundError(`There is no quarantined event ${id}`);
    if (event.status !== 'waiting') throw alreadyDecided(id);
    return event;
  }
}

function alreadyDecided(id: string): ConflictError {
  return new ConflictError(`The quarantined event ${id} waits no more`);
}

function readPlace(cursor: string): { receivedAt: number; id: string } {
  try {
    const [receivedAt, id] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    );
    if (Number.isSafeInteger(receivedAt) && typeof id === 'string') {
      return { receivedAt, id };
    }
  } catch {
    // Told below.
  }
  throw new InputError(
    'The cursor is not one of this list; start again without it',
  );
}

function toItem(
  event: QuarantinedEvent,
  maySeeEvents: boolean,
): QuarantineItem {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    id: event.id,
    source: event.source,
    sourceId: event.sourceId,
    deliveryId: event.deliveryId,
    type: event.type,
    code: event.code,
    reason: event.reason,
    receivedAt: iso(event.receivedAt),
    status: event.status,
    attempts: event.attempts,
    ...(event.decidedAt !== null && { decidedAt: iso(event.decidedAt) }),
    ...(event.decidedBy !== null && { decidedBy: event.decidedBy }),
    ...(event.decision !== null && { decision: event.decision }),
    ...(maySeeEvents && { event: JSON.parse(event.event) }),
  };
}
