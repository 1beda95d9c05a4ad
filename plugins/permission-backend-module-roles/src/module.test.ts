import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
} from '@backstage/plugin-catalog-common/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  taskCreatePermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import request from 'supertest';
import permissionModuleRoles from './index';
import { RolePolicy } from './RolePolicy';
import { readRoles } from './roles';

const groups: Record<string, string[]> = {
  'user:default/leo.martins': ['payments-team', 'service-developers'],
  'user:default/hanna.berg': ['compliance-officers'],
};
const refsOf = (user: string) => [
  user,
  ...(groups[user] ?? []).map(group => `group:default/${group}`),
];

async function start() {
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(event);
  const userInfo = mockServices.userInfo.mock();
  userInfo.getUserInfo.mockImplementation(async credentials => {
    const { userEntityRef } = credentials.principal as {
      userEntityRef: string;
    };
    return { userEntityRef, ownershipEntityRefs: refsOf(userEntityRef) };
  });
  const { server } = await startTestBackend({
    features: [
      permissionPlugin,
      permissionModuleRoles,
      auditor.factory,
      userInfo.factory,
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true } },
      }),
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name: 'platform-team', namespace: 'default' },
            spec: { profile: { displayName: 'Platform team' } },
          },
        ],
      }),
    ],
  });
  const authorize = async (
    permission: Permission,
    header: string,
    resourceRef?: string,
  ) => {
    const { status, body } = await request(server)
      .post('/api/permission/authorize')
      .set('Authorization', header)
      .send({ items: [{ id: '1', permission, resourceRef }] });
    expect(status).toBe(200);
    return body.items[0].result;
  };
  return { server, auditor, event, authorize };
}

describe('permissions by role', () => {
  it('are decided from the groups of the catalog, and each denied change is audited', async () => {
    const { auditor, event, authorize } = await start();
    const leo = mockCredentials.user.header('user:default/leo.martins');
    const hanna = mockCredentials.user.header('user:default/hanna.berg');

    expect(await authorize(taskCreatePermission, leo)).toBe('ALLOW');
    expect(
      await authorize(catalogEntityReadPermission, hanna, 'component:d/x'),
    ).toBe('ALLOW');
    expect(auditor.createEvent).not.toHaveBeenCalled();

    expect(await authorize(taskCreatePermission, hanna)).toBe('DENY');
    expect(auditor.createEvent).toHaveBeenLastCalledWith({
      eventId: 'permission-deny',
      severityLevel: 'low',
      meta: {
        permission: 'scaffolder.task.create',
        rule: 'create-from-template',
        user: 'user:default/hanna.berg',
        roles: ['compliance-officers'],
        enforcedBy: null,
      },
    });
    expect(event.fail).toHaveBeenCalledWith({
      error: expect.objectContaining({ name: 'NotAllowedError' }),
    });

    const onBehalf = `Bearer ${mockCredentials.user.token(
      'user:default/hanna.berg',
      { actor: { subject: 'plugin:scaffolder' } },
    )}`;
    expect(await authorize(taskCreatePermission, onBehalf)).toBe('DENY');
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        severityLevel: 'medium',
        meta: expect.objectContaining({ enforcedBy: 'plugin:scaffolder' }),
      }),
    );
  });

  it('give nothing to someone who is not signed in', async () => {
    const { server } = await start();
    const { status } = await request(server)
      .post('/api/permission/authorize')
      .set('Authorization', mockCredentials.none.header())
      .send({ items: [{ id: '1', permission: taskCreatePermission }] });
    expect(status).toBe(401);

    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const policy = new RolePolicy(
      readRoles(mockServices.rootConfig()),
      auditor,
    );
    for (const permission of [
      catalogEntityReadPermission,
      taskCreatePermission,
    ]) {
      expect(await policy.handle({ permission })).toEqual({
        result: AuthorizeResult.DENY,
      });
    }
    expect(event.fail).toHaveBeenCalledTimes(1);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        meta: expect.objectContaining({
          permission: 'scaffolder.task.create',
          rule: 'signed-out',
          user: null,
        }),
      }),
    );
  });

  it('explain themselves to the one who asks, and to nobody else', async () => {
    const { server } = await start();
    const explain = (permission: string, header: string) =>
      request(server)
        .get('/api/permission/explain')
        .query({ permission })
        .set('Authorization', header);
    const hanna = mockCredentials.user.header('user:default/hanna.berg');

    const denied = await explain('scaffolder.task.create', hanna);
    expect(denied.status).toBe(200);
    expect(denied.body).toEqual({
      permission: 'scaffolder.task.create',
      allowed: false,
      limitedTo: null,
      rule: 'create-from-template',
      reason: expect.stringContaining('needs a role that builds or runs'),
      yourRoles: [{ name: 'compliance-officers', title: 'Compliance officer' }],
      grantedBy: [
        {
          role: 'platform-engineers',
          title: 'Platform engineer',
          groupRef: 'group:default/platform-engineers',
        },
        {
          role: 'service-developers',
          title: 'Service developer',
          groupRef: 'group:default/service-developers',
        },
        {
          role: 'site-reliability-engineers',
          title: 'Site reliability engineer',
          groupRef: 'group:default/site-reliability-engineers',
        },
      ],
      contacts: [
        { entityRef: 'group:default/platform-team', title: 'Platform team' },
      ],
    });

    const limited = await explain('catalog.entity.refresh', hanna);
    expect(limited.body).toMatchObject({
      allowed: true,
      limitedTo: 'entities that you or one of your groups own',
      contacts: [],
    });
    const unknown = await explain('payroll.salary.raise', hanna);
    expect(unknown.body).toMatchObject({ allowed: false, rule: 'unknown' });
    const read = await explain('adr.record.read', hanna);
    expect(read.body).toMatchObject({ allowed: true, rule: 'read' });

    expect((await explain('x y', hanna)).status).toBe(400);
    expect(
      (await explain('scaffolder.task.create', mockCredentials.none.header()))
        .status,
    ).toBe(401);
    expect(
      (
        await explain(
          'scaffolder.task.create',
          mockCredentials.service.header(),
        )
      ).status,
    ).toBe(403);
  });

  it('makes the same conditions as the plugins that check them', async () => {
    const userEntityRef = 'user:default/leo.martins';
    const user = {
      credentials: mockCredentials.user(userEntityRef),
      info: { userEntityRef, ownershipEntityRefs: refsOf(userEntityRef) },
    };
    const policy = new RolePolicy(
      readRoles(mockServices.rootConfig()),
      mockServices.auditor.mock(),
    );

    expect(
      await policy.handle({ permission: taskReadPermission }, user),
    ).toEqual(
      createScaffolderTaskConditionalDecision(
        taskReadPermission,
        scaffolderTaskConditions.isTaskOwner({ createdBy: [userEntityRef] }),
      ),
    );
    expect(
      await policy.handle({ permission: catalogEntityRefreshPermission }, user),
    ).toEqual(
      createCatalogConditionalDecision(
        catalogEntityRefreshPermission,
        catalogConditions.isEntityOwner({ claims: refsOf(userEntityRef) }),
      ),
    );
    // The name of a conditional permission on something else can't be checked.
    expect(
      await policy.handle(
        {
          permission: {
            type: 'basic',
            name: taskReadPermission.name,
            attributes: { action: 'read' },
          },
        },
        user,
      ),
    ).toEqual({ result: AuthorizeResult.DENY });
  });
});
