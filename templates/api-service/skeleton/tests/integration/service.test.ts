import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDocuments } from '../../scripts/seedDocuments.ts';
import { createDocumentStore } from '../../src/models/documentStore.ts';
import { migrate } from '../../src/models/migrate.ts';
import { closeServer } from '../../src/closeServer.ts';
import { startTestService, type TestService } from '../support/startTestService.ts';
import { createTestDatabase, engines, type TestDatabase } from '../support/testDatabase.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

interface DocumentBody {
  id: string;
  title: string;
  summary?: string;
  checksum: string;
  storage_region: string;
}
interface PageBody {
  items: DocumentBody[];
  next_cursor: string | null;
}
interface ProblemBody {
  type: string;
  trace_id: string;
  request_id: string;
  errors?: { path: string; message: string }[];
}

/** A request whose body ends when the caller says so. */
function heldRequest(service: TestService) {
  const body = JSON.stringify({ workspace_id: 'held', title: 'Held', content: 'x' });
  const request = httpRequest(`${service.baseUrl}/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
  request.write(body.slice(0, 10));
  const received = new Promise<void>((resolve) => {
    service.server.once('request', () => {
      resolve();
    });
  });
  return {
    answered,
    received,
    finish: () => {
      request.end(body.slice(10));
    },
  };
}

describe.each(engines)('on %s', (engine) => {
  let testDatabase: TestDatabase;
  let service: TestService;

  beforeAll(async () => {
    testDatabase = await createTestDatabase(engine);
    service = await startTestService({
      DATABASE_URL: testDatabase.url,
      REGION: 'eu-west-1',
      DEMO_LOGIN: 'true',
      CORS_ORIGINS: 'https://app.example',
    });
  });

  afterAll(async () => {
    await service.stop();
    await testDatabase.drop();
  });

  async function create(workspace: string, title: string): Promise<DocumentBody> {
    const answer = await service.request('POST', '/documents', {
      workspace_id: workspace,
      title,
      content: `${title}: ${'long text '.repeat(30)}`,
    });
    expect(answer.status).toBe(201);
    return answer.body as DocumentBody;
  }

  test('a document is created, read, listed, deleted, and then gone but kept', async () => {
    const created = await create('life', 'Plan');
    expect(created).toMatchObject({ title: 'Plan', storage_region: 'eu-west-1' });
    expect(created.checksum).toMatch(/^sha256:[0-9a-f]{64}$/);

    const path = `/documents/${created.id}`;
    expect((await service.request('GET', path)).body).toEqual(created);
    const page = (await service.request('GET', '/documents?workspace_id=life')).body as PageBody;
    expect(page.items.map(({ id }) => id)).toEqual([created.id]);

    expect((await service.request('DELETE', path)).status).toBe(204);
    expect((await service.request('GET', path)).status).toBe(404);
    expect((await service.request('DELETE', path)).status).toBe(404);
    expect((await service.request('GET', '/documents?workspace_id=life')).body).toEqual({
      items: [],
      next_cursor: null,
    });
    const row = await service.database.sql
      .selectFrom('documents')
      .select('deleted_at')
      .where('id', '=', created.id)
      .executeTakeFirstOrThrow();
    expect(row.deleted_at).toBeInstanceOf(Date);
  });

  test('pages cover a workspace once, newest first, and survive documents of the same instant', async () => {
    const store = createDocumentStore(service.database.sql);
    await seedDocuments(store, 'perf', 'eu');
    const sameInstant = new Date('2026-02-01T00:00:00.000Z');
    const base = await store.list('alpha', 3, undefined);
    for (const [index, document] of base.entries()) {
      const id = `00000000-0000-4000-8000-00000000000${String(index)}`;
      expect(await store.insert({ ...document, id, created_at: sameInstant })).toBe(true);
    }

    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const answer = await service.request('GET', `/documents?workspace_id=alpha&limit=20${query}`);
      const page = answer.body as PageBody;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual((await store.list('alpha', 1_000, undefined)).map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(80);
  });

  test('bad input is refused with the path of each field, and nothing of it comes back', async () => {
    const answer = await service.request('POST', '/documents', {
      workspace_id: '<script>',
      title: '',
      content: 7,
      extra: 'hunter2',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = answer.body as ProblemBody;
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual([
      '',
      'content',
      'title',
      'workspace_id',
    ]);
    expect(JSON.stringify(problem)).not.toMatch(/<script>|hunter2/);

    for (const [method, path, body, status, kind] of [
      ['POST', '/documents', '{"broken', 400, 'invalid-json'],
      ['GET', '/documents?workspace_id=a&limit=1000', undefined, 400, 'invalid-request'],
      ['GET', '/documents?workspace_id=a&cursor=bm9uc2Vuc2U', undefined, 400, 'invalid-request'],
      ['GET', "/documents/1'%20or%20'1'='1", undefined, 400, 'invalid-request'],
      ['GET', '/documents/%E0%A4%A', undefined, 400, 'bad-request'],
      ['GET', '/nowhere', undefined, 404, 'not-found'],
    ] as const) {
      const refused = await service.request(method, path, body);
      expect([refused.status, (refused.body as ProblemBody).type], path).toEqual([
        status,
        `urn:companyos:problem:${kind}`,
      ]);
    }
  });

  test("a caller's trace runs through headers, error body and log line", async () => {
    const answer = await service.request('GET', '/documents?workspace_id=', undefined, {
      traceparent: TRACEPARENT,
      'x-correlation-id': 'order-42',
    });
    expect(answer.headers.get('x-trace-id')).toBe(TRACE_ID);
    expect(answer.headers.get('traceparent')).toMatch(
      new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`),
    );
    expect(answer.headers.get('x-correlation-id')).toBe('order-42');
    const problem = answer.body as ProblemBody;
    expect(problem.trace_id).toBe(TRACE_ID);
    expect(problem.request_id).toBe(answer.headers.get('x-request-id'));

    await expect
      .poll(() => service.log.find((line) => line['request_id'] === problem.request_id))
      .toMatchObject({
        level: 'info',
        service: expect.any(String) as string,
        version: expect.any(String) as string,
        env: 'test',
        region: 'eu-west-1',
        trace_id: TRACE_ID,
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        correlation_id: 'order-42',
        action: 'GET /documents',
        resource: '/documents',
        outcome: 'client_error',
        status: 400,
        latency_ms: expect.any(Number) as number,
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      });
  });

  test('a correlation id that could forge a log line or a header is not taken over', async () => {
    const answer = await service.request('GET', '/health', undefined, {
      'x-correlation-id': 'a b{"level":"fatal"}',
    });
    expect(answer.headers.get('x-correlation-id')).toBe(answer.headers.get('x-request-id'));
  });

  test('metrics count by route pattern, so that scans add one label only', async () => {
    await service.request('GET', '/scan-1');
    await service.request('GET', '/scan-2');
    await create('metrics', 'Counted');
    const text = (await service.request('GET', '/metrics')).body as string;
    expect(text).toMatch(
      /http_requests_total\{service="[^"]+",route="\/documents",method="POST",status="201"\} \d+/,
    );
    expect(text).toMatch(
      /http_request_duration_seconds_bucket\{[^}]*route="\/documents"[^}]*le="0.3"\} \d+/,
    );
    expect(text).toContain('route="unmatched"');
    expect(text).not.toContain('scan-');
    expect(text).toMatch(/http_requests_in_flight\{[^}]+\} 1\n/);
    expect(text).toContain('service_build_info{');
  });

  test('the flag shows summaries where it is targeted, and nowhere else', async () => {
    await create('preview', 'With');
    await create('elsewhere', 'Without');
    const on = (await service.request('GET', '/documents?workspace_id=preview')).body as PageBody;
    const off = (await service.request('GET', '/documents?workspace_id=elsewhere'))
      .body as PageBody;
    const summary = on.items.find(({ title }) => title === 'With')?.summary;
    expect(summary).toMatch(/^With: .*…$/);
    expect(summary?.length).toBeLessThanOrEqual(120);
    expect(off.items[0]).not.toHaveProperty('summary');
  });

  test('the demo user signs in; a foreign token is worth nothing', async () => {
    const login = await service.request('POST', '/login', { username: 'demo' });
    const { access_token: token } = login.body as { access_token: string };
    const me = await service.request('GET', '/me', undefined, { authorization: `Bearer ${token}` });
    expect(me.body).toMatchObject({ username: 'demo' });
    for (const foreign of [`${token.slice(0, -4)}AAAA`, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.']) {
      const refused = await service.request('GET', '/me', undefined, {
        authorization: `Bearer ${foreign}`,
      });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('browsers may call from listed origins only, and answers carry the security headers', async () => {
    const friend = await service.request('GET', '/documents?workspace_id=a', undefined, {
      origin: 'https://app.example',
    });
    const stranger = await service.request('GET', '/documents?workspace_id=a', undefined, {
      origin: 'https://evil.example',
    });
    expect(friend.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    expect(stranger.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(stranger.headers.get('x-content-type-options')).toBe('nosniff');
    expect(stranger.headers.get('x-powered-by')).toBeNull();
  });

  test('seeding twice adds nothing the second time', async () => {
    const store = createDocumentStore(service.database.sql);
    expect(await seedDocuments(store, 'demo', 'eu')).toEqual({ added: 12, present: 0 });
    expect(await seedDocuments(store, 'demo', 'eu')).toEqual({ added: 0, present: 12 });
  });

  test('migrations run once, also when replicas start together', async () => {
    const runs = await Promise.all([migrate(service.database), migrate(service.database)]);
    expect(runs).toEqual([[], []]);
  });

  test('readiness follows the phase; liveness does not', async () => {
    const other = await startTestService({}, { database: service.database });
    for (const [phase, status] of [
      ['starting', 503],
      ['ready', 200],
      ['draining', 503],
    ] as const) {
      other.service.readiness.phase = phase;
      expect((await other.request('GET', '/readyz')).status).toBe(status);
      expect((await other.request('GET', '/healthz')).status).toBe(200);
    }
    await other.stop();
  });

  test('probes pass while clients are refused for being too fast', async () => {
    const other = await startTestService(
      { RATE_LIMIT_PER_MINUTE: '2' },
      { database: service.database },
    );
    const statuses = [];
    for (let index = 0; index < 4; index += 1) {
      statuses.push((await other.request('GET', '/documents?workspace_id=a')).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await other.request('GET', '/readyz')).status).toBe(200);
    await other.stop();
  });

  test('closing waits for the request that is being served', async () => {
    const other = await startTestService({}, { database: service.database });
    const held = heldRequest(other);
    await held.received;
    const closed = closeServer(other.server, 5_000);
    await expect(fetch(`${other.baseUrl}/healthz`)).rejects.toThrow();
    held.finish();
    expect(await held.answered).toBe(201);
    expect(await closed).toBe(true);
    await other.stop();
  });

  test('closing cuts off a request that takes too long, and says so', async () => {
    const other = await startTestService({}, { database: service.database });
    const held = heldRequest(other);
    await held.received;
    const closed = closeServer(other.server, 50);
    await expect(held.answered).rejects.toThrow();
    expect(await closed).toBe(false);
    await expect
      .poll(() => other.log.find((line) => line['outcome'] === 'aborted'))
      .toMatchObject({ status: 499 });
    await other.stop();
  });

  test('an edited migration stops the start', async () => {
    const session = service.database.transaction((inside) =>
      inside.query('update schema_migrations set checksum = $1 returning checksum', ['edited']),
    );
    expect(await session).toHaveLength(1);
    await expect(migrate(service.database)).rejects.toThrow('0001_documents.sql was changed');
  });
});

test('without its database the service is alive, unready, and says so to callers', async () => {
  const service = await startTestService(
    { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    { prepare: false },
  );
  service.service.readiness.phase = 'ready';
  expect((await service.request('GET', '/healthz')).status).toBe(200);
  expect((await service.request('GET', '/readyz')).status).toBe(503);
  expect((await service.request('GET', '/status')).body).toMatchObject({
    status: 'degraded',
    dependencies: [{ name: 'database', state: 'down' }],
  });
  const refused = await service.request('GET', '/documents?workspace_id=a');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(JSON.stringify(refused.body)).not.toContain('127.0.0.1');
  const metrics = (await service.request('GET', '/metrics')).body as string;
  expect(metrics).toMatch(
    /http_request_errors_total\{[^}]*route="\/documents"[^}]*status="503"\} 1/,
  );
  await service.stop();
});
