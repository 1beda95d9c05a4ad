import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import authModulePersonas from './index';

const leo: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'leo.martins', namespace: 'default' },
  spec: {
    profile: { displayName: 'Leo Martins', email: 'leo@meridian.example' },
    memberOf: ['payments-team', 'service-developers'],
  },
  relations: [
    { type: 'memberOf', targetRef: 'group:default/payments-team' },
    { type: 'memberOf', targetRef: 'group:default/service-developers' },
  ],
};

const config = (overrides: object = {}) => ({
  app: { baseUrl: 'http://localhost:7007' },
  companyos: { environment: 'development' },
  backend: {
    baseUrl: 'http://localhost:7007',
    listen: { host: '127.0.0.1', port: 0 },
  },
  auth: {
    environment: 'development',
    // So that the test sees the groups in the token; the portal asks for them instead.
    omitIdentityTokenOwnershipClaim: false,
    providers: {
      personas: {
        people: [
          {
            name: 'leo.martins',
            role: 'Service developer',
            summary: 'Builds.',
          },
          { name: 'maya.chen', role: 'Platform engineer', summary: 'Keeps.' },
        ],
      },
    },
  },
  ...overrides,
});

async function start(data: object) {
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(event);
  const backend = await startTestBackend({
    features: [
      authPlugin,
      authModulePersonas,
      catalogServiceMock.factory({ entities: [leo] }),
      auditor.factory,
      mockServices.rootConfig.factory({ data }),
    ],
  });
  return { server: backend.server, auditor, event };
}

describe('sign-in as one of the example people', () => {
  it('lists them, signs one in with the groups of the catalog, and says why not otherwise', async () => {
    const { server, auditor, event } = await start(config());

    const list = await request(server).get('/api/auth/personas/list');
    expect(list.status).toBe(200);
    expect(list.body).toEqual([
      {
        name: 'leo.martins',
        displayName: 'Leo Martins',
        role: 'Service developer',
        description: 'Builds.',
        available: true,
      },
      {
        name: 'maya.chen',
        displayName: 'maya.chen',
        role: 'Platform engineer',
        description: 'Keeps.',
        available: false,
      },
    ]);

    const session = await request(server)
      .get('/api/auth/personas/refresh')
      .set('x-companyos-persona', 'leo.martins');
    expect(session.status).toBe(200);
    expect(session.body.profile).toEqual({
      displayName: 'Leo Martins',
      email: 'leo@meridian.example',
    });
    expect(session.body.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/leo.martins',
      ownershipEntityRefs: [
        'user:default/leo.martins',
        'group:default/payments-team',
        'group:default/service-developers',
      ],
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'persona-sign-in',
        meta: { persona: 'leo.martins' },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);

    const refused = async (headers: Record<string, string>) => {
      const { status, body } = await request(server)
        .post('/api/auth/personas/refresh')
        .set(headers);
      return [status, body.error.message];
    };
    expect(await refused({})).toEqual([
      401,
      'Sign-in as a persona needs the header x-companyos-persona',
    ]);
    expect(await refused({ 'x-companyos-persona': 'root' })).toEqual([
      401,
      expect.stringContaining('There is no persona of that name'),
    ]);
    expect(await refused({ 'x-companyos-persona': 'maya.chen' })).toEqual([
      503,
      expect.stringContaining('The catalog has no User "maya.chen" yet'),
    ]);
    expect(
      await refused({
        'x-companyos-persona': 'leo.martins',
        host: 'rebound.attacker.example',
      }),
    ).toEqual([403, expect.stringContaining('this machine only')]);
    expect(event.fail).toHaveBeenCalledTimes(4);
  });

  it('is absent, and stops nothing, where it is not configured', async () => {
    const { server } = await start(
      config({
        companyos: { environment: 'production' },
        auth: { environment: 'production', providers: { personas: null } },
      }),
    );
    for (const path of ['list', 'refresh']) {
      const { status } = await request(server)
        .get(`/api/auth/personas/${path}`)
        .set('x-companyos-persona', 'leo.martins');
      expect(status).toBe(404);
    }
  });

  it('stops the start of a back end that is not for development', async () => {
    await expect(
      start(config({ companyos: { environment: 'production' } })),
    ).rejects.toThrow(/for development on one machine only/);
  });
});
