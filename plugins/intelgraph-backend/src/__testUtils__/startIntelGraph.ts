import {
  createServiceFactory,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { JsonObject, JsonValue } from '@backstage/types';
import Ajv from 'ajv/dist/2020';
import { Knex } from 'knex';
import request from 'supertest';
import { intelgraphPlugin } from '../plugin';
import { spec } from '../schema/openapi.generated';

const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(
  spec,
  'contract',
);

const service = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'intelgraph',
  });

/** Headers of those who ask. */
export const as = {
  leo: mockCredentials.user.header('user:default/leo.martins'),
  hanna: mockCredentials.user.header('user:default/hanna.berg'),
  catalog: service('plugin:catalog'),
  ci: service('external:ci'),
  stranger: service('external:stranger'),
  nobody: mockCredentials.none.header(),
};

/** The plugin with a real database and real HTTP, and a fake of everything around it. */
export async function startIntelGraph(knex: Knex, config: JsonObject = {}) {
  const denied = new Set<string>();
  const signals: JsonObject[] = [];
  const audited: string[] = [];
  const tasks: Record<string, () => unknown> = {};
  const actions = actionsRegistryServiceMock();
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async ({ eventId }) => ({
    success: async () => {
      audited.push(`${eventId} succeeded`);
    },
    fail: async () => {
      audited.push(`${eventId} failed`);
    },
  }));
  const { server } = await startTestBackend({
    features: [
      intelgraphPlugin,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          companyos: { goldenPath: { publish: 'github' } },
          intelgraph: {
            tenants: [
              { id: 'default', members: ['*'] },
              { id: 'acme', members: ['user:default/hanna.berg'] },
            ],
            writers: [
              {
                subject: 'external:ci',
                sources: ['https://ci.example.com/*', 'urn:*'],
                tenants: ['default', 'acme'],
              },
            ],
            ...config,
          },
        },
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result: denied.has(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
      }).factory,
      mockServices.scheduler.mock({
        scheduleTask: async (
          task: SchedulerServiceTaskScheduleDefinition &
            SchedulerServiceTaskInvocationDefinition,
        ) => {
          tasks[task.id] = () => task.fn(new AbortController().signal);
        },
      }).factory,
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          publish: async ({ message }) => {
            signals.push(message);
          },
        }),
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      auditor.factory,
      catalogServiceMock.factory(),
    ],
  });

  /** Asks, and checks that the answer is one that the contract knows. */
  async function get(path: string, who = as.leo, status = 200) {
    const response = await request(server)
      .get(`/api/intelgraph${path}`)
      .set('Authorization', who);
    expect({
      path,
      status: response.status,
      error: response.body.error,
    }).toEqual({
      path,
      status,
      error: status < 300 ? undefined : expect.anything(),
    });
    if (status === 200) inContract('get', path, response.body);
    return response.body;
  }

  async function post(
    path: string,
    body: JsonValue,
    who = as.leo,
    status = 200,
  ) {
    const response = await request(server)
      .post(`/api/intelgraph${path}`)
      .set('Authorization', who)
      .send(body as object);
    expect({
      path,
      status: response.status,
      error: response.body.error,
    }).toEqual({
      path,
      status,
      error: status < 300 ? undefined : expect.anything(),
    });
    return response.body;
  }

  /** Delivers a batch. @returns the status of each item */
  async function deliver(
    events: readonly JsonValue[],
    who = as.ci,
  ): Promise<string[]> {
    const response = await request(server)
      .post('/api/intelgraph/events')
      .set('Authorization', who)
      .set('Content-Type', 'application/cloudevents-batch+json')
      .send(JSON.stringify(events));
    expect(response.body.error).toBeUndefined();
    inContract('post', '/events', response.body);
    return response.body.results.map((one: { status: string }) => one.status);
  }

  return {
    server,
    actions,
    audited,
    denied,
    signals,
    tasks,
    get,
    post,
    deliver,
  };
}

function inContract(method: 'get' | 'post', path: string, body: unknown) {
  const [plain] = path.split('?');
  const route = Object.keys(spec.paths).find(one =>
    new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  );
  const pointer = [
    '#/paths',
    String(route).replace(/\//g, '~1'),
    method,
    'responses/200/content/application~1json/schema',
  ].join('/');
  const validate = ajv.getSchema(`contract${pointer}`);
  if (!validate) throw new Error(`The contract has no ${method} ${path}`);
  validate(body);
  expect(validate.errors).toBeNull();
}
