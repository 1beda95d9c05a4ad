import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogBackend from '@backstage/plugin-catalog-backend';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { LocalGit } from '@companyos/local-git';
import request from 'supertest';
import localGitFeatures, { LOCAL_GIT_MOVED_TOPIC, LOCAL_GIT_TOPIC } from '.';
import {
  catalogFile,
  createRepository,
  push,
} from './__testUtils__/repositories';

const payments = { owner: 'payments-team', name: 'payment-api' };
const identity = { owner: 'identity-team', name: 'login-api' };

describe('the embedded git folder in the catalog', () => {
  let directory: string;
  let localGit: LocalGit;
  let clones = 0;
  let moves: unknown[];

  beforeEach(async () => {
    moves = [];
    directory = await mkdtemp(join(tmpdir(), 'local-git-module-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function start(pollIntervalMs = 200) {
    let announce = async () => {};
    let read: (url: string) => Promise<string> = async () => '';
    const backend = await startTestBackend({
      features: [
        catalogBackend,
        localGitFeatures,
        createBackendModule({
          pluginId: 'catalog',
          moduleId: 'test-hands',
          register(reg) {
            reg.registerInit({
              deps: {
                events: eventsServiceRef,
                urlReader: coreServices.urlReader,
              },
              async init({ events, urlReader }) {
                await events.subscribe({
                  id: 'test-hands',
                  topics: [LOCAL_GIT_MOVED_TOPIC],
                  onEvent: async ({ eventPayload }) => {
                    moves.push(eventPayload);
                  },
                });
                announce = () =>
                  events.publish({ topic: LOCAL_GIT_TOPIC, eventPayload: {} });
                read = async url =>
                  (await (await urlReader.readUrl(url)).buffer()).toString();
              },
            });
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test:7007' },
            backend: { baseUrl: 'http://portal.test:7007' },
            catalog: { processingInterval: { seconds: 60 } },
            companyos: {
              repositories: { root: join(directory, 'repos'), pollIntervalMs },
            },
          },
        }),
      ],
    });
    const find = async (name: string): Promise<Entity | undefined> => {
      const response = await request(backend.server).get(
        `/api/catalog/entities/by-name/component/default/${name}`,
      );
      return response.status === 200 ? response.body : undefined;
    };
    const until = async (
      name: string,
      holds: (entity: Entity | undefined) => boolean,
    ) => {
      const deadline = Date.now() + 5000;
      for (;;) {
        const entity = await find(name);
        if (holds(entity)) return entity;
        if (Date.now() > deadline) {
          throw new Error(
            `not within 5 s: ${JSON.stringify(entity?.metadata)}`,
          );
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    };
    return {
      stop: () => backend.stop(),
      until,
      announce: () => announce(),
      read: (url: string) => read(url),
    };
  }

  const change = (id: typeof payments, files: Record<string, string>) => {
    clones += 1;
    return push(localGit, id, join(directory, `clone-${clones}`), files);
  };

  it('shows repositories, follows pushes and deletions, and stands bad files', async () => {
    await createRepository(localGit, payments, {
      'catalog-info.yaml': catalogFile('payment-api'),
      'docs/index.md': '# Payments\n',
    });
    const { until, read, stop } = await start();
    const head = await localGit.head(payments);
    const first = await until('payment-api', Boolean);
    const blob =
      'http://portal.test:7007/repos/payments-team/payment-api/blob/main';
    expect(first?.metadata.annotations).toEqual({
      'backstage.io/managed-by-location': `url:${blob}/catalog-info.yaml`,
      'backstage.io/managed-by-origin-location': `url:${blob}/catalog-info.yaml`,
      'backstage.io/source-location':
        'url:http://portal.test:7007/repos/payments-team/payment-api/tree/main/',
      'backstage.io/view-url': `${blob}/catalog-info.yaml`,
      'companyos.io/repository': 'payments-team/payment-api',
      'companyos.io/commit': head,
      'companyos.io/template': 'api-service@1.0.0',
    });
    expect(await read(`${blob}/docs/index.md`)).toBe('# Payments\n');

    // A second one appears, and a push to the first is followed.
    await createRepository(localGit, identity, {
      'catalog-info.yaml': catalogFile('login-api'),
    });
    await until('login-api', Boolean);
    await change(payments, {
      'catalog-info.yaml': catalogFile('payment-api', 'as pushed'),
    });
    await until(
      'payment-api',
      entity => entity?.metadata.description === 'as pushed',
    );
    // Who follows moves is told of these two, and not of what stood there before.
    expect(moves).toEqual([
      { ...identity, commit: await localGit.head(identity) },
      { ...payments, commit: await localGit.head(payments) },
    ]);

    // A bad file keeps what was good, and says so.
    await change(payments, { 'catalog-info.yaml': 'kind: [' });
    const kept = await until('payment-api', entity =>
      Boolean(entity?.metadata.annotations?.['companyos.io/last-error']),
    );
    expect(kept?.metadata.description).toBe('as pushed');
    expect(kept?.metadata.annotations?.['companyos.io/last-error']).toMatch(
      /^catalog-info.yaml at [0-9a-f]{12}: document 1: /,
    );
    await change(payments, {
      'catalog-info.yaml': catalogFile('payment-api', 'mended'),
    });
    const mended = await until(
      'payment-api',
      entity => entity?.metadata.description === 'mended',
    );
    expect(mended?.metadata.annotations).not.toHaveProperty([
      'companyos.io/last-error',
    ]);

    // Nobody takes over an entity with a repository of their own.
    await change(identity, {
      'catalog-info.yaml': `${catalogFile('login-api')}---\n${catalogFile(
        'payment-api',
        'hijacked',
      )}---\n${catalogFile('login-extra')}`,
    });
    await until('login-extra', Boolean);
    expect((await until('payment-api', Boolean))?.metadata.description).toBe(
      'mended',
    );

    // What is gone is gone, and the next oldest claim holds.
    await rm(localGit.clonePath(payments), { recursive: true });
    await until(
      'payment-api',
      entity => entity?.metadata.description === 'hijacked',
    );
    await rm(localGit.clonePath(identity), { recursive: true });
    await until('login-api', entity => entity === undefined);
    await stop();
  }, 60_000);

  it('keeps the last good description over a restart, and refreshes at once when told', async () => {
    await createRepository(localGit, payments, {
      'catalog-info.yaml': catalogFile('payment-api', 'good'),
    });
    await change(payments, { 'catalog-info.yaml': 'nonsense' });
    // Polls so seldom that only the announcement can be why it shows.
    const { until, announce, stop } = await start(600_000);
    const kept = await until('payment-api', Boolean);
    expect(kept?.metadata.description).toBe('good');
    expect(kept?.metadata.annotations).toHaveProperty([
      'companyos.io/last-error',
    ]);
    await createRepository(localGit, identity, {
      'catalog-info.yaml': catalogFile('login-api'),
    });
    await announce();
    await until('login-api', Boolean);
    await stop();
  }, 30_000);
});
