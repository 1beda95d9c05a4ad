import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import {
  IngestResponse,
  IngestStatus,
} from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { join } from 'node:path';
import { Lease } from './database/Lease';
import { migrateOutbox } from './database/migrateOutbox';
import { insertEvents, OutboxStore } from './database/OutboxStore';
import { buildEvent, OutboxEvent } from './domain/buildEvent';
import { Relay } from './Relay';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function event(number: number): OutboxEvent {
  return buildEvent(
    {
      type: 'com.example.test',
      entity: 'component:default/payments',
      time: new Date(0),
      data: { number },
    },
    { id: `event-${number}`, source: 'urn:test' },
  );
}

const events = (...numbers: number[]) => numbers.map(event);
const numbersOf = (sent: readonly OutboxEvent[]) =>
  sent.map(({ id }) => Number(id.slice('event-'.length)));

function answer(...statuses: IngestStatus[]): IngestResponse {
  return {
    operationId: 'operation',
    counts: {} as IngestResponse['counts'],
    results: statuses.map((status, index) => ({
      index,
      status,
      ...(status === 'rejected' && {
        reason: 'number must be text',
        pointer: '/data/number',
      }),
    })),
  };
}

const refusal = (status: number, headers?: Record<string, string>) =>
  ResponseError.fromResponse(new Response('{}', { status, headers }));

describe.each(databases.eachSupportedId())('relay on %s', databaseId => {
  let knex: Knex;
  let nowMs: number;
  let deliver: jest.Mock<
    Promise<IngestResponse>,
    [readonly OutboxEvent[], AbortSignal]
  >;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    knex = await databases.init(databaseId);
    await migrateOutbox(knex);
    nowMs = 1_790_000_000_000;
    deliver = jest.fn(async (sent, _signal) =>
      answer(...sent.map((): IngestStatus => 'created')),
    );
  });

  afterEach(() => knex.destroy());

  function relay(holder = 'one') {
    const now = () => nowMs;
    return new Relay({
      outbox: new OutboxStore(knex),
      lease: new Lease(knex, { name: 'relay', holder, leaseMs: 10_000, now }),
      leaseMs: 10_000,
      requestTimeoutMs: 1_000,
      deliver,
      logger,
      now,
      random: () => 1,
    });
  }
  const record = (...sent: OutboxEvent[]) => insertEvents(knex, sent, nowMs);
  const waiting = async () =>
    numbersOf((await new OutboxStore(knex).oldest(1_000)).map(w => w.event));

  it('delivers everything in order, 500 at a time, and then rests', async () => {
    const all = Array.from({ length: 501 }, (_, index) => index);
    await record(...events(...all));
    const one = relay();
    expect(await one.deliverNext()).toBe(0);
    expect(await one.deliverNext()).toBe(0);
    expect(await one.deliverNext()).toBe(2_000);
    expect(deliver.mock.calls.map(([sent]) => sent.length)).toEqual([500, 1]);
    expect(deliver.mock.calls.flatMap(([sent]) => numbersOf(sent))).toEqual(
      all,
    );
    expect(await waiting()).toEqual([]);
    expect(await knex('intelgraph_outbox_lease')).toEqual([]);
  });

  it('takes every answer but a refusal for done, and puts a refused event aside', async () => {
    await record(...events(1, 2, 3, 4, 5, 6));
    deliver.mockResolvedValue(
      answer(
        'duplicate',
        'corroborated',
        'rejected',
        'conflict',
        'quarantined',
        'created',
      ),
    );
    expect(await relay().deliverNext()).toBe(0);
    expect(await waiting()).toEqual([]);
    const [dead, ...others] = await knex('intelgraph_outbox_dead');
    expect(others).toEqual([]);
    expect({ ...dead, event: JSON.parse(dead.event) }).toMatchObject({
      event: event(3),
      reason: 'number must be text',
      pointer: '/data/number',
    });
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining("number must be text at '/data/number'"),
    );
  });

  it('keeps what has no answer', async () => {
    await record(...events(1, 2));
    deliver.mockResolvedValueOnce(answer('created'));
    const one = relay();
    expect(await one.deliverNext()).toBe(0);
    expect(await waiting()).toEqual([2]);
    deliver.mockResolvedValueOnce(answer());
    expect(await one.deliverNext()).toBe(1_000);
    expect(await waiting()).toEqual([2]);
  });

  it('tries a failed batch again and again, later and later, before anything else', async () => {
    await record(...events(1, 2));
    const one = relay();
    deliver.mockRejectedValue(new TypeError('fetch failed'));
    expect(await one.deliverNext()).toBe(1_000);
    await record(event(3));
    // Not before its time.
    expect(await one.deliverNext()).toBe(1_000);
    expect(deliver).toHaveBeenCalledTimes(1);
    nowMs += 1_000;
    expect(await one.deliverNext()).toBe(2_000);
    nowMs += 2_000;
    expect(await one.deliverNext()).toBe(4_000);
    expect(logger.warn).not.toHaveBeenCalled();
    nowMs += 4_000;
    // A restart changes nothing.
    expect(await relay().deliverNext()).toBe(8_000);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    deliver.mockImplementation(async sent =>
      answer(...sent.map((): IngestStatus => 'created')),
    );
    nowMs += 8_000;
    expect(await one.deliverNext()).toBe(0);
    expect(numbersOf(deliver.mock.lastCall?.[0] ?? [])).toEqual([1, 2, 3]);
  });

  it('waits as long as it is asked to', async () => {
    await record(event(1));
    deliver.mockRejectedValueOnce(await refusal(429, { 'Retry-After': '17' }));
    expect(await relay().deliverNext()).toBe(17_000);
    expect(await waiting()).toEqual([1]);
  });

  it('keeps everything while it is not allowed to deliver, and says so once a minute', async () => {
    await record(event(1));
    deliver.mockRejectedValue(await refusal(403));
    const one = relay();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      nowMs += await one.deliverNext();
    }
    expect(logger.warn).toHaveBeenCalledTimes(1);
    nowMs += 60_000;
    await one.deliverNext();
    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(await waiting()).toEqual([1]);
  });

  it('halves a batch that is too large, and puts aside what is too large alone', async () => {
    await record(...events(1, 2, 3, 4));
    deliver.mockImplementation(async sent => {
      if (sent.length > 2 || numbersOf(sent).includes(3)) {
        throw await refusal(413);
      }
      return answer(...sent.map((): IngestStatus => 'created'));
    });
    const one = relay();
    for (let step = 0; step < 10; step += 1) await one.deliverNext();
    expect(deliver.mock.calls.map(([sent]) => numbersOf(sent))).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
      [3],
      [4],
    ]);
    expect(await waiting()).toEqual([]);
    expect(await knex('intelgraph_outbox_dead').pluck('reason')).toEqual([
      'It is too large',
    ]);
  });

  it('lets one process deliver, until it gives the lease back or is silent', async () => {
    await record(...events(1, 2));
    const [one, two] = [relay('one'), relay('two')];
    deliver.mockRejectedValueOnce(await refusal(503));
    await one.deliverNext();
    nowMs += 1_000;
    // Not while the other may be at it.
    expect(await two.deliverNext()).toBe(2_000);
    expect(deliver).toHaveBeenCalledTimes(1);
    nowMs += 10_000;
    expect(await two.deliverNext()).toBe(0);
    expect(deliver).toHaveBeenCalledTimes(2);

    await record(event(3));
    expect(await one.deliverNext()).toBe(2_000);
    await two.stop();
    expect(await one.deliverNext()).toBe(0);
    expect(await waiting()).toEqual([]);
  });

  it('runs by itself, is woken, and ends the delivery that is under way when it stops', async () => {
    const one = relay();
    let delivered = () => {};
    const first = new Promise<void>(resolve => {
      delivered = resolve;
    });
    deliver.mockImplementationOnce(async sent => {
      delivered();
      return answer(...sent.map((): IngestStatus => 'created'));
    });
    one.start();
    await record(event(1));
    one.wake();
    await first;

    const hanging = new Promise<AbortSignal>(resolve =>
      deliver.mockImplementationOnce(
        (_, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
            resolve(signal);
          }),
      ),
    );
    await record(event(2));
    one.wake();
    const signal = await hanging;
    await one.stop();
    expect(signal.aborted).toBe(true);
    expect(await waiting()).toEqual([2]);
    expect(await knex('intelgraph_outbox_lease')).toEqual([]);
    expect(logger.warn).not.toHaveBeenCalled();
  });
});

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up, hold data and go down', async () => {
    const knex = await databases.init(databaseId);
    await migrateOutbox(knex);
    await migrateOutbox(knex);
    await insertEvents(knex, events(1), 1_790_000_000_000);
    expect(await knex('intelgraph_outbox')).toHaveLength(1);
    await knex.migrate.rollback({
      directory: join(__dirname, '../migrations'),
      tableName: 'intelgraph_outbox_migrations',
    });
    for (const table of [
      'intelgraph_outbox',
      'intelgraph_outbox_dead',
      'intelgraph_outbox_lease',
      'intelgraph_checkpoints',
    ]) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
    await knex.destroy();
  });
});
