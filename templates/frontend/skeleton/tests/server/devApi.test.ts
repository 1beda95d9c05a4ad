import { expect, onTestFinished, test } from 'vitest';
import { BEHAVIOURS, createDevApi } from '../../scripts/devApi.ts';
import { readFixture } from '../../scripts/fixtureDocuments.ts';
import { serveDevApi } from '../../scripts/serveDevApi.ts';
import type { Document, DocumentPage } from '../../src/api/generated/types.gen.ts';
import { readOpenApi } from '../support/openApi.ts';

const openApi = readOpenApi();
const BASE_URL = 'http://api.test';
const MISSING = '5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b';

/** Asks, and holds the answer to api/openapi.yaml. */
async function ask(
  operation: string,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const [method = 'GET'] = operation.split(' ');
  const response = await createDevApi()(new Request(`${BASE_URL}${path}`, { method, ...init }));
  const documented = openApi.answers.get(`${operation} ${String(response.status)}`);
  expect(documented, `${operation} ${String(response.status)} is documented`).toBeDefined();
  expect(response.headers.get('content-type')).toContain(documented?.body?.mediaType);
  const body: unknown = await response.json();
  documented?.body?.validate(body);
  expect(documented?.body?.validate.errors ?? []).toEqual([]);
  return { status: response.status, body, headers: response.headers };
}

test('the API in memory answers as its description says', async () => {
  const list = 'GET /documents';
  const page = await ask(list, '/documents?workspace_id=alpha');
  const { items, next_cursor } = page.body as DocumentPage;
  expect(items).toHaveLength(20);
  expect(items[0]?.created_at.localeCompare(items[1]?.created_at ?? '')).toBe(1);
  const rest = await ask(list, `/documents?workspace_id=alpha&cursor=${String(next_cursor)}`);
  expect(rest.body).toMatchObject({ next_cursor: null });
  expect((rest.body as DocumentPage).items).toHaveLength(8);
  for (const [query, status] of [
    ['workspace_id=none-there', 200],
    ['', 400],
    ['workspace_id=A', 400],
    ['workspace_id=alpha&limit=0', 400],
    ['workspace_id=alpha&cursor=x', 400],
    ['workspace_id=denied', 403],
    ['workspace_id=signed-out', 401],
    ['workspace_id=broken', 503],
  ] as const) {
    expect([query, (await ask(list, `/documents?${query}`)).status]).toEqual([query, status]);
  }

  const one = 'GET /documents/{id}';
  const [first] = readFixture('demo').documents;
  expect((await ask(one, `/documents/${first?.id ?? ''}`)).body).toEqual(first);
  expect((await ask(one, `/documents/${MISSING}`)).status).toBe(404);
  expect((await ask(one, '/documents/x')).status).toBe(400);

  const create = 'POST /documents';
  const input = { workspace_id: 'alpha', title: 'Minutes', content: 'We agreed.' };
  expect(openApi.requests.get(create)?.(input)).toBe(true);
  const created = await ask(create, '/documents', { body: JSON.stringify(input) });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(`/documents/${(created.body as Document).id}`);
  for (const [body, status] of [
    ['nonsense', 400],
    ['{}', 400],
    [JSON.stringify({ ...input, title: '' }), 400],
    [JSON.stringify({ ...input, more: 1 }), 400],
    [JSON.stringify({ ...input, content: 'x'.repeat(200_000) }), 413],
    [JSON.stringify({ ...input, workspace_id: 'denied' }), 403],
  ] as const) {
    expect((await ask(create, '/documents', { body })).status).toBe(status);
  }
  expect(BEHAVIOURS).toContain('reset');
});

test('a trace goes on in the answer', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const { body, headers: given } = await ask('GET /documents/{id}', `/documents/${MISSING}`, {
    headers,
  });
  expect(body).toMatchObject({ trace_id: traceId });
  expect(given.get('x-trace-id')).toBe(traceId);
});

test('pages of this machine may call it, others may not, and it can break the line', async () => {
  const { server, url } = await serveDevApi(0);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${url}/documents`, { method: 'OPTIONS', headers: { origin } });
  const own = await preflight('http://127.0.0.1:8080');
  expect(own.status).toBe(204);
  expect(own.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8080');
  expect(own.headers.get('access-control-allow-headers')).toContain('traceparent');
  const foreign = await preflight('https://evil.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  const list = await fetch(`${url}/documents?workspace_id=beta`);
  expect(((await list.json()) as DocumentPage).items).toHaveLength(6);
  await expect(fetch(`${url}/documents?workspace_id=reset`)).rejects.toThrow();
});
