import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { Knex } from 'knex';
import { deployed } from '../__testUtils__/deployed';
import { chainDigest } from '../domain/chainDigest';
import { Position } from '../domain/cursor';
import { readEvent } from '../domain/readEvent';
import { builtInSchemas } from '../domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../domain/schemas/SchemaRegistry';
import { FactLog } from './FactLog';
import { FactReader } from './FactReader';
import { migrateDatabase } from './openDatabase';
import { ProvenanceReader } from './ProvenanceReader';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const registry = new SchemaRegistry(builtInSchemas);
let ids = 0;
const newId = () => `id-${(ids += 1)}`;

/** Few values, so that times tie, contents repeat and claims clash. */
const telling = fc.record({
  source: fc.constantFrom('urn:a', 'urn:b', 'urn:c'),
  id: fc.nat(12).map(String),
  second: fc.nat(2),
  artifact: fc.nat(2),
  ordinal: fc.nat(1),
  version: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
});
type Telling = typeof telling extends fc.Arbitrary<infer T> ? T : never;

const toEvent = (one: Telling): JsonObject =>
  deployed({
    // An id belongs to one content: a source that tells two things has two ids.
    id: `${one.id}-${one.second}-${one.artifact}-${one.ordinal}-${one.version}`,
    source: one.source,
    time: `2026-11-01T10:00:0${one.second}Z`,
    artifact: `pkg:oci/a@${one.artifact}`,
    attributes: {
      ordinal: one.ordinal,
      ...(one.version && { claimversion: one.version }),
    },
  });

async function clear(knex: Knex) {
  for (const table of [
    'facts',
    'bodies',
    'provenance',
    'mentions',
    'recent_mentions',
    'keys',
    'recent_keys',
    'conflicts',
    'edge_statements',
    'commits',
    'sources',
    'quarantine',
  ]) {
    await knex(`intelgraph_${table}`).delete();
  }
  await knex('intelgraph_log').update({ last_seq: 0, last_recorded_at: 0 });
}

async function take(log: FactLog, events: readonly JsonObject[]) {
  const { outcomes } = await log.append(
    events.map(event => readEvent(event, registry)),
    { operationId: 'op', principal: 'p', receivedAtMs: 1_700_000_000_000 },
  );
  return outcomes.map(({ status }) => status);
}

async function whole(reader: FactReader, watermark?: number) {
  const at = watermark ?? (await reader.head()).watermark;
  const filter = { tenant: 'default', watermark: at };
  const page = await reader.page(filter, { limit: 1_000, descending: true });
  return reader.describe(
    await reader.load(page.rows.map(({ seq }) => seq)),
    at,
  );
}

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  it('has one order, the same sources and the same contradictions, however it is told', async () => {
    const knex = await databases.init(id);
    await migrateDatabase(knex);
    const reader = new FactReader(knex);
    await fc.assert(
      fc.asyncProperty(
        fc.array(telling, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat()),
        async (tellings, size, order) => {
          const events = tellings.map(toEvent);
          await clear(knex);
          await take(new FactLog(knex, { newId }), events);
          const expected = await whole(reader);

          await clear(knex);
          // What is new is moved to its place now and then.
          const log = new FactLog(knex, { newId, mostRecent: 5 * size });
          const shuffled = events
            .map(event => ({ event, at: order.next().value }))
            .sort((a, b) => Number(a.at) - Number(b.at))
            .map(({ event }) => event);
          // Some is told twice, and what waits goes together.
          const told = [...shuffled, ...shuffled.slice(0, size)];
          const parts: Promise<string[]>[] = [];
          for (let at = 0; at < told.length; at += size) {
            parts.push(take(log, told.slice(at, at + size)));
          }
          await Promise.all(parts);
          expect(await whole(reader)).toEqual(expected);

          // What is shown is what was said: one fact a content, one source a delivery, all who disagree.
          const contents = new Set(
            tellings.map(one =>
              [one.second, one.artifact, one.ordinal, one.version].join(),
            ),
          );
          expect(expected).toHaveLength(contents.size);
          const deliveries = new Set(
            events.map(event => `${event.source} ${event.id}`),
          );
          expect(expected.flatMap(one => one.provenance)).toHaveLength(
            deliveries.size,
          );
          const claiming = ['1', '2'].map(
            version =>
              [...contents].filter(one => one.endsWith(`,${version}`)).length,
          );
          expect(expected.flatMap(one => one.conflictsWith).length).toBe(
            claiming.reduce((sum, count) => sum + count * (count - 1), 0),
          );
        },
      ),
      { numRuns: id === 'SQLITE_3' ? 40 : 15 },
    );
  });

  it('turns the same pages while others tell more, and skips and repeats nothing', async () => {
    const knex = await databases.init(id);
    await migrateDatabase(knex);
    const reader = new FactReader(knex);
    await fc.assert(
      fc.asyncProperty(
        fc.array(telling, { minLength: 1, maxLength: 30 }),
        fc.array(telling, { maxLength: 15 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (before, meanwhile, limit, descending) => {
          await clear(knex);
          const log = new FactLog(knex, { newId });
          await take(log, before.map(toEvent));
          const { watermark } = await reader.head();
          const filter = { tenant: 'default', watermark };
          const expected = (
            await reader.page(filter, { limit: 1_000, descending })
          ).rows;
          const seen = [];
          let after: Position | undefined;
          for (let page = 0; page < 100; page += 1) {
            const { rows, hasMore } = await reader.page(filter, {
              after,
              limit,
              descending,
            });
            seen.push(...rows);
            if (!hasMore) break;
            after = rows[rows.length - 1];
            const late = meanwhile[page];
            if (late) await take(log, [toEvent(late)]);
          }
          expect(seen).toEqual(expected);
        },
      ),
      { numRuns: id === 'SQLITE_3' ? 40 : 15 },
    );
  });

  it('keeps log and chains whole with several writers at once', async () => {
    const knex = await databases.init(id);
    await migrateDatabase(knex);
    const logs = [0, 1, 2].map(() => new FactLog(knex, { newId }));
    const events = Array.from({ length: 120 }, (_, index) =>
      deployed({
        id: `${index}`,
        source: `urn:${index % 3}`,
        service: `s-${index % 7}`,
        artifact: `pkg:oci/a@${index}`,
      }),
    );
    // Each is told to every writer at about the same time.
    const statuses = await Promise.all(
      logs.flatMap(log =>
        Array.from({ length: 12 }, (_, part) =>
          take(log, events.slice(part * 10, part * 10 + 10)),
        ),
      ),
    );
    const all = statuses.flat();
    expect(all.filter(status => status === 'created')).toHaveLength(120);
    expect(all.filter(status => status === 'duplicate')).toHaveLength(240);
    const seqs = await knex('intelgraph_provenance')
      .orderBy('seq')
      .pluck('seq');
    expect(seqs.map(Number)).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 1),
    );
    const provenance = new ProvenanceReader(knex);
    for (const source of await knex('intelgraph_sources').select('id', 'uri')) {
      const links = await provenance.chain(source.id, 0, 1_000);
      expect(links).toHaveLength(40);
      let previous: Buffer | undefined;
      for (const [at, link] of links.entries()) {
        previous = chainDigest(previous, {
          tenant: 'default',
          source: source.uri,
          ...link,
          index: at + 1,
        });
        expect(link.chainDigest.equals(previous)).toBe(true);
      }
    }
  });
});
