import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { Build } from './domain/Build';
import { KeepDocsBuilt } from './KeepDocsBuilt';

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', uid: name, annotations },
    spec: {},
  };
}

const withDocs = (name: string, commit: string) =>
  component(name, {
    'backstage.io/techdocs-ref': 'dir:.',
    'companyos.io/commit': commit,
  });

describe('docs are built before anyone asks', () => {
  let techdocs: Server;
  let asked: string[];
  let connections: Set<string | undefined>;
  let running: number;
  let mostAtOnce: number;

  beforeEach(async () => {
    asked = [];
    connections = new Set();
    running = 0;
    mostAtOnce = 0;
    // The edge: the sync route of the TechDocs plugin, which answers when a build is done.
    techdocs = createServer((req, res) => {
      asked.push(`${req.url} ${req.headers.authorization?.split(' ')[0]}`);
      connections.add(req.headers.connection);
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      setImmediate(() => {
        running -= 1;
        res.statusCode = req.url?.endsWith('/broken') ? 500 : 200;
        res.end('event: finish\ndata: {"updated":true}\n\n');
      });
    });
    await new Promise<void>(done => techdocs.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise(done => techdocs.close(done)));

  const keep = (entities: Entity[], builds: Record<string, Partial<Build>[]>) =>
    new KeepDocsBuilt({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () =>
          `http://127.0.0.1:${(techdocs.address() as AddressInfo).port}`,
      }),
      logger: mockServices.logger.mock(),
      store: { list: async ref => (builds[ref] ?? []) as Build[] },
      now: () => 1_000_000,
    });

  it('builds what is missing or stale, one at a time, and goes on after a failure', async () => {
    const built = await keep(
      [
        withDocs('broken', 'a'),
        withDocs('current', 'a'),
        withDocs('never', 'a'),
        withDocs('stale', 'b'),
        component('without', {}),
      ],
      {
        'component:default/current': [{ outcome: 'success', etag: 'a' }],
        'component:default/stale': [{ outcome: 'success', etag: 'a' }],
      },
    ).run();

    expect(asked.sort()).toEqual([
      '/sync/default/Component/broken Bearer',
      '/sync/default/Component/never Bearer',
      '/sync/default/Component/stale Bearer',
    ]);
    expect(mostAtOnce).toBe(1);
    expect(built).toBe(2);
    // TechDocs adds a listener to the connection for each sync and never takes it off.
    expect([...connections]).toEqual(['close']);
  });

  it('builds again what a process that is gone left running', async () => {
    const cutOff = { outcome: 'running', etag: 'a', startedAtMs: 0 } as const;
    const built = await keep([withDocs('gone', 'a'), withDocs('alive', 'a')], {
      'component:default/gone': [{ ...cutOff, heartbeatAtMs: -4_000_000 }],
      'component:default/alive': [{ ...cutOff, heartbeatAtMs: 999_000 }],
    }).run();
    expect(asked).toEqual(['/sync/default/Component/gone Bearer']);
    expect(built).toBe(1);
  });

  it('stops when it is told to', async () => {
    const over = new AbortController();
    over.abort();
    expect(await keep([withDocs('never', 'a')], {}).run(over.signal)).toBe(0);
    expect(asked).toEqual([]);
  });
});
