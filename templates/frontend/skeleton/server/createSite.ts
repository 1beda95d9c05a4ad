import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { BEACON_PATH } from '../config/beacons.ts';
import { CSP_REPORT_PATH, securityHeaders } from '../config/csp.ts';
import { pageAt } from '../config/routes.ts';
import { BodyError, receiveBeacon, receiveCspReport } from './beacons.ts';
import type { Environment } from './environment.ts';
import type { Metrics } from './metrics.ts';
import { publicConfig } from './publicConfig.ts';
import { sendFile } from './sendFile.ts';
import { rootUrl } from './serviceInfo.ts';
import { CACHE, madeFile, readSite, type SiteFile } from './siteFiles.ts';

/** What an instance is doing; only `ready` gets traffic. */
export type Phase = 'starting' | 'ready' | 'draining';

/** The site as a request handler of `node:http`. */
export interface Site {
  phase: Phase;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What {@link createSite} needs. */
export interface SiteSettings {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where the built pages lie. */
  readonly folder?: string;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly traceId: string;
  readonly requestId: string;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const PROBES = new Set(['/healthz', '/readyz']);

/** The path, decoded once; undefined when it can't be one: what is above the root, is not text or has a NUL. */
function pathOf(url: string): string | undefined {
  const [raw = ''] = url.split(/[?#]/, 1);
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  const safe =
    path.startsWith('/') &&
    !/[\0\\]/.test(path) &&
    !path.split('/').some((segment) => segment === '..' || segment === '.');
  return safe ? path : undefined;
}

/** Paths are chosen by callers; labels are not. */
function routeOf(path: string, files: ReadonlyMap<string, SiteFile>): string {
  if (path.startsWith('/assets/')) {
    return files.has(path) ? '/assets' : 'unmatched';
  }
  if (files.has(path) || [...PROBES, '/health', BEACON_PATH, CSP_REPORT_PATH].includes(path)) {
    return path;
  }
  return pageAt(path) ?? 'unmatched';
}

function sendJson(response: ServerResponse, status: number, body: unknown, type: string): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  response
    .writeHead(status, {
      'cache-control': CACHE.never,
      'content-type': type,
      'content-length': bytes.length,
    })
    .end(response.req.method === 'HEAD' ? undefined : bytes);
}

function sendProblem(exchange: Exchange, status: number, kind: string, detail: string): void {
  const { response, path, traceId, requestId } = exchange;
  sendJson(
    response,
    status,
    {
      type: `urn:companyos:problem:${kind}`,
      title: kind.replaceAll('-', ' '),
      status,
      detail,
      instance: path,
      trace_id: traceId,
      request_id: requestId,
    },
    'application/problem+json',
  );
}

/**
 * Puts the built pages, their settings and the probes behind one handler.
 *
 * @throws Error when the pages are not built, or the settings are not fit to be public.
 */
export function createSite({ environment, logger, metrics, folder }: SiteSettings): Site {
  const startedAt = new Date().toISOString();
  const config = publicConfig(environment);
  const files = readSite(folder ?? fileURLToPath(new URL('dist/web/', rootUrl)));
  files.set(
    '/config.json',
    madeFile(`${JSON.stringify(config)}\n`, 'application/json; charset=utf-8', CACHE.revalidate),
  );
  const headers = securityHeaders({
    connectOrigins: environment.apiBaseUrl.startsWith('/')
      ? []
      : [new URL(environment.apiBaseUrl).origin],
  });
  const site: Site = { phase: 'starting', handle };

  async function receive(exchange: Exchange): Promise<void> {
    const { request, response, path } = exchange;
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      response.setHeader('connection', 'close');
      sendProblem(exchange, 403, 'forbidden', 'Reports come from pages of this site.');
      return;
    }
    try {
      await (path === BEACON_PATH
        ? receiveBeacon(request, metrics)
        : receiveCspReport(request, metrics, logger));
      response.writeHead(204, { 'cache-control': CACHE.never }).end();
    } catch (error) {
      if (!(error instanceof BodyError)) {
        throw error;
      }
      // What is left of the body is not read.
      response.setHeader('connection', 'close');
      sendProblem(exchange, error.status, 'bad-request', `The body ${error.message}.`);
    }
  }

  function sendPage({ request, response }: Exchange, status: number): void {
    const index = files.get('/index.html');
    if (index) {
      sendFile(request, response, index, status);
    }
  }

  async function answer(exchange: Exchange): Promise<void> {
    const { request, response, path } = exchange;
    const takesReports = path === BEACON_PATH || path === CSP_REPORT_PATH;
    if (takesReports && request.method === 'POST') {
      return receive(exchange);
    }
    if (takesReports || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.setHeader('allow', takesReports ? 'POST' : 'GET, HEAD');
      sendProblem(
        exchange,
        405,
        'method-not-allowed',
        `${String(request.method)} is not for this.`,
      );
      return;
    }
    if (path === '/healthz') {
      sendJson(response, 200, { status: 'ok' }, 'application/json');
      return;
    }
    if (path === '/readyz') {
      const ready = site.phase === 'ready';
      const status = ready ? 'ready' : 'unavailable';
      sendJson(response, ready ? 200 : 503, { status, phase: site.phase }, 'application/json');
      return;
    }
    if (path === '/health') {
      const { service, version, commit } = config;
      const build = { status: 'ok', service, version, commit, started_at: startedAt };
      sendJson(response, 200, build, 'application/json');
      return;
    }
    const file = path === '/index.html' ? undefined : files.get(path);
    if (file) {
      sendFile(request, response, file);
      return;
    }
    // A file that is not there must not become a page: a browser that asked for a script would run it.
    if (path.startsWith('/assets/') || /\.\w+$/.test(path)) {
      sendProblem(exchange, 404, 'not-found', 'There is no such file.');
      return;
    }
    sendPage(exchange, pageAt(path) === undefined ? 404 : 200);
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const startedMs = performance.now();
    const requestEnded = metrics.requestStarted();
    const { traceparent } = request.headers;
    const [, given] = TRACEPARENT.exec(typeof traceparent === 'string' ? traceparent : '') ?? [];
    const path = pathOf(request.url ?? '/');
    const exchange: Exchange = {
      request,
      response,
      path: path ?? '/',
      traceId: given ?? randomBytes(16).toString('hex'),
      requestId: randomUUID(),
    };
    const route = path === undefined ? 'unmatched' : routeOf(path, files);
    response.setHeaders(
      new Map(
        Object.entries({
          ...headers,
          'x-trace-id': exchange.traceId,
          'x-request-id': exchange.requestId,
        }),
      ),
    );
    response.once('close', () => {
      const latencyMs = performance.now() - startedMs;
      // 499 is the usual stand-in for "the client left before the answer".
      const status = response.writableFinished ? response.statusCode : 499;
      requestEnded({ route, method: request.method ?? 'GET', status }, latencyMs / 1_000);
      logger[status < 400 && (PROBES.has(route) || route === '/assets') ? 'debug' : 'info'](
        {
          trace_id: exchange.traceId,
          request_id: exchange.requestId,
          action: `${String(request.method)} ${route}`,
          resource: exchange.path.slice(0, 200),
          outcome: status >= 500 ? 'error' : status >= 400 ? 'client_error' : 'success',
          status,
          latency_ms: Math.round(latencyMs * 1_000) / 1_000,
        },
        'request',
      );
    });
    if (path === undefined) {
      sendProblem(exchange, 400, 'bad-request', 'The path is not one.');
      return;
    }
    answer(exchange).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      logger.error({ err: error, trace_id: exchange.traceId, outcome: 'error' }, 'request failed');
      sendProblem(exchange, 500, 'internal-error', 'Something went wrong here.');
    });
  }

  return site;
}
