import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDevApi } from './devApi.ts';

/** Pages of this machine may call it, others not. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Serves the development API on a port of this machine (0: a free one); in a container, of all its addresses. */
export async function serveDevApi(
  port: number,
  host = '127.0.0.1',
): Promise<{ server: Server; url: string }> {
  const api = createDevApi();
  const server = createServer((incoming, outgoing) => {
    const origin = incoming.headers.origin ?? '';
    if (LOOPBACK.test(origin)) {
      outgoing.setHeader('access-control-allow-origin', origin);
      outgoing.setHeader('access-control-allow-credentials', 'true');
      outgoing.setHeader('access-control-allow-headers', 'content-type, traceparent');
      outgoing.setHeader('access-control-expose-headers', 'location, x-trace-id');
      outgoing.setHeader('access-control-max-age', '600');
      outgoing.setHeader('vary', 'origin');
    }
    if (incoming.method === 'OPTIONS') {
      outgoing.writeHead(204).end();
      return;
    }
    const answer = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        chunks.push(chunk);
      }
      const headers = new Headers();
      for (const [name, value] of Object.entries(incoming.headers)) {
        headers.set(name, String(value));
      }
      const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
      const response = await api(
        new Request(new URL(incoming.url ?? '/', 'http://127.0.0.1'), {
          method: incoming.method ?? 'GET',
          headers,
          ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
        }),
      );
      if (response.type === 'error') {
        outgoing.destroy();
        return;
      }
      outgoing.setHeaders(response.headers);
      outgoing.writeHead(response.status);
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    };
    answer().catch(() => {
      outgoing.destroy();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}
