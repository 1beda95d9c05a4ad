// Fills a store with facts in batches of 500, as fast as it takes them, and prints what that came to as one line of
// JSON. Beside it, in the same run on the same rows: a page by OFFSET, which is what the timeline does not do.
//   store.ts sqlite FILE FACTS | store.ts postgres URL FACTS
import { randomUUID } from 'node:crypto';
import createKnex, { Knex } from 'knex';
import { FactLog } from '../../plugins/intelgraph-backend/src/database/FactLog';
import { FactReader } from '../../plugins/intelgraph-backend/src/database/FactReader';
import { openDatabase } from '../../plugins/intelgraph-backend/src/database/openDatabase';
import { ensurePartitions } from '../../plugins/intelgraph-backend/src/database/partitions';
import { readEvent } from '../../plugins/intelgraph-backend/src/domain/readEvent';
import { builtInSchemas } from '../../plugins/intelgraph-backend/src/domain/schemas/builtInSchemas';
import { SchemaRegistry } from '../../plugins/intelgraph-backend/src/domain/schemas/SchemaRegistry';
import { makeEvents } from './makeEvents';

const BATCH = 500;
/** Who deliver at the same time, each waiting for its batch to be on disk. */
const WRITERS = 8;
/** Facts over which the cost at a size is measured. */
const WINDOW = 10_000;
const PAGE = 50;
const DEEP_PAGE = 1_000;
const READS = 40;

const [engine, place, count] = process.argv.slice(2);
const total = Number(count);

/** Facts a second: the median of some windows. */
function rate(windows: number[]): number {
  return WINDOW / (median(windows) / 1000);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function p95(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

async function timed(times: number, run: () => Promise<unknown>) {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return p95(taken);
}

async function main() {
  const knex: Knex =
    engine === 'sqlite'
      ? createKnex({
          client: 'better-sqlite3',
          connection: place,
          useNullAsDefault: true,
        })
      : createKnex({ client: 'pg', connection: place });
  await openDatabase({ getClient: async () => knex });
  await ensurePartitions(knex, Date.now());
  const log = new FactLog(knex, { newId: () => randomUUID() });
  const registry = new SchemaRegistry(builtInSchemas);
  // What happens once is not what is measured.
  readEvent(makeEvents(total, 1, total)[0], registry);

  // Each window is one measurement; making and reading the events, which HTTP pays for, is not part of it.
  const windows: number[] = [];
  for (let start = 0; start < total; start += WINDOW) {
    const batches = Array.from({ length: WINDOW / BATCH }, (_, index) =>
      makeEvents(start + index * BATCH, BATCH, total).map(event =>
        readEvent(event as never, registry),
      ),
    );
    const began = performance.now();
    const writer = async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) {
        const { outcomes } = await log.append(batch, {
          operationId: `bench-${start}-${batches.length}`,
          principal: 'external:bench',
          receivedAtMs: Date.now(),
        });
        const odd = outcomes.find(({ status }) => status !== 'created');
        if (odd) throw new Error(`Not taken: ${JSON.stringify(odd)}`);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));
    windows.push(performance.now() - began);
  }

  // As a server in use has it, which analyses by itself, and long after so much was loaded at once.
  if (engine === 'postgres') {
    await knex.raw('VACUUM ANALYZE');
    await knex.raw('CHECKPOINT');
  }
  const reader = new FactReader(knex);
  const { watermark } = await reader.head();
  const byOffset = (offset: number) => () =>
    knex.raw(
      `SELECT seq FROM intelgraph_facts WHERE tenant = 'default' AND seq <= ?
       ORDER BY occurred_at DESC, ordinal DESC, fact_key DESC, seq DESC LIMIT ? OFFSET ?`,
      [watermark, PAGE, offset],
    );
  await byOffset(0)();
  const first = await timed(READS, byOffset(0));
  const deep = await timed(READS, byOffset(PAGE * DEEP_PAGE));
  process.stdout.write(
    `${JSON.stringify({
      factsPerSecond: rate(windows),
      factsPerSecondAtFirst: rate(windows.slice(0, 10)),
      // The last 100,000 by their median, so that one slow flush decides nothing.
      costRatio: median(windows.slice(-10)) / windows[0],
      offsetRatio: deep / first,
    })}\n`,
  );
  await knex.destroy();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
