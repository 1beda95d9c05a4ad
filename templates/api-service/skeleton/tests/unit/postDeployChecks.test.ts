import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { postDeployChecks, sumOfCounter } from '../../scripts/postDeployChecks.ts';

test('a counter is summed over its labels and not mixed up with its neighbours', () => {
  const text = 'a_total{x="1"} 2\na_total{x="2"} 3.5\na_total_more{x="1"} 100\n# a_total 7\n';
  expect(sumOfCounter(text, 'a_total')).toBe(5.5);
  expect(sumOfCounter(text, 'missing')).toBe(0);
});

test('a service that answers nonsense fails every check and breaks none', async () => {
  const server = createServer((_request, response) => {
    response.end('http_requests_total{a="b"} 10\nhttp_request_errors_total{a="b"} 5\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const results = await postDeployChecks({
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    maxErrorRatio: 0.01,
    readOnly: true,
    demoLogin: true,
    timeoutMs: 10_000,
  });
  server.close();
  expect(results).toHaveLength(6);
  expect(results.filter(({ ok }) => ok)).toEqual([]);
  expect(results.at(-1)?.detail).toContain('0.5000 of 10');
});
