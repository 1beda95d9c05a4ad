import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The portal as it runs in production: its own configuration and no other, a real
 * PostgreSQL, a real OpenID Connect provider, an object store that answers.
 */

const root = path.resolve(__dirname, '../../..');
const CONNECTION = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';
const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const children: ChildProcess[] = [];
const backends: ChildProcess[] = [];
const servers: Server[] = [];
const prefix = `companyos_test_${randomBytes(4).toString('hex')}_`;

jest.setTimeout(180_000);

function connectionString(): string {
  const value = process.env[CONNECTION];
  if (!value) {
    throw new Error(
      `The production configuration is tested on a real PostgreSQL; set ${CONNECTION}`,
    );
  }
  return value;
}

/** The databases that this test has made the portal create. */
async function databaseNames(
  knex: Awaited<ReturnType<typeof databases.init>>,
): Promise<string[]> {
  return knex('pg_database')
    .whereRaw('starts_with(datname, ?)', [prefix])
    .pluck('datname');
}

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  return port;
}

/** An object store with the docs of one component. */
function createObjectStore(): Server {
  return createServer((req, res) => {
    const isDocument =
      req.url?.split('?')[0] ===
      '/techdocs/default/component/orders/index.html';
    if (req.method === 'HEAD' || isDocument) {
      res.setHeader('content-type', 'text/html');
      res.end(isDocument ? '<h1>Orders</h1>' : '');
    } else {
      res.statusCode = 404;
      res.end('<Error><Code>NoSuchKey</Code></Error>');
    }
  });
}

function start(
  args: string[],
  env: Record<string, string | undefined>,
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, args, {
    cwd: root,
    // Nothing of the machine it is tested on, so that nothing is there by chance.
    env: { PATH: process.env.PATH, HOME: directory.path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const chunks: string[] = [];
  const record = (chunk: Buffer) => chunks.push(chunk.toString());
  child.stdout!.on('data', record);
  child.stderr!.on('data', record);
  return {
    child,
    output: () =>
      chunks
        .join('')
        .split('\n')
        .filter(line => !line.includes('"type":"incomingRequest"'))
        .join('\n'),
  };
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 40_000);
  await exit;
  clearTimeout(timer);
}

function startBackend(env: Record<string, string>, ...configs: string[]) {
  const started = start(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'packages/backend/src/index.ts',
      ...['app-config.yaml', 'app-config.production.yaml', ...configs].flatMap(
        config => ['--config', config],
      ),
    ],
    env,
  );
  backends.push(started.child);
  return started;
}

/** A browser's share of a sign-in: cookies by origin, redirects one by one. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  async get(url: string, headers: Record<string, string> = {}) {
    let next = url;
    for (let hops = 0; hops < 15; hops++) {
      const { origin } = new URL(next);
      const jar = this.#cookies.get(origin) ?? new Map<string, string>();
      this.#cookies.set(origin, jar);
      const response = await fetch(next, {
        redirect: 'manual',
        headers: {
          cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; '),
          'x-test-account': this.#account,
          ...headers,
        },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, key, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
        jar.set(key, value);
      }
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || !location) {
        return response;
      }
      next = new URL(location, next).href;
    }
    throw new Error(`Too many redirects from ${url}`);
  }
}

describe('the production configuration', () => {
  let url: string;
  let environment: Record<string, string>;
  let overrides: string;

  beforeAll(async () => {
    const postgres = new URL(connectionString());
    const port = await freePort();
    url = `http://localhost:${port}`;

    const oidc = start(
      [
        path.join(__dirname, '__testUtils__/oidcProvider.mjs'),
        `${url}/api/auth/oidc/handler/frame`,
      ],
      {},
    );
    const lines = createInterface({ input: oidc.child.stdout! });
    const [issuer] = await Promise.race([
      once(lines, 'line'),
      once(oidc.child, 'exit').then(() => {
        throw new Error(`No identity provider: ${oidc.output()}`);
      }),
    ]);
    const objectStorePort = await listen(createObjectStore());

    // What differs from a real installation: where to listen, and whom the catalog knows.
    directory.setContent({
      'people.yaml': `apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: rosa.lind }
spec:
  profile: { displayName: Rosa Lind, email: rosa.lind@meridian.example }
  memberOf: [service-developers]
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: service-developers }
spec: { type: role, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  annotations: { backstage.io/techdocs-ref: 'url:https://example.com/orders' }
spec: { type: service, lifecycle: production, owner: service-developers }
`,
      'test.yaml': JSON.stringify({
        backend: {
          listen: { host: '127.0.0.1', port },
          // No load balancer has to notice first.
          lifecycle: { serverShutdownDelay: { seconds: 0 } },
          workingDirectory: directory.path,
        },
        companyos: { repositories: { root: directory.resolve('repos') } },
        catalog: {
          locations: [
            {
              type: 'file',
              target: directory.resolve('people.yaml'),
              rules: [{ allow: ['User', 'Group', 'Component'] }],
            },
          ],
        },
      }),
      repos: {},
    });
    overrides = directory.resolve('test.yaml');
    environment = {
      NODE_ENV: 'production',
      APP_BASE_URL: url,
      POSTGRES_HOST: postgres.hostname,
      POSTGRES_PORT: postgres.port || '5432',
      POSTGRES_USER: decodeURIComponent(postgres.username),
      POSTGRES_PASSWORD: decodeURIComponent(postgres.password) || 'none',
      POSTGRES_DATABASE_PREFIX: prefix,
      AUTH_SESSION_SECRET: randomBytes(24).toString('base64'),
      OIDC_METADATA_URL: `${issuer}/.well-known/openid-configuration`,
      OIDC_CLIENT_ID: 'companyos',
      OIDC_CLIENT_SECRET: 'a-secret-of-the-test-only',
      TECHDOCS_S3_BUCKET: 'techdocs',
      TECHDOCS_S3_REGION: 'eu-north-1',
      TECHDOCS_S3_ENDPOINT: `http://127.0.0.1:${objectStorePort}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      GITHUB_ORGANIZATION: 'meridian',
      GITHUB_TOKEN: 'not-used-by-this-test',
      CATALOG_ORGANISATION_URL: 'https://example.com/organisation.yaml',
    };
  });

  afterEach(async () => {
    await Promise.all(backends.splice(0).map(stop));
  });

  afterAll(async () => {
    await Promise.all(children.map(stop));
    servers.forEach(server => server.close());
    const knex = await databases.init('POSTGRES_15');
    for (const name of await databaseNames(knex)) {
      await knex.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
    }
  });

  it('runs on PostgreSQL and lets in exactly those whom the identity provider and the catalog know', async () => {
    const { child, output } = startBackend(environment, overrides);
    const until = async <T>(
      what: string,
      probe: () => Promise<T | undefined>,
    ): Promise<T> => {
      const deadline = Date.now() + 90_000;
      for (;;) {
        const result = await probe().catch(() => undefined);
        if (result !== undefined) {
          return result;
        }
        if (child.exitCode !== null || Date.now() > deadline) {
          throw new Error(`Never ${what}. The log:\n${output()}`);
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    };
    await until('ready', async () => {
      const response = await fetch(`${url}/.backstage/health/v1/readiness`);
      return response.ok || undefined;
    });

    // Nobody is let in without the identity provider.
    for (const provider of ['personas', 'guest']) {
      const { status } = await fetch(`${url}/api/auth/${provider}/refresh`, {
        headers: { 'x-companyos-persona': 'rosa.lind' },
      });
      expect([provider, status]).toEqual([provider, 404]);
    }
    expect((await fetch(`${url}/api/auth/personas/list`)).status).toBe(404);
    for (const resource of [
      'catalog/entities',
      'scaffolder/v2/tasks',
      'search/query?term=a',
      'techdocs/static/docs/default/component/orders/index.html',
      'permission/explain?permission=catalog.entity.read',
    ]) {
      const { status } = await fetch(`${url}/api/${resource}`);
      expect([resource, status]).toEqual([resource, 401]);
    }

    const signIn = async (account: string) => {
      const browser = new Browser(account);
      const frame = await browser.get(
        `${url}/api/auth/oidc/start?env=production&scope=${encodeURIComponent(
          'openid profile email',
        )}&origin=${encodeURIComponent(url)}&flow=popup`,
      );
      const html = await frame.text();
      const message = /decodeURIComponent\('([^']+)'\)/.exec(html)?.[1];
      if (!message) {
        throw new Error(`No answer in the frame: ${frame.status} ${html}`);
      }
      return { browser, answer: JSON.parse(decodeURIComponent(message)) };
    };

    // The catalog reads its sources after the start.
    const { browser, answer } = await until('signed in', async () => {
      const result = await signIn('known');
      return result.answer.response ? result : undefined;
    });
    expect(answer.response.backstageIdentity.identity.userEntityRef).toBe(
      'user:default/rosa.lind',
    );

    const refreshed = await browser.get(
      `${url}/api/auth/oidc/refresh?env=production`,
      { 'x-requested-with': 'XMLHttpRequest' },
    );
    expect(refreshed.status).toBe(200);
    const { backstageIdentity, profile } = await refreshed.json();
    expect(profile).toMatchObject({
      displayName: 'Rosa Lind',
      email: 'rosa.lind@meridian.example',
    });
    const authorization = `Bearer ${backstageIdentity.token}`;
    const read = async (resource: string) => {
      const response = await fetch(`${url}/api/${resource}`, {
        headers: { authorization },
      });
      return { status: response.status, text: await response.text() };
    };

    const known = await until('all entities', async () => {
      const { status, text } = await read('catalog/entities');
      expect(status).toBe(200);
      const refs: string[] = JSON.parse(text)
        .map((entity: { kind: string; metadata: { name: string } }) =>
          [entity.kind, entity.metadata.name].join(' '),
        )
        .filter((entity: string) => !entity.startsWith('Location'));
      return refs.length >= 3 ? refs.sort() : undefined;
    });
    expect(known).toEqual([
      'Component orders',
      'Group service-developers',
      'User rosa.lind',
    ]);
    const explained = await read(
      'permission/explain?permission=scaffolder.task.create',
    );
    expect(JSON.parse(explained.text)).toMatchObject({
      allowed: true,
      yourRoles: [{ name: 'service-developers' }],
    });
    const docs = await read(
      'techdocs/static/docs/default/component/orders/index.html',
    );
    expect(docs).toEqual({ status: 200, text: '<h1>Orders</h1>' });

    // The right password is not enough.
    for (const account of ['stranger', 'unverified']) {
      const refused = await signIn(account);
      expect([account, refused.answer.response]).toEqual([account, undefined]);
      expect(refused.answer.error.message).toMatch(
        /unable to resolve user identity|does not contain an email/,
      );
    }

    const names = await databaseNames(await databases.init('POSTGRES_15'));
    expect(names.map(name => name.slice(prefix.length))).toEqual(
      expect.arrayContaining(['auth', 'catalog', 'scaffolder', 'search']),
    );

    await stop(child);
    expect([child.exitCode, child.signalCode]).not.toContain('SIGKILL');
  });

  it('does not start with personas left on', async () => {
    directory.addContent({
      'personas.yaml': JSON.stringify({
        auth: {
          providers: {
            personas: {
              people: [{ name: 'rosa.lind', role: 'Any', summary: 'Any.' }],
            },
          },
        },
      }),
    });
    const { child, output } = startBackend(
      environment,
      overrides,
      directory.resolve('personas.yaml'),
    );
    const reason = 'is for development on one machine only';
    const deadline = Date.now() + 90_000;
    while (!output().includes(reason)) {
      if (Date.now() > deadline || child.exitCode === 0) {
        throw new Error(`It says nothing of it:\n${output()}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    // Neither ready nor, in the moment until it ends, willing to let anyone in.
    for (const endpoint of [
      '/.backstage/health/v1/readiness',
      '/api/auth/personas/refresh',
    ]) {
      const status = await fetch(`${url}${endpoint}`, {
        headers: { 'x-companyos-persona': 'rosa.lind' },
        signal: AbortSignal.timeout(10_000),
      }).then(
        response => response.status,
        () => 'no answer',
      );
      expect([404, 503, 'no answer']).toContain(status);
    }
  });

  it('names every variable in the operations manual, and holds no secret', () => {
    const read = (file: string) =>
      fs.readFileSync(path.join(root, file), 'utf8');
    const config = read('app-config.production.yaml');
    const manual = read('docs/operations.md');
    const variables = [...config.matchAll(/\$\{([A-Z0-9_]+)/g)].map(
      ([, name]) => name,
    );
    expect(variables.length).toBeGreaterThan(10);
    expect(variables.filter(name => !manual.includes(`\`${name}\``))).toEqual(
      [],
    );
    for (const line of config.split('\n')) {
      expect(line).not.toMatch(/(secret|token|password):(?! \$\{)/i);
    }
  });
});
