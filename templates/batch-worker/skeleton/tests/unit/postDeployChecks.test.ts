import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { postDeployChecks, sumOfCounter } from '../../scripts/postDeployChecks.ts';

const METRICS = 'jobs_total{outcome="done"} 3\njobs_total{outcome="retry"} 1\njobs_totals{} 9\n';

async function failures(pages: Record<string, unknown>, expectVersion?: string) {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 503 : 200);
    response.end(typeof page === 'string' ? page : JSON.stringify(page ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const results = await postDeployChecks({
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    maxErrorRatio: 0.25,
    maxAgeSeconds: 60,
    expectVersion,
    timeoutMs: 5_000,
  });
  server.closeAllConnections();
  server.close();
  return results.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
}

const status = (age: number, paused: boolean) => ({
  dependencies: [{ name: 'database', state: 'up' }],
  paused,
  queue: { ready: 1, oldest_age_seconds: age },
});
const GOOD = {
  '/healthz': { status: 'ok' },
  '/readyz': { phase: 'ready' },
  '/health': { service: 's', version: '1.0.0', commit: 'abc' },
  '/status': status(1, false),
  '/metrics': METRICS,
};

test('a worker in good order passes, one that is paused does too', async () => {
  expect(await failures(GOOD, '1.0.0')).toEqual([]);
  expect(await failures({ ...GOOD, '/status': status(999, true) })).toEqual([]);
});

test('what is wrong is named', async () => {
  expect(await failures({ ...GOOD, '/readyz': undefined }, '2.0.0')).toEqual([
    'ready: expected 200, got 503',
    'build info: expected version 2.0.0, got 1.0.0',
  ]);
  expect(
    await failures({
      ...GOOD,
      '/status': status(61, false),
      '/metrics': METRICS.replace(' 1', ' 2'),
    }),
  ).toEqual([
    'queue is taken from: a batch has been due for 61 s',
    'error ratio: 0.4000 of 5 attempts failed',
  ]);
});

test('only the counter itself is summed', () => {
  expect(sumOfCounter(METRICS, 'jobs_total')).toBe(4);
  expect(sumOfCounter(METRICS, 'jobs_total', 'retry')).toBe(1);
  expect(sumOfCounter(METRICS, 'unknown')).toBe(0);
});
