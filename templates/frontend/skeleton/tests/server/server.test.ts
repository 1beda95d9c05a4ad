import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { closeServer } from '../../server/closeServer.ts';
import { createSite, type Site } from '../../server/createSite.ts';
import { loadEnvironment } from '../../server/environment.ts';
import { createLogger } from '../../server/logger.ts';
import { createMetrics } from '../../server/metrics.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const INDEX = '<!doctype html><title>Documents</title>';
const SCRIPT = `export const text = ${JSON.stringify('x'.repeat(5_000))};\n`;
const ASSET = '/assets/index-AbCd1234.js';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface RunningServer {
  readonly site: Site;
  readonly log: Record<string, unknown>[];
  /** Sends a path as it is; a URL class would tidy it up. */
  readonly call: (path: string, call?: Call) => Promise<Answer>;
  readonly metrics: () => Promise<string>;
}

async function serve(variables: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const folder = join(temporaryFolder(), 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, ASSET), SCRIPT);
  writeFileSync(join(folder, `${ASSET}.br`), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, `${ASSET}.gz`), gzipSync(SCRIPT));
  // Beside the site, where a path that escapes would find it.
  writeFileSync(join(folder, '..', 'secret.txt'), 'secret');

  const environment = loadEnvironment(variables);
  const log: Record<string, unknown>[] = [];
  const logger = createLogger(
    { level: 'debug', env: environment.name },
    { write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const metrics = createMetrics({ commit: environment.commit });
  const site = createSite({ environment, logger, metrics, folder });
  site.phase = 'ready';
  const server = createServer(site.handle).listen(0, '127.0.0.1');
  const scrapes = createServer(metrics.handler).listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(scrapes, 'listening')]);
  onTestFinished(async () => {
    await Promise.all([closeServer(server, 1_000), closeServer(scrapes, 1_000)]);
    await metrics.shutdown();
  });
  const { port } = server.address() as AddressInfo;
  const { port: metricsPort } = scrapes.address() as AddressInfo;
  return {
    site,
    log,
    async call(path, { method = 'GET', headers = {}, body } = {}) {
      const request = httpRequest({ host: '127.0.0.1', port, path, method, headers });
      request.end(body);
      const [response] = (await once(request, 'response')) as [
        AsyncIterable<Buffer> & { statusCode?: number; headers: IncomingHttpHeaders },
      ];
      const chunks: Buffer[] = [];
      for await (const chunk of response) {
        chunks.push(chunk);
      }
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks),
      };
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text(),
  };
}

test('pages are asked about each time, files with a hash in their name never again', async () => {
  const { call } = await serve();
  for (const path of ['/', '/documents', '/documents/new?workspace=a', '/documents/5b1b7f2e']) {
    const { status, headers, body } = await call(path);
    expect([path, status, body.toString()]).toEqual([path, 200, INDEX]);
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  }
  const asset = await call(ASSET);
  expect(asset.status).toBe(200);
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect((await call('/favicon.svg')).headers['cache-control']).toBe('public, max-age=3600');
  expect((await call('/config.json')).headers['cache-control']).toBe('no-cache');
});

test('what is not there is 404: pages as a page, files as a problem that nobody keeps', async () => {
  const { call } = await serve();
  const page = await call('/no/such/page');
  expect([page.status, page.body.toString()]).toEqual([404, INDEX]);
  for (const path of ['/assets/index-gone.js', '/assets/', '/robots.txt', '/.env', '/index.html']) {
    const { status, headers } = await call(path);
    expect([path, status]).toEqual([path, 404]);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(headers['cache-control']).toBe('no-store');
  }
});

test('every answer has the security headers, and the policy lets pages call the API only', async () => {
  const { call } = await serve({ API_BASE_URL: 'https://api.example.com/v1/' });
  for (const path of ['/', ASSET, '/config.json', '/healthz', '/assets/gone.js', '/%zz']) {
    const { headers } = await call(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://api.example.com;");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:|http:/);
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
  }
  const own = await serve({ API_BASE_URL: '/api' });
  expect(String((await own.call('/')).headers['content-security-policy'])).toContain(
    "connect-src 'self';",
  );
});

test('no path leads out of the site', async () => {
  const { call, log } = await serve();
  for (const path of [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/documents/..%00',
    '/%',
    '/%c0%ae%c0%ae/secret.txt',
  ]) {
    const { status, body } = await call(path);
    expect([path, status]).toEqual([path, 400]);
    expect(JSON.parse(body.toString())).toMatchObject({ status: 400, instance: '/' });
  }
  // Encoded twice it is a name like any other, and no such file is there.
  expect((await call('/%252e%252e%252fsecret.txt')).status).toBe(404);
  expect((await call('//secret.txt')).status).toBe(404);
  expect((await call('/__proto__')).body.toString()).toBe(INDEX);
  expect(JSON.stringify(log)).not.toContain('"level":"error"');
});

test('compressed forms go to those who take them, as they were made', async () => {
  const { call } = await serve();
  const etags = new Set<string>();
  for (const [accepted, coding, decode] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['br;q=0, gzip;q=0.5', 'gzip', undefined],
    ['*', 'br', brotliDecompressSync],
    ['identity', undefined, undefined],
    ['', undefined, undefined],
  ] as const) {
    const { headers, body } = await call(ASSET, { headers: { 'accept-encoding': accepted } });
    expect([accepted, headers['content-encoding']]).toEqual([accepted, coding]);
    expect(headers['vary']).toBe('accept-encoding');
    expect(Number(headers['content-length'])).toBe(body.length);
    if (decode) {
      expect(decode(body).toString()).toBe(SCRIPT);
    }
    etags.add(String(headers.etag));
  }
  expect(etags.size).toBe(3);
});

test('who has it already gets 304; HEAD is GET without a body', async () => {
  const { call } = await serve();
  for (const path of ['/', '/config.json', ASSET]) {
    const { headers } = await call(path);
    const etag = String(headers.etag);
    for (const given of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await call(path, { headers: { 'if-none-match': given } });
      expect([path, given, again.status, again.body.length]).toEqual([path, given, 304, 0]);
      expect(again.headers.etag).toBe(etag);
      expect(again.headers['cache-control']).toBe(headers['cache-control']);
    }
    expect((await call(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const head = await call(path, { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(headers['content-length']);
  }
  // A page that is not there stays one, whatever the caller has.
  const { etag } = (await call('/')).headers;
  expect((await call('/nowhere', { headers: { 'if-none-match': String(etag) } })).status).toBe(404);
});

test('a part of a file is the part that was asked for', async () => {
  const { call } = await serve();
  const size = SCRIPT.length;
  const part = (range: string, more: Readonly<Record<string, string>> = {}) =>
    call(ASSET, { headers: { range, 'accept-encoding': 'br', ...more } });
  for (const [range, from, to] of [
    ['bytes=0-9', 0, 9],
    ['bytes=10-', 10, size - 1],
    ['bytes=-5', size - 5, size - 1],
    [`bytes=0-${String(size + 10)}`, 0, size - 1],
  ] as const) {
    const { status, headers, body } = await part(range);
    expect([range, status]).toEqual([range, 206]);
    expect(headers['content-range']).toBe(`bytes ${String(from)}-${String(to)}/${String(size)}`);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(SCRIPT.slice(from, to + 1));
  }
  const beyond = await part(`bytes=${String(size)}-`);
  expect([beyond.status, beyond.headers['content-range']]).toEqual([
    416,
    `bytes */${String(size)}`,
  ]);
  for (const range of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=a-b']) {
    expect([range, (await part(range)).status]).toEqual([range, 200]);
  }
  const { etag } = (await part('bytes=0-9')).headers;
  expect((await part('bytes=0-9', { 'if-range': String(etag) })).status).toBe(206);
  expect((await part('bytes=0-9', { 'if-range': '"older"' })).status).toBe(200);
});

test('other methods are refused, with those that are allowed', async () => {
  const { call } = await serve();
  const posted = await call('/documents', { method: 'POST', body: 'x' });
  expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
  const got = await call('/beacons');
  expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
});

test('the settings are what the environment says, and public', async () => {
  const { call } = await serve({
    API_BASE_URL: 'https://api.example.com',
    ENVIRONMENT: 'staging',
    FEATURE_FLAGS: 'document-previews=on',
    VITALS_SAMPLE_RATIO: '0.25',
  });
  expect(JSON.parse((await call('/config.json')).body.toString())).toMatchObject({
    environment: 'staging',
    apiBaseUrl: 'https://api.example.com',
    vitalsSampleRatio: 0.25,
    flags: {
      'document-previews': { default_variant: 'on', targeting: [], variants: { on: true } },
    },
  });
  const text = (await call('/config.json')).body.toString();
  expect(text).not.toMatch(/owner|expires|cleanup/);
  await expect(serve({ FEATURE_FLAGS: 'no-such-flag=on' })).rejects.toThrow('no-such-flag');
});

test('probes say what the instance is doing', async () => {
  const { call, site } = await serve({ GIT_COMMIT: 'abc123' });
  const json = async (path: string): Promise<unknown> =>
    JSON.parse((await call(path)).body.toString());
  expect(await json('/healthz')).toEqual({ status: 'ok' });
  expect(await json('/readyz')).toEqual({ status: 'ready', phase: 'ready' });
  expect(await json('/health')).toMatchObject({ status: 'ok', commit: 'abc123' });
  for (const phase of ['starting', 'draining'] as const) {
    site.phase = phase;
    expect((await call('/readyz')).status).toBe(503);
    expect((await call('/healthz')).status).toBe(200);
  }
});

test('reports of pages become metrics; what is not one is refused', async () => {
  const { call, metrics, log } = await serve();
  const report = (path: string, body: string | Buffer) => call(path, { method: 'POST', body });
  const vital = { kind: 'vital', name: 'LCP', value: 2.4, page: '/documents' };
  expect((await report('/beacons', JSON.stringify(vital))).status).toBe(204);
  expect((await report('/beacons', '{"kind":"error","page":"unknown"}')).status).toBe(204);
  for (const body of [
    '',
    'nonsense',
    '[]',
    '{"kind":"other"}',
    JSON.stringify({ ...vital, page: '/documents/5b1b7f2e' }),
    JSON.stringify({ ...vital, value: -1 }),
    JSON.stringify({ ...vital, more: 'x' }),
  ]) {
    expect([body, (await report('/beacons', body)).status]).toEqual([body, 400]);
  }
  expect((await report('/beacons', Buffer.alloc(5_000, ' '))).status).toBe(413);
  const foreign = await call('/beacons', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    body: JSON.stringify(vital),
  });
  expect(foreign.status).toBe(403);

  const violation = {
    'csp-report': {
      'effective-directive': 'script-src-elem',
      'blocked-uri': 'https://evil.example/x.js?person=somebody',
    },
  };
  expect((await report('/csp-reports', JSON.stringify(violation))).status).toBe(204);
  const made = { 'csp-report': { 'violated-directive': 'made-up"} x' } };
  expect((await report('/csp-reports', JSON.stringify(made))).status).toBe(204);
  expect((await report('/csp-reports', '{}')).status).toBe(400);
  expect(log.find((line) => line['action'] === 'csp-report')).toMatchObject({
    directive: 'script-src-elem',
    blocked: 'https://evil.example',
  });
  expect(JSON.stringify(log)).not.toContain('somebody');

  const text = await metrics();
  expect(text).toMatch(/web_vital_lcp_seconds_bucket\{[^}]*page="\/documents",le="2.5"\} 1/);
  expect(text).toMatch(/web_vital_lcp_seconds_count\{[^}]*\} 1/);
  expect(text).toMatch(/client_errors_total\{[^}]*page="unknown"\} 1/);
  expect(text).toMatch(/csp_violations_total\{[^}]*directive="script-src-elem"\} 1/);
  expect(text).toMatch(/csp_violations_total\{[^}]*directive="other"\} 1/);
});

test('a request is one log line and counted under its kind, whatever its path was', async () => {
  const { call, metrics, log } = await serve();
  const traced = await call('/documents/5b1b7f2e?person=somebody', {
    headers: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
  });
  expect(traced.headers['x-trace-id']).toBe(TRACE_ID);
  for (const path of [ASSET, '/scan-1', '/scan-2.php', '/assets/scan.js', '/healthz']) {
    await call(path);
  }
  await expect.poll(() => log.length).toBe(6);
  expect(log.find((line) => line['trace_id'] === TRACE_ID)).toMatchObject({
    level: 'info',
    action: 'GET /documents/:id',
    resource: '/documents/5b1b7f2e',
    outcome: 'success',
    status: 200,
  });
  expect(JSON.stringify(log)).not.toContain('somebody');
  expect(log.filter((line) => line['level'] === 'debug')).toHaveLength(2);
  const routes = [...(await metrics()).matchAll(/http_requests_total\{[^}]*route="([^"]+)"/g)];
  expect(new Set(routes.map(([, route]) => route))).toEqual(
    new Set(['/documents/:id', '/assets', '/healthz', 'unmatched']),
  );
});

test('a site that is not built, or has a file of an unknown kind, does not start', () => {
  const folder = temporaryFolder();
  const environment = loadEnvironment({});
  const logger = createLogger({ level: 'silent', env: 'test' });
  const start = (): Site =>
    createSite({ environment, logger, metrics: createMetrics({ commit: 'x' }), folder });
  expect(start).toThrow('run npm run build first');
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'page.php'), '');
  expect(start).toThrow('/page.php');
});
