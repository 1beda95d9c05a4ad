import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import goldenPathPlugin from '../index';
import { TestFleet } from './TestFleet';

/** Groups of the people in tests. */
const GROUPS: Record<string, string> = {
  'user:default/leo': 'group:default/payments-team',
  'user:default/iris': 'group:default/identity-team',
};

/** Permissions that only the platform engineer of the tests has. */
const PLATFORM = ['golden-path.update.any', 'golden-path.campaign.manage'];

/**
 * A portal with the real plugin over a fleet. `leo` develops for the payments team, `iris` for another, `maya`
 * keeps the platform; the catalog hides everything from `guest`.
 */
export async function startPortal(
  fleet: TestFleet,
  knex: Knex,
  goldenPath: object = { checks: { run: 'host' } },
) {
  const seenBy = (options: object | undefined) =>
    catalogServiceMock({
      entities: JSON.stringify(options ?? {}).includes('user:default/guest')
        ? []
        : fleet.entities,
    });
  const catalog = catalogServiceMock.mock({
    queryEntities: (query, options) => seenBy(options).queryEntities(query),
    getEntitiesByRefs: (query, options) =>
      seenBy(options).getEntitiesByRefs(query),
    getEntityByRef: (ref, options) => seenBy(options).getEntityByRef(ref),
  });
  const permissions = mockServices.permissions.mock({
    authorize: async (requests, options) => {
      const who = JSON.stringify(options ?? {});
      const isPlatform =
        who.includes('user:default/maya') || who.includes('external:ci');
      const isOutsider = who.includes('user:default/auditor');
      return requests.map(({ permission: { name } }) => ({
        result:
          (PLATFORM.includes(name) && !isPlatform) ||
          (name === 'golden-path.update.own' && isOutsider)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      }));
    },
  });
  const userInfo = mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const [userEntityRef] =
        /user:default\/[a-z]+/.exec(JSON.stringify(credentials)) ?? [];
      return {
        userEntityRef: userEntityRef ?? '',
        ownershipEntityRefs: [
          userEntityRef ?? '',
          ...(GROUPS[userEntityRef ?? ''] ? [GROUPS[userEntityRef ?? '']] : []),
        ],
      };
    },
  });
  const auditor = mockServices.auditor.mock();
  const audited: string[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId }) => ({
    success: async () => void audited.push(`${eventId} done`),
    fail: async ({ error }) => void audited.push(`${eventId} ${error.name}`),
  }));
  const tasks = new Map<string, (signal: AbortSignal) => unknown>();
  const scheduler = mockServices.scheduler.mock({
    scheduleTask: async task => {
      tasks.set(task.id, signal => task.fn(signal));
    },
  });
  const events = mockServices.events();
  const actions = actionsRegistryServiceMock();
  const notifications: unknown[] = [];
  const backend = await startTestBackend({
    features: [
      goldenPathPlugin,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          backend: { workingDirectory: fleet.directory },
          companyos: {
            environment: 'development',
            repositories: { root: fleet.localGit.root },
            goldenPath: { templatesRoot: fleet.templatesRoot, ...goldenPath },
          },
        },
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async (notification: unknown) => {
            notifications.push(notification);
          },
        }),
      }),
      permissions.factory,
      userInfo.factory,
      auditor.factory,
      scheduler.factory,
    ],
  });
  return {
    server: backend.server,
    stop: () => backend.stop(),
    actions,
    audited,
    events,
    notifications,
    /** Runs a scheduled task once, to its end. */
    run: async (task: 'fleet' | 'updates' | 'campaigns') => {
      await tasks.get(`golden-path-${task}`)?.(new AbortController().signal);
    },
  };
}
