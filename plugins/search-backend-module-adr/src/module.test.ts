import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { TestPipeline } from '@backstage/plugin-search-backend-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { DocumentCollatorFactory } from '@backstage/plugin-search-common';
import { DecisionSummary } from '@companyos/plugin-adr-common';
import { Handler, Router } from 'express';
import searchModuleAdr from './index';

const record = (id: string, values: Partial<DecisionSummary> = {}) => ({
  id,
  entityRef: 'component:default/payments',
  path: '0001-a.md',
  number: 1,
  title: `Decision ${id}`,
  status: 'accepted',
  date: '2026-01-01',
  deciders: ['Maya Chen'],
  body: 'Because.',
  ...values,
});

describe('search over decision records', () => {
  /** A decisions back end that lets services in only, as the real one does by default. */
  const backEnd = (handler: Handler) =>
    createBackendPlugin({
      pluginId: 'adr',
      register(reg) {
        reg.registerInit({
          deps: {
            httpAuth: coreServices.httpAuth,
            httpRouter: coreServices.httpRouter,
          },
          async init({ httpAuth, httpRouter }) {
            const router = Router();
            router.get('/records', (req, res, next) => {
              httpAuth
                .credentials(req, { allow: ['service'] })
                .then(() => handler(req, res, next), next);
            });
            httpRouter.use(router);
          },
        });
      },
    });

  async function start(handler: Handler, data: object = {}) {
    const collators: DocumentCollatorFactory[] = [];
    const createScheduledTaskRunner = jest.fn();
    const scheduler = mockServices.scheduler.mock({
      createScheduledTaskRunner,
    });
    await startTestBackend({
      extensionPoints: [
        [
          searchIndexRegistryExtensionPoint,
          {
            addCollator: ({ factory }) => collators.push(factory),
            addDecorator: jest.fn(),
          },
        ],
      ],
      features: [
        searchModuleAdr,
        scheduler.factory,
        backEnd(handler),
        mockServices.rootConfig.factory({ data }),
      ],
    });
    const [collator] = collators;
    return { collator, createScheduledTaskRunner };
  }

  it('collects every page, as the search service, for those who see the entity', async () => {
    const seen: unknown[] = [];
    const { collator, createScheduledTaskRunner } = await start((req, res) => {
      seen.push(req.query);
      res.json(
        req.query.cursor
          ? {
              items: [record('b', { number: null, date: null })],
              nextCursor: null,
            }
          : { items: [record('a')], nextCursor: 'next' },
      );
    });
    expect(collator.type).toBe('adr');
    expect(collator.visibilityPermission).toEqual(catalogEntityReadPermission);
    expect(createScheduledTaskRunner).toHaveBeenCalledWith(
      expect.objectContaining({ frequency: { minutes: 1 } }),
    );
    const { documents, error } = await TestPipeline.fromCollator(
      await collator.getCollator(),
    ).execute();
    expect(error).toBeUndefined();
    expect(documents).toEqual([
      {
        title: 'Decision a',
        text: 'Because.\nMaya Chen',
        location: '/decisions/a',
        entityRef: 'component:default/payments',
        status: 'accepted',
        date: '2026-01-01',
        number: '1',
        authorization: { resourceRef: 'component:default/payments' },
      },
      expect.objectContaining({ title: 'Decision b', date: '', number: '' }),
    ]);
    const query = { sort: 'title', fields: 'body', limit: '200' };
    expect(seen).toEqual([query, { ...query, cursor: 'next' }]);
  });

  it('fails as a whole, so that the index keeps what it had, and minds its schedule', async () => {
    const unavailable: Handler = (_, res) => res.status(503).end();
    const { collator, createScheduledTaskRunner } = await start(unavailable, {
      search: {
        collators: {
          adr: {
            schedule: { frequency: { hours: 1 }, timeout: { minutes: 1 } },
          },
        },
      },
    });
    const { error } = await TestPipeline.fromCollator(
      await collator.getCollator(),
    ).execute();
    expect(error).toMatchObject({ name: 'ResponseError' });
    expect(createScheduledTaskRunner).toHaveBeenCalledWith(
      expect.objectContaining({ frequency: { hours: 1 } }),
    );
  });
});
