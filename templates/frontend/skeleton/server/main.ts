import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { closeServer } from './closeServer.ts';
import { createSite } from './createSite.ts';
import { EnvironmentError, loadEnvironment, type Environment } from './environment.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

function readEnvironment(): Environment {
  try {
    return loadEnvironment(process.env);
  } catch (error) {
    if (error instanceof EnvironmentError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    throw error;
  }
}

const environment = readEnvironment();
const logger = createLogger({ level: environment.logLevel, env: environment.name });
const metrics = createMetrics({ commit: environment.commit });
const site = createSite({ environment, logger, metrics });

async function listen(listener: RequestListener, port: number): Promise<[Server, number]> {
  const server = createServer({ requestTimeout: environment.requestTimeoutMs }, listener);
  server.listen(port, environment.host);
  await once(server, 'listening');
  return [server, (server.address() as AddressInfo).port];
}

/** The metrics of this process alone are on this port, and nothing else. */
const scrapes: RequestListener = (request, response) => {
  if (request.method === 'GET' && request.url === '/metrics') {
    metrics.handler(request, response);
  } else {
    response.writeHead(404).end();
  }
};

const [pages, port] = await listen(site.handle, environment.port);
const [scraped, metricsPort] = await listen(scrapes, environment.metricsPort);

async function shutDown(signal: string): Promise<void> {
  site.phase = 'draining';
  logger.info({ action: 'shutdown', signal }, 'draining');
  // Load balancers need a moment to see that this instance is unready.
  await delay(environment.drainDelayMs);
  const inTime = await closeServer(pages, environment.shutdownTimeoutMs);
  await closeServer(scraped, 1_000);
  await metrics.shutdown();
  logger.info({ action: 'shutdown', outcome: inTime ? 'success' : 'aborted' }, 'stopped');
  process.exitCode = inTime ? 0 : 1;
}

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    void shutDown(signal);
  });
}

logger.info(
  { action: 'listen', outcome: 'success', host: environment.host, port, metrics_port: metricsPort },
  `listening on http://${environment.host}:${String(port)}`,
);
site.phase = 'ready';
logger.info({ action: 'ready', outcome: 'success' }, 'ready');
