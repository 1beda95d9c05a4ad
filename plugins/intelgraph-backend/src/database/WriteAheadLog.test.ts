import createKnex, { Knex } from 'knex';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deployed } from '../__testUtils__/deployed';
import { readEvent } from '../domain/readEvent';
import { builtInSchemas } from '../domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../domain/schemas/SchemaRegistry';
import { FactLog } from './FactLog';
import { FactReader } from './FactReader';
import { Horizon } from './Horizon';
import { openDatabase } from './openDatabase';
import { WriteAheadLog } from './WriteAheadLog';

const registry = new SchemaRegistry(builtInSchemas);
const offer = {
  operationId: 'op',
  principal: 'external:ci',
  receivedAtMs: Date.UTC(2026, 10, 28),
};
const event = (id: string) =>
  readEvent(deployed({ id, artifact: `pkg:oci/x@${id}` }), registry);

describe('WriteAheadLog', () => {
  let folder: string;
  let knex: Knex;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'companyos-wal-'));
    knex = createKnex({
      client: 'better-sqlite3',
      connection: join(folder, 'log.sqlite'),
      useNullAsDefault: true,
    });
    await openDatabase({ getClient: async () => knex });
  });

  afterEach(async () => {
    await knex.destroy();
    rmSync(folder, { recursive: true });
  });

  it('tells nobody of what is not on the disk yet, and shows it to nobody', async () => {
    const synced: Array<() => void> = [];
    const horizon = new Horizon();
    const log = new FactLog(knex, {
      newId: () => 'id',
      horizon,
      datasync: file => {
        expect(file).toBe(join(folder, 'log.sqlite-wal'));
        return new Promise<void>(resolve => {
          synced.push(resolve);
        });
      },
    });
    const reader = new FactReader(knex, horizon);
    const done: string[] = [];
    const first = log.append([event('1')], offer).then(() => done.push('1'));
    while (synced.length < 1) await delay(1);
    const second = log.append([event('2')], offer).then(() => done.push('2'));
    while (synced.length < 2) await delay(1);
    const third = log.append([event('3')], offer).then(() => done.push('3'));
    while (synced.length < 3) await delay(1);

    const [{ last_seq: committed }] = await knex('intelgraph_log');
    expect(committed).toBe(3);
    expect(done).toEqual([]);
    expect((await reader.head()).watermark).toBe(0);
    expect(await reader.watermarkAt(offer.receivedAtMs)).toBe(0);

    // What has the second on the disk has the first there as well.
    synced[1]();
    await Promise.all([first, second]);
    expect(done).toEqual(['1', '2']);
    expect((await reader.head()).watermark).toBe(2);
    synced[0]();
    await delay(10);
    expect((await reader.head()).watermark).toBe(2);
    synced[2]();
    await third;
    expect(await reader.head()).toEqual({
      watermark: 3,
      recordedAt: offer.receivedAtMs,
    });
    expect(await reader.watermarkAt(offer.receivedAtMs)).toBe(3);
  });

  it('takes nothing more once the disk has refused something', async () => {
    const horizon = new Horizon();
    const syncs: Array<{ resolve(): void; reject(error: Error): void }> = [];
    const log = new FactLog(knex, {
      newId: () => 'id',
      horizon,
      datasync: () =>
        new Promise<void>((resolve, reject) => {
          syncs.push({ resolve, reject });
        }),
    });
    const reader = new FactReader(knex, horizon);
    const first = log.append([event('1')], offer);
    while (syncs.length < 1) await delay(1);
    const second = log.append([event('2')], offer);
    while (syncs.length < 2) await delay(1);
    syncs[0].reject(new Error('EIO: i/o error, fdatasync'));
    // The system has dropped what it could not write, so that the next time all looks well.
    syncs[1].resolve();
    await expect(first).rejects.toThrow('EIO');
    await expect(second).rejects.toThrow('EIO');
    await expect(log.append([event('3')], offer)).rejects.toThrow('EIO');
    expect((await reader.head()).watermark).toBe(0);
    expect((await knex('intelgraph_log'))[0].last_seq).toBe(2);
  });

  it('goes on after a group that was refused by the database', async () => {
    const log = new FactLog(knex, { newId: () => 'id' });
    const refused = log.append([event('1')], offer, async () => {
      throw new Error('not this one');
    });
    const taken = log.append([event('2')], offer);
    await expect(refused).rejects.toThrow('not this one');
    expect(await taken).toMatchObject({ firstSeq: 1, lastSeq: 1 });
    // What has nothing to do with the log waits for the disk again.
    expect(await knex.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
  });

  it('empties the log while more is written', async () => {
    const log = new FactLog(knex, { newId: () => 'id' });
    const batch = (from: number) =>
      Array.from({ length: 500 }, (_, index) => event(`${from + index}`));
    let most = 0;
    for (let from = 0; from < 40_000; from += 2_000) {
      await Promise.all(
        [0, 500, 1_000, 1_500].map(more =>
          log.append(batch(from + more), offer),
        ),
      );
      const [{ log: pages }] = await knex.raw('PRAGMA wal_checkpoint(NOOP)');
      most = Math.max(most, pages);
    }
    const pagesWritten = (await knex.raw('PRAGMA page_count'))[0].page_count;
    expect(pagesWritten).toBeGreaterThan(15_000);
    // It began anew in between.
    expect(most).toBeGreaterThan(8_000);
    expect(most).toBeLessThan(30_000);
    expect((await knex('intelgraph_facts').count({ count: '*' }))[0]).toEqual({
      count: 40_000,
    });
    expect(await knex.raw('PRAGMA integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
    expect(readdirSync(folder)).toContain('log.sqlite-wal');
  }, 60_000);

  it('goes on without the thread that empties the log, should it end', async () => {
    const warnings: string[] = [];
    const emitWarning = jest
      .spyOn(process, 'emitWarning')
      .mockImplementation(warning => {
        warnings.push(String(warning));
      });
    const writeAheadLog = await WriteAheadLog.of(knex);
    if (!writeAheadLog) throw new Error('There is a log');
    // Where there is no database, nothing can be moved.
    await knex.raw('CREATE TABLE large (text text)');
    const fill = () =>
      writeAheadLog.transaction(async trx => {
        for (let row = 0; row < 40; row += 1) {
          await trx('large').insert({ text: 'x'.repeat(1_000_000) });
        }
      });
    renameSync(join(folder, 'log.sqlite'), join(folder, 'elsewhere.sqlite'));
    await fill();
    await writeAheadLog.rest();
    expect(warnings.join()).toMatch(
      /unable to open database file|ENOENT|does not exist/,
    );
    renameSync(join(folder, 'elsewhere.sqlite'), join(folder, 'log.sqlite'));
    await fill();
    await writeAheadLog.flush();
    expect(await knex('large').count({ count: '*' })).toEqual([{ count: 80 }]);
    emitWarning.mockRestore();
  }, 60_000);
});
