import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test, vi } from 'vitest';
import { postDeployChecks } from '../../scripts/postDeployChecks.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Generous, because this runs beside other work; passing takes milliseconds. */
const PATIENCE = { timeout: 15_000 };
const TRACE_ID = 'b9c7c989f97918e1aaaaaaaaaaaaaaaa';

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

/** Starts the built service the way production does, on a free port. */
async function start(variables: Record<string, string>) {
  const lines: Record<string, unknown>[] = [];
  const started = spawn(
    process.execPath,
    ['--import', './dist/telemetry/register.js', 'dist/main.js'],
    {
      env: { PATH: process.env['PATH'], PORT: '0', ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child = started;
  const exited = once(started, 'exit') as Promise<[number | null]>;
  createInterface({ input: started.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  const { port } = await vi.waitFor(
    () => {
      const ready = lines.some((line) => line['action'] === 'ready');
      const listening = lines.find((line) => line['action'] === 'listen');
      if (!ready || !listening) {
        throw new Error('not ready yet');
      }
      return listening;
    },
    { timeout: 30_000 },
  );
  return { baseUrl: `http://127.0.0.1:${String(port)}`, process: started, lines, exited };
}

test('the built service passes the post-deploy check, keeps a trace together and drains', async () => {
  const spans = join(temporaryFolder(), 'spans.jsonl');
  const service = await start({
    NODE_ENV: 'development',
    DEMO_LOGIN: 'true',
    OTEL_TRACES_EXPORTER: 'file',
    TRACES_FILE: spans,
    DRAIN_DELAY_MS: '1500',
  });

  const results = await postDeployChecks({
    baseUrl: service.baseUrl,
    maxErrorRatio: 0,
    readOnly: false,
    demoLogin: true,
    timeoutMs: 10_000,
  });
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results).toHaveLength(8);

  const traced = await fetch(`${service.baseUrl}/documents/5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b`, {
    headers: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
  });
  expect(await traced.json()).toMatchObject({ status: 404, trace_id: TRACE_ID });
  await vi.waitFor(() => {
    expect(service.lines.find((line) => line['trace_id'] === TRACE_ID)).toMatchObject({
      action: 'GET /documents/:id',
      outcome: 'client_error',
    });
  }, PATIENCE);
  const exported = readFileSync(spans, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((span) => span['trace_id'] === TRACE_ID);
  expect(exported.map((span) => span['name'])).toEqual(
    expect.arrayContaining(['SELECT documents', 'GET /documents/:id']),
  );

  // A request that is half sent when the signal comes must still be answered.
  const body = JSON.stringify({ workspace_id: 'smoke', title: 'Held', content: 'x' });
  const held = httpRequest(`${service.baseUrl}/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  });
  const answered = once(held, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
  held.write(body.slice(0, 5));
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${service.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/http_requests_in_flight\{[^}]*\} 2/);
  }, PATIENCE);
  service.process.kill('SIGTERM');
  await vi.waitFor(async () => {
    expect((await fetch(`${service.baseUrl}/readyz`)).status).toBe(503);
  }, PATIENCE);
  held.end(body.slice(5));
  const [response] = await answered;
  response.resume();
  expect(response.statusCode).toBe(201);
  expect(await service.exited).toEqual([0, null]);
  expect(service.lines.at(-1)).toMatchObject({ action: 'shutdown', outcome: 'success' });
});

test('a wrong environment stops the start with every problem and no value', async () => {
  const started = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: 'hunter2' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child = started;
  let output = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect((await once(started, 'close'))[0]).toBe(1);
  expect(output).toContain('PORT must be');
  expect(output).toContain('DATABASE_URL is required in production');
  expect(output).not.toContain('hunter2');
});
