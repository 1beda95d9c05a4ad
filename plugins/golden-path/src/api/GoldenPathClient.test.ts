import type { CampaignPlan } from '@companyos/plugin-golden-path-common';
import { GoldenPathClient } from './GoldenPathClient';

const plan: CampaignPlan = {
  title: 'All to 1.1.0',
  template: 'api-service',
  to: '1.1.0',
  repositories: ['component:default/invoice-api'],
  waves: [1],
  stopAfterFailures: 1,
  autoMerge: false,
};
const repository = 'component:shop/invoice-api';

describe('GoldenPathClient', () => {
  const fetch = jest.fn<
    Promise<Response>,
    [input: RequestInfo | URL, init?: RequestInit]
  >();
  const client = new GoldenPathClient({ fetch });
  beforeEach(() => {
    fetch.mockReset();
    fetch.mockImplementation(async () => Response.json({}));
  });

  const calls: Record<
    string,
    { call: () => Promise<unknown>; path: string; body?: unknown }
  > = {
    'the fleet that fits': {
      call: () =>
        client.fleet({
          status: 'edited',
          text: '',
          owner: undefined,
          limit: 5,
        }),
      path: '/fleet?status=edited&limit=5',
    },
    'the fleet': { call: () => client.fleet({}), path: '/fleet' },
    templates: { call: () => client.templates(), path: '/templates' },
    'a repository': {
      call: () => client.repository(repository),
      path: '/repositories/shop/component/invoice-api',
    },
    'a check of it': {
      call: () => client.check(repository),
      path: '/repositories/shop/component/invoice-api/check',
      body: {},
    },
    'a preview': {
      call: () => client.preview(repository, '1.1.0'),
      path: '/repositories/shop/component/invoice-api/preview?to=1.1.0',
    },
    'an update to be opened': {
      call: () =>
        client.openUpdate(repository, { to: '1.1.0', answers: { a: true } }),
      path: '/repositories/shop/component/invoice-api/updates',
      body: { to: '1.1.0', answers: { a: true } },
    },
    'an update, wherever its id points': {
      call: () => client.update('../x'),
      path: '/updates/..%2Fx',
    },
    'a merge': {
      call: () => client.mergeUpdate('u1'),
      path: '/updates/u1/merge',
      body: {},
    },
    'a close': {
      call: () => client.closeUpdate('u1'),
      path: '/updates/u1/close',
      body: {},
    },
    campaigns: { call: () => client.campaigns(), path: '/campaigns' },
    'a campaign': { call: () => client.campaign('c1'), path: '/campaigns/c1' },
    'a plan': {
      call: () => client.planCampaign(plan),
      path: '/campaigns',
      body: plan,
    },
    'a pause': {
      call: () => client.act('c1', 'pause'),
      path: '/campaigns/c1/pause',
      body: {},
    },
  };

  it.each(Object.keys(calls))('asks for %s', async name => {
    const { call, path, body } = calls[name];
    await call();
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe(`plugin://golden-path${path}`);
    expect(init?.method ?? 'GET').toBe(body ? 'POST' : 'GET');
    expect(init?.body && JSON.parse(String(init.body))).toEqual(body);
  });

  it('reads the log of a check as text', async () => {
    fetch.mockResolvedValue(new Response('lint ok'));
    await expect(client.checkLog('u1', 'golden/merge')).resolves.toBe(
      'lint ok',
    );
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://golden-path/updates/u1/checks/golden%2Fmerge/log',
    );
  });

  it('throws what the back end says', async () => {
    fetch.mockResolvedValue(
      Response.json(
        {
          error: { name: 'ConflictError', message: 'It is not ready' },
          response: { statusCode: 409 },
        },
        { status: 409 },
      ),
    );
    await expect(client.mergeUpdate('u1')).rejects.toMatchObject({
      statusCode: 409,
      cause: expect.objectContaining({ message: 'It is not ready' }),
    });
  });
});
