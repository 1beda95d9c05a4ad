import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceInfo } from '../../src/config/serviceInfo.ts';
import { newDocumentSchema } from '../../src/models/document.ts';
import { readOpenApi } from '../support/openApi.ts';
import { startTestService, type TestService } from '../support/startTestService.ts';

const MISSING_ID = '5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b';
const NEW_DOCUMENT = { workspace_id: 'contract', title: 'A', content: 'B' };

const openApi = readOpenApi();
const seen = new Set<string>();
let normal: TestService;
let withoutDatabase: TestService;
let limited: TestService;

beforeAll(async () => {
  normal = await startTestService({ DEMO_LOGIN: 'true', BODY_LIMIT_BYTES: '2048' });
  // Nothing listens on port 1, so every statement fails the way an outage does.
  withoutDatabase = await startTestService(
    { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    { prepare: false },
  );
  limited = await startTestService(
    { RATE_LIMIT_PER_MINUTE: '1', DEMO_LOGIN: 'true' },
    { database: normal.database },
  );
  await limited.request('GET', '/');
});

afterAll(async () => {
  await Promise.all([withoutDatabase.stop(), limited.stop()]);
  await normal.stop();
});

/** Sends a request and checks the answer against what the description says for its status. */
async function check(
  service: TestService,
  status: number,
  method: string,
  template: string,
  options: { id?: string; query?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<unknown> {
  const path = template.replace('{id}', options.id ?? MISSING_ID) + (options.query ?? '');
  const answer = await service.request(method, path, options.body, options.headers);
  const name = `${method} ${template} ${String(status)}`;
  expect(answer.status, name).toBe(status);
  const documented = openApi.answers.get(name);
  expect(documented, `${name} is not documented`).toBeDefined();
  if (documented?.body) {
    expect(answer.headers.get('content-type')).toContain(documented.body.mediaType);
    documented.body.validate(answer.body);
    expect(documented.body.validate.errors, name).toBeNull();
  } else {
    expect(answer.body).toBe('');
  }
  seen.add(name);
  return answer.body;
}

test('every answer of the operations endpoints is as described', async () => {
  for (const path of ['/healthz', '/readyz', '/health', '/status', '/metrics']) {
    await check(normal, 200, 'GET', path);
  }
  await check(withoutDatabase, 503, 'GET', '/readyz');
});

test('every answer of the document endpoints is as described', async () => {
  const created = (await check(normal, 201, 'POST', '/documents', { body: NEW_DOCUMENT })) as {
    id: string;
  };
  const { id } = created;
  await check(normal, 200, 'GET', '/documents/{id}', { id });
  await check(normal, 200, 'GET', '/documents', { query: '?workspace_id=contract' });
  await check(normal, 204, 'DELETE', '/documents/{id}', { id });

  await check(normal, 400, 'POST', '/documents', { body: { title: '' } });
  await check(normal, 413, 'POST', '/documents', {
    body: { ...NEW_DOCUMENT, content: 'x'.repeat(3_000) },
  });
  await check(normal, 400, 'GET', '/documents');
  await check(normal, 400, 'GET', '/documents/{id}', { id: 'not-an-id' });
  await check(normal, 400, 'DELETE', '/documents/{id}', { id: 'not-an-id' });
  await check(normal, 404, 'GET', '/documents/{id}', { id });
  await check(normal, 404, 'DELETE', '/documents/{id}', { id });
});

test('the description holds when the database is away and when a client is too fast', async () => {
  const requests: [string, string, { query?: string; body?: unknown }][] = [
    ['POST', '/documents', { body: NEW_DOCUMENT }],
    ['GET', '/documents', { query: '?workspace_id=contract' }],
    ['GET', '/documents/{id}', {}],
    ['DELETE', '/documents/{id}', {}],
  ];
  for (const [method, path, options] of requests) {
    await check(withoutDatabase, 503, method, path, options);
    await check(limited, 429, method, path, options);
  }
  await check(limited, 429, 'POST', '/login', { body: { username: 'demo' } });
  await check(limited, 429, 'GET', '/me');
});

test('the demo session is as described', async () => {
  const { access_token } = (await check(normal, 200, 'POST', '/login', {
    body: { username: 'demo' },
  })) as { access_token: string };
  await check(normal, 200, 'GET', '/me', { headers: { authorization: `Bearer ${access_token}` } });
  await check(normal, 400, 'POST', '/login', { body: {} });
  await check(normal, 401, 'POST', '/login', { body: { username: 'someone' } });
  await check(normal, 401, 'GET', '/me');
});

test('no documented answer is left unproven', () => {
  expect([...openApi.answers.keys()].filter((name) => !seen.has(name))).toEqual([]);
});

test('the description and the code accept and refuse the same documents', () => {
  const request = openApi.requests.get('POST /documents');
  expect(request?.validate(request.example)).toBe(true);
  const candidates: unknown[] = [
    request?.example,
    NEW_DOCUMENT,
    {},
    { ...NEW_DOCUMENT, title: '' },
    { ...NEW_DOCUMENT, title: 'x'.repeat(201) },
    { ...NEW_DOCUMENT, workspace_id: 'UPPER' },
    { ...NEW_DOCUMENT, type: 'poem' },
    { ...NEW_DOCUMENT, classification: 'secret' },
    { ...NEW_DOCUMENT, owner: 'me' },
    'text',
  ];
  for (const candidate of candidates) {
    expect(newDocumentSchema.safeParse(candidate).success, JSON.stringify(candidate)).toBe(
      request?.validate(candidate),
    );
  }
});

test('the description has the version of the service', () => {
  expect(openApi.version).toBe(serviceInfo.version);
});
