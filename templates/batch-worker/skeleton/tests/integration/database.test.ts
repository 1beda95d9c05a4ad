import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { loadEnvironment } from '../../src/config/environment.ts';
import { createWorker } from '../../src/createWorker.ts';
import { openDatabase } from '../../src/models/database.ts';
import { isDatabaseUnavailable } from '../../src/models/databaseUnavailable.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

test('without its database a worker does not start, and can be tried again', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const database = await openDatabase({
    url: `postgres://app@127.0.0.1:${String(port)}/app`,
    poolMax: 1,
    timeoutMs: 500,
    onConnectionError: () => undefined,
  });
  const logger = createLogger({ level: 'silent', env: 'test', region: 'eu' });
  const worker = await createWorker(loadEnvironment({ NODE_ENV: 'test' }), logger, database);
  const failures = [await worker.start().catch(String), await worker.start().catch(String)];
  expect(failures).toEqual([
    expect.stringContaining('ECONNREFUSED'),
    expect.stringContaining('ECONNREFUSED'),
  ]);
  await expect(database.ping()).rejects.toSatisfy(isDatabaseUnavailable);
  expect(await worker.readiness.dependencies()).toMatchObject([{ state: 'down' }]);
  expect(await worker.stop()).toBe(true);
  await worker.metrics.shutdown();
  await database.close();
});

test.each([
  [{ code: '57P01' }, true],
  [{ message: 'Connection terminated unexpectedly' }, true],
  [{ code: '23503' }, false],
])('%o is unavailable: %s', (properties, expected) => {
  expect(isDatabaseUnavailable(Object.assign(new Error('x'), properties))).toBe(expected);
});
