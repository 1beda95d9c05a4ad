// IntelGraph: how fast facts are stored, what a fact costs among a million, and how fast a page of the timeline is
// there, on SQLite and on PostgreSQL. Beside it, on the same rows: paging by OFFSET.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../scripts/lib.mjs';
import { startPostgres } from '../../scripts/postgres.mjs';

const require = createRequire(import.meta.url);
const transform = require.resolve(
  '@backstage/cli-node/config/nodeTransform.cjs',
);
require(transform);
const { makeEvents } = require('../intelgraph/makeEvents.ts');

const FACTS = Number(process.env.BENCH_FACTS ?? 1_000_000);
const STREAMED = Math.min(200_000, FACTS);
const PAGES = 300;
const DEEP_PAGE = Math.min(1_000, Math.floor(FACTS / 50 / 2));
/** So many that pauses of the garbage collector, which one in twenty pages meets, fall on both alike. */
const DEEP_TURNS = 1_000;
const TOKEN = 'bench-token-of-this-machine-only';

const median = values =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const p95 = values =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];

/** Runs a TypeScript program to its end. @returns the JSON of its last line */
async function run(program, args) {
  const child = spawn(
    process.execPath,
    ['--require', transform, join(root, 'bench/intelgraph', program), ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', chunk => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the back end over a database. */
async function startServer(folder, database) {
  const port = await freePort();
  const config = join(folder, 'app-config.bench.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      app: { baseUrl: `http://localhost:${port}` },
      backend: {
        baseUrl: `http://localhost:${port}`,
        listen: { host: '127.0.0.1', port },
        database,
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: TOKEN, subject: 'external:bench' },
            },
          ],
        },
      },
      permission: { enabled: false },
      companyos: { goldenPath: { publish: 'github' } },
      intelgraph: {
        writers: [
          { subject: 'external:bench', sources: ['https://ci.example.com/*'] },
        ],
        limits: { eventsPerSecond: 1_000_000, burst: 1_000_000 },
        // There is nothing to feed on here.
        feeds: {
          catalogInterval: { hours: 10 },
          scaffolderInterval: { hours: 10 },
          localGitInterval: { hours: 10 },
        },
      },
    }),
  );
  const log = join(folder, 'server.log');
  const child = spawn(
    process.execPath,
    [
      // As in a small container: what leaks ends here, and the heap does not grow just because there is room.
      '--max-old-space-size=512',
      '--require',
      transform,
      join(root, 'bench/intelgraph/server.ts'),
      '--config',
      config,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      said = (said + chunk).slice(-20_000);
    });
  }
  const base = `http://127.0.0.1:${port}/api/intelgraph`;
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const get = async path => {
    const response = await fetch(`${base}${path}`, { headers });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  };
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 240) {
      writeFileSync(log, said);
      throw new Error(`The back end did not start:\n${said.slice(-3000)}`);
    }
    try {
      await get('/timeline?limit=1');
      break;
    } catch {
      await delay(250);
    }
  }
  return {
    base,
    headers,
    get,
    /** Resident memory, MiB. */
    memory: () =>
      Number(
        readFileSync(`/proc/${child.pid}/status`, 'utf8').match(
          /VmRSS:\s+(\d+)/,
        )[1],
      ) / 1024,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
    },
  };
}

async function timed(run_) {
  const start = performance.now();
  const result = await run_();
  return { ms: performance.now() - start, result };
}

/** Pages as people ask for them: everything, one service, a lane; each time another. */
async function pages(server) {
  const taken = [];
  for (let index = 0; index < PAGES; index += 1) {
    const query = [
      '',
      `&entity=component:default/service-${(index * 37) % 5_000}`,
      '&lane=deploy',
      `&to=2026-09-${String(1 + (index % 28)).padStart(2, '0')}T12:00:00Z`,
    ][index % 4];
    const { ms } = await timed(() => server.get(`/timeline?limit=50${query}`));
    // The first of each kind finds everything cold.
    if (index >= 8) taken.push(ms);
  }
  return p95(taken);
}

/** From page 1 to page 1,000 by the cursors. @returns p95 of page 1,000 over that of page 1, asked for in turns */
async function deepPages(server) {
  const path = cursor => `/timeline?limit=50${cursor && `&cursor=${cursor}`}`;
  let cursor = '';
  for (let page = 1; page < DEEP_PAGE; page += 1) {
    const { pageInfo } = await server.get(path(cursor));
    cursor = pageInfo.endCursor;
    if (!cursor) throw new Error(`The timeline ended at page ${page}`);
  }
  const first = [];
  const deep = [];
  for (let turn = 0; turn < DEEP_TURNS; turn += 1) {
    first.push((await timed(() => server.get(path('')))).ms);
    deep.push((await timed(() => server.get(path(cursor)))).ms);
  }
  return p95(deep) / p95(first);
}

/** Streams events as NDJSON. @returns facts a second, and what the memory grew by once caches were full: in the second half */
async function stream(server) {
  const memory = [];
  let sent = 0;
  const total = FACTS + STREAMED;
  const body = new ReadableStream({
    pull(controller) {
      if (sent >= STREAMED) {
        controller.close();
        return;
      }
      const lines = makeEvents(FACTS + sent, 500, total).map(event =>
        JSON.stringify(event),
      );
      sent += lines.length;
      if (sent % 5_000 === 0) memory.push(server.memory());
      controller.enqueue(new TextEncoder().encode(`${lines.join('\n')}\n`));
    },
  });
  const start = performance.now();
  const response = await fetch(`${server.base}/events`, {
    method: 'POST',
    headers: { ...server.headers, 'Content-Type': 'application/x-ndjson' },
    body,
    duplex: 'half',
  });
  const results = (await response.text()).trim().split('\n');
  const seconds = (performance.now() - start) / 1000;
  const created = results.filter(line => line.includes('"status":"created"'));
  if (created.length !== STREAMED) {
    throw new Error(
      `Of ${STREAMED} events ${created.length} became facts: ${results.find(
        line => !line.includes('"status":"created"'),
      )}`,
    );
  }
  // It goes up and down with the garbage, and caches fill at first: the middle of the last quarter against that of
  // the second.
  const quarter = Math.floor(memory.length / 4);
  return {
    perSecond: STREAMED / seconds,
    growth: Math.max(
      0,
      median(memory.slice(-quarter)) -
        median(memory.slice(quarter, 2 * quarter)),
    ),
  };
}

async function engine(name, place, database, folder, emit) {
  const store = await run('store.ts', [name, place, String(FACTS)]);
  emit('store_facts_per_s', store.factsPerSecond, {
    unit: '1/s',
    n: FACTS / 10_000,
    against: name,
  });
  emit('store_first_100k_facts_per_s', store.factsPerSecondAtFirst, {
    unit: '1/s',
    n: 10,
    against: name,
  });
  emit('cost_1m_vs_10k', store.costRatio, { unit: 'ratio', against: name });
  emit('offset_page_ratio', store.offsetRatio, {
    unit: 'ratio',
    against: name,
  });
  const server = await startServer(folder, database);
  try {
    emit('timeline_page_p95_ms', await pages(server), {
      unit: 'ms',
      n: PAGES,
      against: name,
    });
    emit('deep_page_ratio', await deepPages(server), {
      unit: 'ratio',
      n: DEEP_TURNS,
      against: name,
    });
    const { perSecond, growth } = await stream(server);
    emit('http_facts_per_s', perSecond, { unit: '1/s', against: name });
    emit('ingest_rss_growth_mib', growth, { unit: 'MiB', against: name });
  } finally {
    await server.stop();
  }
}

export default async function intelgraph(emit) {
  const folder = mkdtempSync(join(tmpdir(), 'companyos-bench-'));
  const postgres = await startPostgres({ durable: true });
  try {
    mkdirSync(join(folder, 'db'));
    await engine(
      'sqlite',
      join(folder, 'db/intelgraph.sqlite'),
      {
        client: 'better-sqlite3',
        connection: { directory: join(folder, 'db') },
      },
      folder,
      emit,
    );
    rmSync(join(folder, 'db'), { recursive: true });
    const url = new URL(postgres.url);
    await run('createDatabase.ts', [`${postgres.url}/postgres`]);
    await engine(
      'postgres',
      `${postgres.url}/bench_plugin_intelgraph`,
      {
        client: 'pg',
        prefix: 'bench_plugin_',
        connection: {
          host: url.hostname,
          port: Number(url.port),
          user: url.username,
        },
      },
      folder,
      emit,
    );
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
