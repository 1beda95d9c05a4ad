import { createServer, type Plugin } from 'vite';
import { BEACON_PATH } from '../config/beacons.ts';
import { loadEnvironment } from '../server/environment.ts';
import { publicConfig } from '../server/publicConfig.ts';
import { serveDevApi } from './serveDevApi.ts';

/** Unless API_BASE_URL points to a real one, the API is the one in memory. */
const api = process.env['API_BASE_URL']
  ? undefined
  : await serveDevApi(8081, process.env['DEV_API_HOST']);
const environment = loadEnvironment({
  ...(api ? { API_BASE_URL: api.url } : {}),
  ...process.env,
});

/** What the production server answers besides the pages. */
const site: Plugin = {
  name: 'site',
  configureServer({ middlewares }) {
    middlewares.use('/config.json', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(publicConfig(environment)));
    });
    middlewares.use(BEACON_PATH, (request, response) => {
      request.resume();
      response.writeHead(204).end();
    });
  },
};

const server = await createServer({
  plugins: [site],
  server: { host: environment.host, port: environment.port, strictPort: true },
});
await server.listen();
server.printUrls();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().then(() => {
      api?.server.closeAllConnections();
      api?.server.close();
      process.exit(0);
    });
  });
}
