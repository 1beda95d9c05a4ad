import { parseArgs } from 'node:util';
import { serveDevApi } from './serveDevApi.ts';

const { port } = parseArgs({ options: { port: { type: 'string', default: '8081' } } }).values;
const { server, url } = await serveDevApi(Number(port));
console.log(`documents API in memory on ${url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.closeAllConnections();
    server.close();
  });
}
