import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serveDevApi } from '../../scripts/serveDevApi.ts';

/** One line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The built application, running in a process of its own beside the API in memory. */
export interface RunningSite {
  readonly url: string;
  readonly metricsUrl: string;
  readonly apiUrl: string;
  readonly log: readonly LogLine[];
  /** Sends SIGTERM and returns the exit code of the server. */
  stop(): Promise<number | null>;
}

/**
 * Starts what `make build` made on free ports.
 *
 * @throws Error with what the server wrote when it stops instead of becoming ready.
 */
export async function startSite(
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningSite> {
  const api = await serveDevApi(0);
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: '0',
      METRICS_PORT: '0',
      API_BASE_URL: api.url,
      LOG_LEVEL: 'debug',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  let complaints = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  const exited = once(server, 'exit') as Promise<[number | null]>;
  const ready = new Promise<LogLine>((resolve) => {
    let listening: LogLine = {};
    createInterface({ input: server.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      log.push(line);
      if (line['action'] === 'listen') {
        listening = line;
      }
      if (line['action'] === 'ready') {
        resolve(listening);
      }
    });
  });
  const closeApi = (): void => {
    api.server.closeAllConnections();
    api.server.close();
  };
  const outcome = await Promise.race([ready, exited.then(() => undefined)]);
  if (outcome === undefined) {
    closeApi();
    throw new Error(`the server stopped while starting: ${complaints}`);
  }
  return {
    url: `http://127.0.0.1:${String(outcome['port'])}`,
    metricsUrl: `http://127.0.0.1:${String(outcome['metrics_port'])}/metrics`,
    apiUrl: api.url,
    log,
    async stop() {
      server.kill('SIGTERM');
      const [code] = await exited;
      closeApi();
      return code;
    },
  };
}
