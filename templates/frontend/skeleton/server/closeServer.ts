import type { Server } from 'node:http';

const IDLE_CHECK_MS = 50;

/**
 * Stops taking connections and waits for the requests that are being served. Returns true when all
 * of them finished in time; after `timeoutMs` the rest is cut off and it returns false.
 */
export async function closeServer(server: Server, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let inTime = true;
  server.close(() => {
    resolve(inTime);
  });
  // A keep-alive connection turns idle when its last answer is out; nobody else closes it then.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_CHECK_MS);
  const deadline = setTimeout(() => {
    inTime = false;
    server.closeAllConnections();
  }, timeoutMs);
  try {
    return await promise;
  } finally {
    clearInterval(idle);
    clearTimeout(deadline);
  }
}
