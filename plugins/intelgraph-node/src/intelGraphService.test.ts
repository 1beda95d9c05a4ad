import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { auditorServiceFactory } from './auditorServiceFactory';
import { migrateOutbox } from './database/migrateOutbox';
import { IntelGraphService } from './IntelGraphService';
import { intelGraphServiceRef } from './intelGraphServiceRef';

jest.setTimeout(60_000);

interface Received {
  id: string;
  source: string;
  type: string;
  entityref: string;
  data: { subject: { content: Record<string, unknown> } };
}

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const event = {
  type: 'dev.cdeventsx.companyos-test.made.0.1.0',
  entity: 'component:default/payments',
  time: new Date(),
  data: { number: 1 },
};

describe('what back ends use', () => {
  let receiver: Server;
  let knex: Knex;
  let received: Received[];
  let arrived: () => void;
  let authorization: string | undefined;

  const arrival = () =>
    new Promise<void>(resolve => {
      arrived = resolve;
    });

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    received = [];
    arrived = () => {};
    receiver = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        authorization = req.headers.authorization;
        res.setHeader('Content-Type', 'application/json');
        if (req.url?.startsWith('/api/intelgraph/events')) {
          const events = JSON.parse(body);
          received.push(...events);
          res.end(
            JSON.stringify({
              operationId: 'x',
              counts: {},
              results: events.map((_: unknown, index: number) => ({
                index,
                status: 'created',
              })),
            }),
          );
          arrived();
        } else {
          const after = Number(
            new URL(req.url ?? '', 'http://x').searchParams.get('after'),
          );
          res.end(
            JSON.stringify({
              items: after < 7 ? [{ seq: 7, fact: {}, content: {} }] : [],
              watermark: 7,
              hasMore: false,
            }),
          );
        }
      });
    });
    await new Promise<void>(resolve =>
      receiver.listen(0, '127.0.0.1', resolve),
    );
  });

  afterEach(async () => {
    receiver.closeAllConnections();
    await new Promise(resolve => receiver.close(resolve));
    await knex.destroy();
  });

  const database = createServiceFactory({
    service: coreServices.database,
    deps: {},
    factory: (): DatabaseService => ({ getClient: async () => knex }),
  });
  const discovery = () =>
    mockServices.discovery.mock({
      getBaseUrl: async pluginId =>
        `http://127.0.0.1:${
          (receiver.address() as AddressInfo).port
        }/api/${pluginId}`,
    }).factory;

  async function start(
    use: (deps: { intelGraph: IntelGraphService }) => Promise<void> | void,
  ) {
    return startTestBackend({
      features: [
        database,
        discovery(),
        createBackendPlugin({
          pluginId: 'example',
          register(reg) {
            reg.registerInit({
              deps: { intelGraph: intelGraphServiceRef },
              init: async deps => use(deps),
            });
          },
        }),
      ],
    });
  }

  it('delivers what was committed, as the plugin itself, and nothing that was rolled back', async () => {
    let intelGraph: IntelGraphService | undefined;
    const backend = await start(deps => {
      intelGraph = deps.intelGraph;
    });
    await expect(
      knex.transaction(async trx => {
        await intelGraph?.record(trx, { ...event, id: 'rolled-back' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const both = arrival();
    await knex.transaction(async trx => {
      await intelGraph?.record(trx, [
        { ...event, id: 'a' },
        { ...event, source: 'urn:companyos:other' },
      ]);
    });
    await both;
    expect(received.map(({ id, source }) => [id, source])).toEqual([
      ['a', 'urn:companyos:example'],
      [expect.stringMatching(/^[0-9a-f-]{36}$/), 'urn:companyos:other'],
    ]);
    expect(authorization).toBe(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('plugin:example'),
        targetPluginId: 'intelgraph',
      }),
    );
    await expect(
      intelGraph?.record(knex, { ...event, entity: 'nobody' }),
    ).rejects.toThrow("The event's entity must be");
    await backend.stop();
  });

  it('follows the feed and reads', async () => {
    let intelGraph: IntelGraphService | undefined;
    const facts = new Promise<number[]>((resolve, reject) => {
      start(deps => {
        intelGraph = deps.intelGraph;
        deps.intelGraph.watch({
          id: 'test',
          onFacts: async items => resolve(items.map(({ seq }) => seq)),
        });
      }).catch(reject);
    });
    expect(await facts).toEqual([7]);
    expect(await intelGraph?.query().getFeed({ after: 7 })).toMatchObject({
      items: [],
      watermark: 7,
    });
  });

  it('audits: everything is logged as before, what matters is recorded too', async () => {
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    let hadTables: boolean | undefined;
    const first = arrival();
    const backend = await startTestBackend({
      features: [
        database,
        discovery(),
        createServiceFactory({
          service: coreServices.logger,
          deps: {},
          factory: () => logger,
        }),
        auditorServiceFactory,
        createBackendPlugin({
          pluginId: 'example',
          register(reg) {
            reg.registerInit({
              deps: { auditor: coreServices.auditor },
              async init({ auditor }) {
                const low = await auditor.createEvent({ eventId: 'look' });
                await low.success();
                hadTables = await knex.schema.hasTable('intelgraph_outbox');
                const high = await auditor.createEvent({
                  eventId: 'remove',
                  severityLevel: 'high',
                  meta: { entityRef: 'component:default/payments' },
                });
                await high.fail({ error: new Error('not yours') });
              },
            });
          },
        }),
      ],
    });
    await first;
    expect(hadTables).toBe(false);
    expect(received).toMatchObject([
      {
        type: 'dev.cdeventsx.companyos-audit.recorded.0.1.0',
        source: 'urn:companyos:example',
        entityref: 'component:default/payments',
        data: {
          subject: {
            content: {
              plugin: 'example',
              event: 'remove',
              severity: 'high',
              actor: 'plugin:example',
              status: 'failed',
              meta: { entityRef: 'component:default/payments' },
              reason: 'not yours',
            },
          },
        },
      },
    ]);
    expect(logger.debug).toHaveBeenCalledWith(
      'example.look',
      expect.objectContaining({ status: 'succeeded' }),
    );
    expect(logger.info).toHaveBeenCalledWith(
      'example.remove',
      expect.objectContaining({ message: 'not yours' }),
    );
    await backend.stop();
  });

  it('audits where there is no database, and reads the levels of the log', async () => {
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const reported = new Promise<string>(resolve =>
      logger.warn.mockImplementation(resolve),
    );
    const auditing = (level: string) =>
      startTestBackend({
        features: [
          createServiceFactory({
            service: coreServices.database,
            deps: {},
            factory: (): DatabaseService => ({
              getClient: async () => {
                throw new Error('There is none');
              },
            }),
          }),
          createServiceFactory({
            service: coreServices.logger,
            deps: {},
            factory: () => logger,
          }),
          mockServices.rootConfig.factory({
            data: {
              backend: {
                auditor: { severityLogLevelMappings: { critical: level } },
              },
            },
          }),
          auditorServiceFactory,
          createBackendPlugin({
            pluginId: 'example',
            register(reg) {
              reg.registerInit({
                deps: { auditor: coreServices.auditor },
                async init({ auditor }) {
                  for (const eventId of ['one', 'two']) {
                    const critical = await auditor.createEvent({
                      eventId,
                      severityLevel: 'critical',
                    });
                    await critical.success();
                  }
                },
              });
            },
          }),
        ],
      });
    const backend = await auditing('error');
    expect(await reported).toBe(
      "Audit events of example are logged, but can't be recorded as facts",
    );
    await backend.stop();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      'example.two',
      expect.objectContaining({ status: 'succeeded' }),
    );
    await expect(auditing('loud')).rejects.toThrow(
      "'backend.auditor.severityLogLevelMappings.critical' was given an invalid value: 'loud'",
    );
  });

  it('is migrated once only', async () => {
    await migrateOutbox(knex);
    await migrateOutbox(knex);
    expect(await knex('intelgraph_outbox_migrations')).toHaveLength(1);
  });
});
