import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { FeedPage, FeedQuery } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { CheckpointStore } from './database/CheckpointStore';
import { Lease } from './database/Lease';
import { migrateOutbox } from './database/migrateOutbox';
import { FeedItem, FeedWatch } from './FeedWatch';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const item = (seq: number) => ({ seq } as FeedItem);
const page = (
  seqs: number[],
  watermark: number,
  hasMore = false,
): FeedPage => ({
  items: seqs.map(item),
  watermark,
  hasMore,
});

describe.each(databases.eachSupportedId())('watch on %s', databaseId => {
  let knex: Knex;
  const getFeed = jest.fn<Promise<FeedPage>, [FeedQuery?]>();
  const onFacts = jest.fn<Promise<void>, [FeedItem[]]>();
  const logger = mockServices.logger.mock();
  let nowMs = 0;

  beforeEach(async () => {
    jest.resetAllMocks();
    onFacts.mockResolvedValue(undefined);
    knex = await databases.init(databaseId);
    await migrateOutbox(knex);
    nowMs = 1_790_000_000_000;
  });

  afterEach(() => knex.destroy());

  const watch = (holder = 'one', signal?: AbortSignal) =>
    new FeedWatch(
      { id: 'posture', types: ['dev.cdevents.service.*'], onFacts, signal },
      {
        api: { getFeed },
        checkpoints: new CheckpointStore(knex),
        lease: new Lease(knex, {
          name: 'watch:posture',
          holder,
          leaseMs: 30_000,
          now: () => nowMs,
        }),
        logger,
        now: () => nowMs,
        random: () => 1,
      },
    );
  const seen = () => onFacts.mock.calls.map(([items]) => items.map(i => i.seq));

  it('goes on where it was, page by page, past what is not for it', async () => {
    getFeed
      .mockResolvedValueOnce(page([1, 2], 2, true))
      .mockResolvedValueOnce(page([], 40))
      .mockResolvedValueOnce(page([41], 41));
    const one = watch();
    expect(await one.followNext()).toBe(0);
    expect(await one.followNext()).toBe(10_000);
    expect(await watch().followNext()).toBe(10_000);
    expect(seen()).toEqual([[1, 2], [41]]);
    expect(getFeed.mock.calls.map(([query]) => query?.after)).toEqual([
      0, 2, 40,
    ]);
    expect(getFeed).toHaveBeenLastCalledWith({
      after: 40,
      limit: 200,
      type: ['dev.cdevents.service.*'],
    });
  });

  it('hands facts on again until they were taken, and the same after an outage', async () => {
    getFeed.mockResolvedValue(page([1], 1));
    const one = watch();
    onFacts.mockRejectedValueOnce(new Error('no'));
    expect(await one.followNext()).toBe(1_000);
    getFeed.mockRejectedValueOnce(new Error('down'));
    expect(await one.followNext()).toBe(2_000);
    expect(await one.followNext()).toBe(10_000);
    expect(seen()).toEqual([[1], [1]]);
    expect(logger.warn).not.toHaveBeenCalled();
    getFeed.mockRejectedValue(new Error('down for long'));
    for (let attempt = 0; attempt < 6; attempt += 1) await one.followNext();
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('is done by one replica at a time', async () => {
    getFeed.mockResolvedValue(page([], 0));
    await watch('one').followNext();
    await watch('two').followNext();
    expect(getFeed).toHaveBeenCalledTimes(1);
    nowMs += 30_000;
    await watch('two').followNext();
    expect(getFeed).toHaveBeenCalledTimes(2);
  });

  it('is woken and ends with its signal', async () => {
    const over = new AbortController();
    let onLook = () => {};
    const nextLook = () =>
      new Promise<void>(resolve => {
        onLook = resolve;
      });
    getFeed.mockImplementation(async () => {
      onLook();
      return page([], 0);
    });
    const one = watch('one', over.signal);
    const first = nextLook();
    one.start();
    await first;
    const second = nextLook();
    one.wake();
    await second;
    over.abort();
    await one.stop();
    expect(await knex('intelgraph_outbox_lease')).toEqual([]);
  });
});
