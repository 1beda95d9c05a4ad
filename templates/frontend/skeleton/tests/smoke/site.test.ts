import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect, test, vi } from 'vitest';
import { postDeployChecks } from '../../scripts/postDeployChecks.ts';
import { startSite } from '../support/startSite.ts';

/** Generous, because this runs beside other work; passing takes milliseconds. */
const PATIENCE = { timeout: 15_000 };

test('the built site passes the post-deploy check, and drains what it is answering', async () => {
  const site = await startSite({ DRAIN_DELAY_MS: '1500' });
  const results = await postDeployChecks({ baseUrl: site.url, timeoutMs: 10_000 });
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results).toHaveLength(7);

  // A report that is half sent when the signal comes must still be taken.
  const body = JSON.stringify({ kind: 'error', page: 'unknown' });
  const held = httpRequest(`${site.url}/beacons`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  });
  const answered = once(held, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
  held.write(body.slice(0, 5));
  await vi.waitFor(async () => {
    const metrics = await (await fetch(site.metricsUrl)).text();
    expect(metrics).toMatch(/http_requests_in_flight\{[^}]*\} 1/);
  }, PATIENCE);
  const stopped = site.stop();
  await vi.waitFor(async () => {
    expect((await fetch(`${site.url}/readyz`)).status).toBe(503);
  }, PATIENCE);
  held.end(body.slice(5));
  const [response] = await answered;
  response.resume();
  expect(response.statusCode).toBe(204);
  expect(await stopped).toBe(0);
  expect(site.log.at(-1)).toMatchObject({ action: 'shutdown', outcome: 'success' });
});

test('a wrong environment stops the start with every problem and no value', async () => {
  const started = spawn(process.execPath, ['dist/server/main.js'], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: 'hunter2',
      API_BASE_URL: 'http://api.example.com',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect((await once(started, 'close'))[0]).toBe(1);
  expect(output).toContain('PORT must be');
  expect(output).toContain('API_BASE_URL must be HTTPS');
  expect(output).not.toContain('hunter2');
});
