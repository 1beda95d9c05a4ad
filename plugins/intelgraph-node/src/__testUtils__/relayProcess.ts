/**
 * A portal in small, for the kill tests: writes events to an outbox in a SQLite file, each in a transaction with a
 * change, and delivers them over HTTP. Dies by SIGKILL where `KILL_AT` says.
 *
 *     node -r …/nodeTransform.cjs relayProcess.ts FILE URL FIRST COUNT
 */
import { IntelGraphClient } from '@companyos/plugin-intelgraph-common';
import createKnex from 'knex';
import { Lease } from '../database/Lease';
import { migrateOutbox } from '../database/migrateOutbox';
import { insertEvents, OutboxStore } from '../database/OutboxStore';
import { buildEvent } from '../domain/buildEvent';
import { Relay } from '../Relay';

const [file, baseUrl, first, count] = process.argv.slice(2);
const die = (step: string) => {
  if (process.env.KILL_AT === step) process.kill(process.pid, 'SIGKILL');
};
const quiet = () => {};
const logger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  child: () => logger,
};

async function main() {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
  });
  await migrateOutbox(knex);
  if (!(await knex.schema.hasTable('changes'))) {
    await knex.schema.createTable('changes', table => {
      table.integer('number').primary();
    });
  }
  const outbox = new OutboxStore(knex);
  const leaseMs = 200;
  const relay = new Relay({
    outbox,
    lease: new Lease(knex, {
      name: 'relay',
      holder: String(process.pid),
      leaseMs,
      now: Date.now,
    }),
    leaseMs,
    requestTimeoutMs: 10_000,
    deliver: (events, signal) =>
      new IntelGraphClient({
        baseUrl: () => baseUrl,
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: { ...init?.headers, 'X-Pid': String(process.pid) },
            signal,
          }),
      }).ingest(events),
    logger,
    now: Date.now,
    random: () => 0,
    onStep: die,
  });

  const numbers = Array.from(
    { length: Number(count) },
    (_, index) => Number(first) + index,
  );
  for (const number of numbers) {
    await knex.transaction(async trx => {
      await trx('changes').insert({ number });
      await insertEvents(
        trx,
        [
          buildEvent(
            {
              type: 'dev.cdeventsx.companyos-test.made.0.1.0',
              entity: 'component:default/payments',
              time: new Date(),
              data: { number },
            },
            { id: String(number), source: 'urn:test' },
          ),
        ],
        Date.now(),
      );
      if (number === numbers.at(-1)) die('uncommitted');
    });
  }
  die('committed');
  while (await outbox.head()) {
    const waitMs = await relay.deliverNext();
    await new Promise(resolve => setTimeout(resolve, Math.min(waitMs, 50)));
  }
  await relay.stop();
  await knex.destroy();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
