import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Document, DocumentPage, Problem } from '../src/api/generated/types.gen.ts';
import { checksumOf, readFixture } from './fixtureDocuments.ts';

/**
 * Workspaces that show what a page does when the API does not do what one hopes for. `reset` breaks the
 * connection; whoever serves the answer does it.
 */
export const BEHAVIOURS = ['denied', 'signed-out', 'broken', 'reset'] as const;

const newDocumentSchema = z.strictObject({
  workspace_id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  type: z.enum(['note', 'report', 'contract']).default('note'),
  title: z.string().min(1).max(200),
  content: z.string().max(100_000),
  classification: z
    .enum(['public', 'internal', 'confidential', 'restricted', 'pii'])
    .default('internal'),
});

const querySchema = z.strictObject({
  workspace_id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BODY_LIMIT_BYTES = 131_072;

/** Answers one request. */
export type DevApi = (request: Request) => Promise<Response>;

function traceIdOf(request: Request): string {
  const [, given] =
    /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(request.headers.get('traceparent') ?? '') ??
    [];
  return given ?? randomBytes(16).toString('hex');
}

/**
 * The documents API in memory, as api/openapi.yaml describes it; a test holds every answer to that. It is for
 * development and tests and knows nothing of sign-in.
 */
export function createDevApi(given: readonly Document[] = readFixture('demo').documents): DevApi {
  const documents = new Map(given.map((document) => [document.id, document]));

  function newestFirst(workspace: string): Document[] {
    return [...documents.values()]
      .filter((document) => document.workspace_id === workspace)
      .sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const traceId = traceIdOf(request);
    const headers = { 'x-trace-id': traceId };

    function problem(status: number, kind: string, detail: string, errors?: Problem['errors']) {
      const body: Problem = {
        type: `urn:companyos:problem:${kind}`,
        title: kind.replaceAll('-', ' '),
        status,
        detail,
        instance: pathname,
        trace_id: traceId,
        request_id: randomUUID(),
        ...(errors ? { errors } : {}),
      };
      return new Response(JSON.stringify(body), {
        status,
        headers: { ...headers, 'content-type': 'application/problem+json' },
      });
    }

    function invalid({ issues }: z.ZodError) {
      const errors = issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
      return problem(400, 'bad-request', 'Some fields are missing or wrong.', errors);
    }

    function behaviour(workspace: string): Response | undefined {
      switch (workspace) {
        case 'denied':
          return problem(403, 'forbidden', 'The workspace denied is not yours.');
        case 'signed-out':
          return problem(401, 'unauthenticated', 'Sign in first.');
        case 'broken':
          return problem(503, 'dependency-unavailable', 'The database does not answer.');
        case 'reset':
          return Response.error();
        default:
          return undefined;
      }
    }

    const [, id] = /^\/documents\/([^/]+)$/.exec(pathname) ?? [];
    if (id !== undefined && request.method === 'GET') {
      if (!UUID.test(id)) {
        return problem(400, 'bad-request', 'The id is not a UUID.');
      }
      const document = documents.get(id);
      return document
        ? Response.json(document, { headers })
        : problem(404, 'not-found', 'There is no such document.');
    }
    if (pathname === '/documents' && request.method === 'GET') {
      const query = querySchema.safeParse(Object.fromEntries(searchParams));
      if (!query.success) {
        return invalid(query.error);
      }
      const { workspace_id, limit, cursor = '0' } = query.data;
      const all = newestFirst(workspace_id);
      const next = Number(cursor) + limit;
      const page: DocumentPage = {
        items: all.slice(Number(cursor), next),
        next_cursor: next < all.length ? String(next) : null,
      };
      return behaviour(workspace_id) ?? Response.json(page, { headers });
    }
    if (pathname === '/documents' && request.method === 'POST') {
      const text = await request.text();
      if (Buffer.byteLength(text) > BODY_LIMIT_BYTES) {
        return problem(413, 'body-too-large', 'The body is too large.');
      }
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        return problem(400, 'bad-request', 'The body is not JSON.');
      }
      const input = newDocumentSchema.safeParse(body);
      if (!input.success) {
        return invalid(input.error);
      }
      const refused = behaviour(input.data.workspace_id);
      if (refused) {
        return refused;
      }
      const document: Document = {
        ...input.data,
        id: randomUUID(),
        storage_region: 'eu',
        checksum: checksumOf(input.data.content),
        schema_version: '1.0.0',
        created_at: new Date().toISOString(),
      };
      documents.set(document.id, document);
      return Response.json(document, {
        status: 201,
        headers: { ...headers, location: `/documents/${document.id}` },
      });
    }
    return problem(404, 'not-found', 'There is no such thing.');
  };
}
