import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test, vi } from 'vitest';
import { postDeployChecks } from '../../scripts/postDeployChecks.ts';

const PATIENCE = { timeout: 30_000, interval: 100 };
let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

test('the built worker does what is in its queue, passes the post-deploy check and drains', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  const spans = join(folder, 'spans.jsonl');
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'development',
    DEV_DATABASE_DIR: join(folder, 'postgres'),
    OTEL_TRACES_EXPORTER: 'file',
    TRACES_FILE: spans,
    PORT: '0',
    POLL_INTERVAL_MS: '200',
  };
  const enqueued = execFileSync(
    process.execPath,
    ['--import', './src/telemetry/register.ts', 'scripts/seed.ts', '--scenario', 'smoke'],
    { env, encoding: 'utf8' },
  );
  expect(enqueued).toBe('smoke: 1 added, 0 already there\n');

  const lines: Record<string, unknown>[] = [];
  const started = spawn(
    process.execPath,
    ['--import', './dist/telemetry/register.js', 'dist/main.js'],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child = started;
  const exited = once(started, 'exit');
  createInterface({ input: started.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  const job = await vi.waitFor(() => {
    const line = lines.find(({ action }) => action === 'job');
    if (!line) {
      throw new Error('no job is done yet');
    }
    return line;
  }, PATIENCE);
  expect(job).toMatchObject({ outcome: 'done', resource: 'import-records' });
  // Sent by one process, done by another, one trace.
  const names = readFileSync(spans, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((span) => span['trace_id'] === job['trace_id'])
    .map((span) => span['name']);
  expect(names).toEqual(
    expect.arrayContaining(['send import-records', 'import chunk', 'process import-records']),
  );

  const port = lines.find(({ action }) => action === 'listen')?.['port'];
  await vi.waitFor(() => {
    expect(lines.some(({ action }) => action === 'ready')).toBe(true);
  }, PATIENCE);
  const results = await postDeployChecks({
    baseUrl: `http://127.0.0.1:${String(port)}`,
    maxErrorRatio: 0,
    maxAgeSeconds: 60,
    timeoutMs: 10_000,
  });
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results).toHaveLength(6);
  started.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(lines.at(-1)).toMatchObject({ action: 'shutdown', outcome: 'success' });
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
