import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadEnvironment } from '../../src/config/environment.ts';
import { createService, type Service } from '../../src/createService.ts';
import { openDatabase, type Database } from '../../src/models/database.ts';
import { migrate } from '../../src/models/migrate.ts';
import { closeServer } from '../../src/closeServer.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** What a request brought back. `body` is parsed when it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A whole service on a free port, with its log at hand. */
export interface TestService {
  readonly baseUrl: string;
  readonly server: Server;
  readonly service: Service;
  readonly database: Database;
  /** Log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  stop(): Promise<void>;
}

interface StartOptions {
  /** Another service's database: already migrated, and left open by `stop`. */
  readonly database?: Database;
  /** False leaves the database untouched and the service in phase `starting`. */
  readonly prepare?: boolean;
}

/** Starts the service with these variables on top of a test environment; ready unless told otherwise. */
export async function startTestService(
  variables: Record<string, string | undefined> = {},
  options: StartOptions = {},
): Promise<TestService> {
  const environment = loadEnvironment({
    NODE_ENV: 'test',
    DATABASE_TIMEOUT_MS: '2000',
    ...variables,
  });
  const log: Record<string, unknown>[] = [];
  const logger = createLogger(
    { level: 'debug', env: environment.name, region: environment.region },
    {
      write: (line: string) => {
        log.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  );
  const database =
    options.database ??
    (await openDatabase({
      url: environment.databaseUrl,
      poolMax: 4,
      timeoutMs: environment.databaseTimeoutMs,
      onConnectionError: (error) => {
        logger.warn({ err: error }, 'idle connection broke');
      },
    }));
  const service = await createService(environment, logger, database);
  if (options.prepare !== false) {
    if (!options.database) {
      await migrate(database);
    }
    service.readiness.phase = 'ready';
  }
  const server = createServer(service.app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    baseUrl,
    server,
    service,
    database,
    log,
    async request(method, path, body, headers = {}) {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? (JSON.parse(text) as unknown) : text,
      };
    },
    async stop() {
      await closeServer(server, 2_000);
      await service.metrics.shutdown();
      if (!options.database) {
        await database.close();
      }
    },
  };
}
