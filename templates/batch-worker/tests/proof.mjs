// What only this template promises; templates/testing proves what all of them do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { startPostgres } from '../../../scripts/postgres.mjs';

const NAME = 'hello-prod';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const RECORDS = 4000;
const KILLS = 4;

/** Settings with which a batch of thousands takes long enough to be interrupted, and a dead worker is missed soon. */
const INTERRUPTIBLE = {
  CHUNK_SIZE: '25',
  CHUNK_PAUSE_MS: '40',
  HEARTBEAT_SECONDS: '10',
  SUPERVISE_INTERVAL_SECONDS: '1',
  POLL_INTERVAL_MS: '100',
  FLAGS_REFRESH_MS: '100',
  MAX_ATTEMPTS: '3',
};

/** Starts the build in the clone on a free port, and waits until it is ready. */
async function start(ctx, databaseUrl, env = {}) {
  const log = [];
  const child = ctx.spawn(
    process.execPath,
    ['--import', './dist/telemetry/register.js', 'dist/main.js'],
    {
      cwd: ctx.clone,
      env: {
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        PORT: '0',
        ...INTERRUPTIBLE,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  createInterface({ input: child.stdout }).on('line', line =>
    log.push(JSON.parse(line)),
  );
  await ctx.eventually('the worker is ready', () => {
    assert.equal(child.exitCode, null, 'the worker stopped while starting');
    return log.some(line => line.action === 'ready');
  });
  const { port } = log.find(line => line.action === 'listen');
  return { child, log, baseUrl: `http://127.0.0.1:${port}` };
}

async function end(worker, signal) {
  const exited = once(worker.child, 'exit');
  worker.child.kill(signal);
  return exited;
}

async function get(worker, path) {
  const response = await fetch(`${worker.baseUrl}${path}`);
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: /json/.test(response.headers.get('content-type') ?? '')
      ? JSON.parse(text)
      : undefined,
  };
}

const valid = (count, prefix) =>
  Array.from({ length: count }, (_, index) => ({
    external_id: `${prefix}-${index}`,
    name: `Record ${index}`,
    amount_cents: 7,
    currency: 'EUR',
  }));

/** A script of the repository, on the database of the proof. */
function script(ctx, service, name, ...args) {
  return ctx.run(
    process.execPath,
    ['--import', './src/telemetry/register.ts', `scripts/${name}.ts`, ...args],
    ctx.clone,
    { DATABASE_URL: service.url, HEARTBEAT_SECONDS: '10' },
  );
}

function enqueue(ctx, service, key, source, records, ...args) {
  const file = join(ctx.workspace, `${key}.json`);
  writeFileSync(file, JSON.stringify(records));
  return JSON.parse(
    script(
      ctx,
      service,
      'enqueue',
      '--key',
      key,
      '--source',
      source,
      '--file',
      file,
      ...args,
    ),
  );
}

function batchOf(service, id) {
  return service.client
    .query('select * from batches where id = $1', [id])
    .then(({ rows }) => rows[0]);
}

function until(ctx, service, id, what, holds) {
  return ctx.eventually(what, async () => {
    const batch = await batchOf(service, id);
    return holds(batch) && batch;
  });
}

/** What is in the table, and what the counter beside it says. */
async function counted(service, source) {
  const { rows } = await service.client.query(
    `select count(*)::int as records, count(distinct external_id)::int as ids,
            (select records from source_totals where source = $1) as totals,
            (select amount_cents::int from source_totals where source = $1) as cents
     from records where source = $1`,
    [source],
  );
  return rows[0];
}

export default {
  name: NAME,

  invalidAnswers: [
    { name: NAME, description: 'ends with a colon:' },
    { name: NAME, owner: '{{ values.name }}' },
  ],

  awkwardAnswers: {
    name: 'null',
    owner: 'group:default/A.b_c',
    description:
      "Zahlungen: prüfen & buchen (EU/US), 1 – 2 + 3; it's fine - really.",
    system: 'system:default/developer-experience',
    tier: 'tier-1',
    dataClassification: 'pii',
  },

  /** The build, in production mode, on a PostgreSQL of its own. */
  async boot(ctx) {
    const server = await startPostgres();
    const url = `${server.url}/postgres`;
    const require = createRequire(join(ctx.clone, 'package.json'));
    const client = new (require('pg').Client)({ connectionString: url });
    await client.connect();
    const service = { server, url, client };
    try {
      service.worker = await start(ctx, url);
    } catch (error) {
      await client.end();
      await server.stop();
      throw error;
    }
    return service;
  },

  async probe(ctx, { worker }) {
    for (const [path, expected] of [
      ['/healthz', { status: 'ok' }],
      ['/readyz', { status: 'ready', phase: 'ready' }],
      ['/health', { service: NAME, version: '0.1.0' }],
      ['/status', { service: NAME, status: 'up', paused: false, in_flight: 0 }],
    ]) {
      const { status, json } = await get(worker, path);
      assert.equal(status, 200, path);
      assert.partialDeepStrictEqual(json, expected);
    }
    const { text } = await get(worker, '/metrics');
    assert.match(text, /service_build_info\{service="hello-prod"/);
    assert.match(text, /queue_oldest_job_age_seconds\{[^}]*\} 0/);
    assert.match(text, /dead_letters_open\{[^}]*\} 0/);
    assert.equal((await get(worker, '/batches')).status, 404);
  },

  async stop(ctx, service) {
    try {
      assert.deepEqual(await end(service.worker, 'SIGTERM'), [0, null]);
    } finally {
      await service.client.end();
      await service.server.stop();
    }
  },

  tests: {
    'the trace of whoever sends a batch reaches the log line of whoever did it':
      async (ctx, service) => {
        const sent = enqueue(
          ctx,
          service,
          'traced',
          'traced',
          valid(10, 'traced'),
          '--traceparent',
          `00-${TRACE_ID}-00f067aa0ba902b7-01`,
        );
        assert.equal(sent.trace_id, TRACE_ID);
        const line = await ctx.eventually('the batch is done', () =>
          service.worker.log.find(
            ({ action, batch_id }) =>
              action === 'job' && batch_id === sent.batch_id,
          ),
        );
        assert.equal(line.outcome, 'done');
        assert.equal(line.trace_id, TRACE_ID);
      },

    'the same key is the same batch, and other content under it is refused':
      async (ctx, service) => {
        const first = enqueue(ctx, service, 'key', 'keyed', valid(5, 'key'));
        const again = enqueue(ctx, service, 'key', 'keyed', valid(5, 'key'));
        assert.equal(again.batch_id, first.batch_id);
        assert.deepEqual([first.created, again.created], [true, false]);
        assert.throws(
          () => enqueue(ctx, service, 'key', 'keyed', valid(6, 'key')),
          /used for a batch with other content/,
        );
        await until(
          ctx,
          service,
          first.batch_id,
          'it is done',
          ({ state }) => state === 'done',
        );
        assert.equal((await counted(service, 'keyed')).totals, 5);
      },

    'killed again and again in the middle of a batch: nothing lost, nothing twice':
      async (ctx, service) => {
        const { batch_id } = enqueue(
          ctx,
          service,
          'killed',
          'killed',
          valid(RECORDS, 'killed'),
        );
        const cursors = [];
        let before = 0;
        for (let kill = 0; kill < KILLS; kill += 1) {
          const target = before + 300;
          await until(
            ctx,
            service,
            batch_id,
            'the worker is in the middle of it',
            ({ cursor }) => cursor >= target,
          );
          assert.deepEqual(await end(service.worker, 'SIGKILL'), [
            null,
            'SIGKILL',
          ]);
          // One statement: what the killed worker had sent may still be committed by the server.
          const { rows } = await service.client.query(
            `select cursor, state,
                    (select count(*)::int from records where batch_id = batches.id) as records,
                    (select records from source_totals where source = batches.source) as totals
             from batches where id = $1`,
            [batch_id],
          );
          const [{ cursor, ...found }] = rows;
          assert.deepEqual(
            found,
            { state: 'open', records: cursor, totals: cursor },
            'effect and checkpoint are one',
          );
          assert.ok(cursor < RECORDS);
          cursors.push((before = cursor));
          service.worker = await start(ctx, service.url);
        }
        const done = await until(
          ctx,
          service,
          batch_id,
          'the batch is done',
          ({ state }) => state === 'done',
        );
        assert.equal(done.imported, RECORDS);
        assert.equal(done.duplicates, 0, 'no record was even tried twice');
        assert.equal(done.dead, 0);
        assert.deepEqual(await counted(service, 'killed'), {
          records: RECORDS,
          ids: RECORDS,
          totals: RECORDS,
          cents: RECORDS * 7,
        });
        ctx.figures.killed_at = cursors;
      },

    'SIGTERM in the middle of a batch drains, and the next worker goes on from the checkpoint':
      async (ctx, service) => {
        const { batch_id } = enqueue(
          ctx,
          service,
          'drained',
          'drained',
          valid(2000, 'drained'),
        );
        await until(
          ctx,
          service,
          batch_id,
          'the worker is in the middle of it',
          ({ cursor }) => cursor > 0,
        );
        assert.deepEqual(await end(service.worker, 'SIGTERM'), [0, null]);
        assert.ok(
          service.worker.log.some(({ outcome }) => outcome === 'released'),
        );
        const { cursor, state, lease, attempts } = await batchOf(
          service,
          batch_id,
        );
        assert.deepEqual([state, lease, attempts], ['open', null, 0]);
        assert.ok(cursor < 2000);
        service.worker = await start(ctx, service.url, { CHUNK_PAUSE_MS: '0' });
        await until(
          ctx,
          service,
          batch_id,
          'the batch is done',
          batch => batch.state === 'done',
        );
        assert.deepEqual(await counted(service, 'drained'), {
          records: 2000,
          ids: 2000,
          totals: 2000,
          cents: 14000,
        });
      },

    'connections that break in the middle of a batch end no worker': async (
      ctx,
      service,
    ) => {
      const { batch_id } = enqueue(
        ctx,
        service,
        'broken',
        'broken',
        valid(RECORDS, 'broken'),
      );
      let target = 100;
      for (let round = 0; round < 5; round += 1) {
        const { cursor } = await until(
          ctx,
          service,
          batch_id,
          'the worker makes progress',
          batch => batch.cursor >= target || batch.state === 'done',
        );
        target = cursor + 200;
        await service.client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        );
      }
      const done = await until(
        ctx,
        service,
        batch_id,
        'the batch is done',
        ({ state }) => state !== 'open',
      );
      assert.equal(service.worker.child.exitCode, null);
      assert.deepEqual([done.state, done.imported], ['done', RECORDS]);
      assert.deepEqual(await counted(service, 'broken'), {
        records: RECORDS,
        ids: RECORDS,
        totals: RECORDS,
        cents: RECORDS * 7,
      });
    },

    'batches with the same records in other orders do not wait for each other in a circle':
      async (ctx, service) => {
        assert.deepEqual(await end(service.worker, 'SIGTERM'), [0, null]);
        const records = valid(1000, 'same');
        const ids = [0, 1, 2, 3].map(
          index =>
            enqueue(
              ctx,
              service,
              `same-${index}`,
              'same',
              index % 2 === 0 ? records : records.toReversed(),
            ).batch_id,
        );
        service.worker = await start(ctx, service.url, {
          CHUNK_SIZE: '1000',
          WORKER_CONCURRENCY: '4',
          FEATURE_FLAGS: 'bulk-import=off',
        });
        for (const id of ids)
          await until(
            ctx,
            service,
            id,
            'the batch is done',
            ({ state }) => state === 'done',
          );
        assert.deepEqual(
          service.worker.log.filter(({ outcome }) => outcome === 'error'),
          [],
        );
        assert.equal((await counted(service, 'same')).totals, 1000);
        await end(service.worker, 'SIGTERM');
        service.worker = await start(ctx, service.url);
      },

    'poison becomes dead letters with reasons; after a fix the replay imports it':
      async (ctx, service) => {
        const records = valid(500, 'poison');
        records[100] = { ...records[100], currency: 'SEK' };
        records[200] = { external_id: 'poison-200', amount_cents: 'a lot' };
        records[499] = { ...records[499], currency: 'SEK' };
        const { batch_id } = enqueue(ctx, service, 'poison', 'poison', records);
        const batch = await until(
          ctx,
          service,
          batch_id,
          'the batch is done in spite of it',
          ({ state }) => state === 'done',
        );
        assert.deepEqual([batch.imported, batch.dead], [497, 3]);
        const { rows } = await service.client.query(
          'select position, reason from dead_letters where batch_id = $1 order by position',
          [batch_id],
        );
        assert.deepEqual(
          rows.map(({ position }) => position),
          [100, 200, 499],
        );
        assert.match(rows[0].reason, /records_currency_fkey \(23503\)/);
        assert.match(rows[1].reason, /amount_cents: .*number/);
        assert.match(
          (await get(service.worker, '/metrics')).text,
          /dead_letters_open\{[^}]*\} 3/,
        );

        const dry = script(ctx, service, 'replay', '--job', batch_id);
        assert.match(dry, /"dry_run":true.*"letters":3/);
        assert.throws(
          () => script(ctx, service, 'replay', '--job', batch_id, '--execute'),
          /--reason/,
        );
        await service.client.query("insert into currencies values ('SEK')");
        const audit = JSON.parse(
          script(
            ctx,
            service,
            'replay',
            '--job',
            batch_id,
            '--execute',
            '--reason',
            'SEK added',
            '--by',
            'proof',
          )
            .trim()
            .split('\n')
            .at(-1),
        );
        assert.partialDeepStrictEqual(audit, {
          action: 'replay',
          dry_run: false,
          requested_by: 'proof',
          reason: 'SEK added',
          letters: 3,
        });
        const replayed = await until(
          ctx,
          service,
          audit.batch_ids[0],
          'the replay is done',
          ({ state }) => state === 'done',
        );
        assert.deepEqual([replayed.imported, replayed.dead], [2, 1]);
        assert.equal((await counted(service, 'poison')).totals, 499);
        const kept = await service.client.query('select * from replays');
        assert.partialDeepStrictEqual(kept.rows, [
          { id: audit.replay_id, requested_by: 'proof', letters: 3 },
        ]);
        assert.match(
          script(ctx, service, 'replay', '--job', batch_id),
          /"letters":0/,
        );
      },

    'the kill switch stops intake without a restart, and gives it back': async (
      ctx,
      service,
    ) => {
      const file = join(ctx.clone, 'feature-flags/pause-imports.yaml');
      const text = readFileSync(file, 'utf8');
      const paused = expected =>
        ctx.eventually(
          `paused is ${expected}`,
          async () =>
            (await get(service.worker, '/status')).json.paused === expected,
        );
      try {
        writeFileSync(
          file,
          text.replace('default_variant: off', 'default_variant: on'),
        );
        await paused(true);
        const { batch_id } = enqueue(
          ctx,
          service,
          'paused',
          'paused',
          valid(50, 'paused'),
        );
        // Long enough for ten rounds of an intake that did not stop.
        const { log } = service.worker;
        const polls = (await get(service.worker, '/status')).json;
        assert.partialDeepStrictEqual(polls, {
          in_flight: 0,
          queue: { ready: 1 },
        });
        // A restart does not let it in either.
        assert.deepEqual(await end(service.worker, 'SIGTERM'), [0, null]);
        assert.ok(!log.some(line => line.batch_id === batch_id));
        service.worker = await start(ctx, service.url);
        await paused(true);
        assert.equal((await batchOf(service, batch_id)).cursor, 0);
        writeFileSync(file, text);
        await paused(false);
        await until(
          ctx,
          service,
          batch_id,
          'the batch is done',
          ({ state }) => state === 'done',
        );
      } finally {
        writeFileSync(file, text);
      }
    },

    'the integration tests pass on a real server, too': (ctx, service) => {
      ctx.run('make', ['test-integration'], ctx.clone, {
        TEST_DATABASE_URL: service.url,
      });
    },
  },

  checks: {
    'the chart makes no Service and no route, and lets in nobody but Prometheus':
      ctx => {
        const manifests = ctx.run('helm', [
          'template',
          'proof',
          join(ctx.clone, 'deploy/helm'),
        ]);
        assert.doesNotMatch(manifests, /kind: (Service|HTTPRoute)$/m);
        assert.match(manifests, /kubernetes\.io\/metadata\.name: "monitoring"/);
        assert.doesNotMatch(manifests, /gateway-system/);
      },

    'the canary takes the share of instances it was given': ctx => {
      const file = join(ctx.workspace, 'canary.json');
      writeFileSync(
        file,
        JSON.stringify({
          replicas: 10,
          canary: { enabled: true, weight: 20, image: { tag: '0.2.0' } },
        }),
      );
      const manifests = ctx.run('helm', [
        'template',
        'proof',
        join(ctx.clone, 'deploy/helm'),
        '--values',
        file,
      ]);
      assert.deepEqual(
        [...manifests.matchAll(/^ {2}replicas: (\d+)$/gm)].map(([, n]) => n),
        ['8', '2'],
      );
    },

    'a release follows from the commits': ctx => {
      const folder = join(ctx.workspace, 'release');
      ctx.git(ctx.workspace, 'clone', '--quiet', ctx.clone, folder);
      symlinkSync(
        join(ctx.clone, 'node_modules'),
        join(folder, 'node_modules'),
      );
      // A link is no folder, which is what the ignore file of the repository names.
      writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
      ctx.git(folder, 'config', 'user.name', 'Template test');
      ctx.git(folder, 'config', 'user.email', 'template-test@example.invalid');
      ctx.run('make', ['release'], folder);
      assert.equal(ctx.git(folder, 'describe').trim(), 'v0.1.0');
      assert.equal(ctx.git(folder, 'status', '--porcelain'), '');
    },

    'the image is not root, and its base can be pinned by digest': ctx => {
      const dockerfile = ctx.read('docker/Dockerfile');
      assert.match(dockerfile, /^ARG NODE_IMAGE=node:24-bookworm-slim$/m);
      assert.match(dockerfile.split(' AS production')[1], /^USER 1000:1000$/m);
    },
  },
};
