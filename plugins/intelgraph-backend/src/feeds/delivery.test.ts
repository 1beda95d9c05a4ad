import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import {
  auditorServiceFactory,
  intelGraphServiceRef,
} from '@companyos/plugin-intelgraph-node';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intelgraphPlugin } from '../plugin';

jest.setTimeout(60_000);

it('brings what other back ends record and audit to those who follow', async () => {
  const root = await mkdtemp(join(tmpdir(), 'feeds-'));
  const facts: TimelineItem[] = [];
  let enough = () => {};
  const arrived = new Promise<void>(resolve => {
    enough = resolve;
  });
  const backend = await startTestBackend({
    features: [
      intelgraphPlugin,
      auditorServiceFactory,
      // The real one: it rings across plugins.
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          companyos: { repositories: { root } },
        },
      }),
      catalogServiceMock.factory(),
      createBackendPlugin({
        pluginId: 'techdocs',
        register(reg) {
          reg.registerInit({
            deps: {
              auditor: coreServices.auditor,
              database: coreServices.database,
              intelGraph: intelGraphServiceRef,
            },
            async init({ auditor, database, intelGraph }) {
              const knex = await database.getClient();
              await knex.transaction(async trx => {
                await intelGraph.record(trx, {
                  type: 'dev.cdeventsx.companyos-docs.built.0.1.0',
                  entity: 'component:default/payments',
                  time: new Date(),
                  id: 'build-1:built',
                  data: { buildId: 'build-1', durationMs: 7 },
                });
              });
              const event = await auditor.createEvent({
                eventId: 'docs-removed',
                severityLevel: 'medium',
                meta: { entityRef: 'component:default/payments' },
              });
              await event.fail({ error: new Error('not yours') });
              intelGraph.watch({
                id: 'test',
                async onFacts(items) {
                  facts.push(...items.map(({ fact }) => fact));
                  if (facts.length >= 2) enough();
                },
              });
            },
          });
        },
      }),
    ],
  });
  await arrived;
  expect(facts).toMatchObject([
    {
      type: 'dev.cdeventsx.companyos-docs.built',
      lane: 'docs',
      entity: 'component:default/payments',
      confidence: 100,
      provenance: [{ source: 'urn:companyos:techdocs' }],
    },
    {
      type: 'dev.cdeventsx.companyos-audit.recorded',
      lane: 'audit',
      entity: 'component:default/payments',
      classification: 'internal',
    },
  ]);
  await backend.stop();
  await rm(root, { recursive: true, force: true });
});
