import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { call, eventually } from './__testUtils__/call';
import { startPortal } from './__testUtils__/startPortal';
import { TestFleet } from './__testUtils__/TestFleet';

jest.setTimeout(90_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const refOf = (name: string) => `component:default/${name}`;

describe.each(databases.eachSupportedId())('campaigns on %s', databaseId => {
  let fleet: TestFleet;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  const get = (url: string, who = 'maya') =>
    call(portal.server, who, 'get', url);
  const post = (url: string, body?: object, who = 'maya') =>
    call(portal.server, who, 'post', url, body);
  const plan = {
    title: 'Everybody to 1.1.0',
    template: 'tiny',
    to: '1.1.0',
    repositories: names.map(refOf),
    waves: [1, 3],
    stopAfterFailures: 2,
    autoMerge: true,
  };
  /** Lets the portal work until the campaign is in this status. */
  const comesTo = (id: string, status: string) =>
    eventually(async () => {
      await portal.run('updates');
      await portal.run('campaigns');
      const { body } = await get(`/campaigns/${id}`);
      // Never more under way than the wave's size.
      const size = plan.waves[Math.min(body.wave, 2) - 1];
      expect([
        body.counts.updating + body.counts.ready <= size,
        body.status,
        body.members,
      ]).toEqual([true, status, body.members]);
      return body;
    });
  const versionsOf = async () =>
    (await get('/fleet')).body.items.map(
      (item: { version: string }) => item.version,
    );

  beforeEach(async () => {
    fleet = await TestFleet.create();
    for (const name of names) await fleet.add(name);
    knex = await databases.init(databaseId);
    portal = await startPortal(fleet, knex);
  });

  afterEach(async () => {
    await portal.stop();
    await fleet.remove();
  });

  it('updates in waves, stops when checks fail, outlives its portal, and goes on when told to', async () => {
    for (const name of ['c', 'd']) {
      await fleet.push(name, { 'scripts/ci.sh': 'exit 1\n' });
    }
    await portal.run('fleet');
    const { status, body: planned } = await post('/campaigns', plan);
    expect([status, planned]).toMatchObject([
      201,
      {
        status: 'draft',
        wave: 0,
        waveCount: 3,
        createdBy: 'user:default/maya',
      },
    ]);
    await portal.run('campaigns');
    expect((await get(`/campaigns/${planned.id}`)).body.counts.waiting).toBe(7);

    const started = await post(`/campaigns/${planned.id}/start`);
    expect(started.body).toMatchObject({ status: 'running', wave: 1 });
    expect((await post(`/campaigns/${planned.id}/start`)).status).toBe(409);
    await portal.run('campaigns');
    expect((await get(`/campaigns/${planned.id}`)).body.counts).toMatchObject({
      updating: 1,
      waiting: 6,
    });

    // Somebody brings the next one forward alone, and another one is in the way.
    await portal.stop();
    portal = await startPortal(fleet, knex);
    const stopped = await comesTo(planned.id, 'stopped');
    expect(stopped).toMatchObject({
      wave: 2,
      reason: '2 of 3 updates in wave 2 failed; the campaign stops after 2',
      counts: { failed: 2, waiting: 3 },
    });
    const failed = stopped.members[2];
    expect(failed).toMatchObject({
      entityRef: refOf('c'),
      status: 'failed',
      updateId: expect.any(String),
    });
    const update = (await get(`/updates/${failed.updateId}`)).body;
    expect(update).toMatchObject({ campaignId: planned.id, status: 'failed' });
    await portal.run('campaigns');
    expect((await get(`/campaigns/${planned.id}`)).body.counts.waiting).toBe(3);

    await fleet.push('c', { 'scripts/ci.sh': 'exit 0\n' }, update.branch);
    expect((await post(`/campaigns/${planned.id}/resume`)).body.status).toBe(
      'running',
    );
    const done = await comesTo(planned.id, 'completed');
    expect(done.counts).toMatchObject({ done: 6, failed: 1 });
    expect((await versionsOf()).sort()).toEqual([
      '1.0.0',
      ...Array(6).fill('1.1.0'),
    ]);
    expect((await get('/campaigns')).body).toMatchObject([
      { id: planned.id, status: 'completed', counts: { done: 6 } },
    ]);
    expect((await post(`/campaigns/${planned.id}/cancel`)).status).toBe(409);
  });

  it('skips what need not or cannot be updated, pauses, and is cancelled', async () => {
    await fleet.release('1.2.0');
    await fleet.push('b', {
      '.companyos/golden.lock.json': '{"schema":"x"}\n',
    });
    await portal.run('fleet');
    const opened = await post(
      '/repositories/default/component/a/updates',
      { to: '1.2.0' },
      'leo',
    );
    expect(opened.status).toBe(201);
    const { id } = (
      await post('/campaigns', { ...plan, waves: [3], autoMerge: false })
    ).body;
    await post(`/campaigns/${id}/start`);
    const waiting = await eventually(async () => {
      await portal.run('updates');
      await portal.run('campaigns');
      const { body } = await get(`/campaigns/${id}`);
      expect(body.counts).toMatchObject({ ready: 1, skipped: 2 });
      return body;
    });
    expect(waiting.members.slice(0, 3)).toMatchObject([
      {
        status: 'skipped',
        reason: expect.stringContaining('An update to 1.2.0 is under way'),
      },
      { status: 'skipped', reason: expect.any(String) },
      { status: 'ready' },
    ]);
    await post(`/campaigns/${id}/pause`);
    const merged = await post(
      `/updates/${waiting.members[2].updateId}/merge`,
      {},
      'leo',
    );
    expect(merged.body.status).toBe('merged');
    await portal.run('campaigns');
    expect((await get(`/campaigns/${id}`)).body).toMatchObject({
      status: 'paused',
      reason: 'Paused by user:default/maya',
      wave: 1,
      counts: { done: 1, waiting: 4 },
    });
    const cancelled = await post(`/campaigns/${id}/cancel`);
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      counts: { done: 1, skipped: 6 },
    });
    expect((await post(`/campaigns/${id}/resume`)).status).toBe(409);
  });

  it('is for platform engineers, and takes only what fits', async () => {
    await portal.run('fleet');
    expect((await post('/campaigns', plan, 'leo')).status).toBe(403);
    const { body } = await post('/campaigns', plan);
    for (const command of ['start', 'pause', 'resume', 'cancel']) {
      expect(
        (await post(`/campaigns/${body.id}/${command}`, {}, 'leo')).status,
      ).toBe(403);
    }
    // Whoever may not see the components sees numbers only.
    expect((await get(`/campaigns/${body.id}`, 'guest')).body).toMatchObject({
      members: [],
      repositories: [],
      counts: { waiting: 7 },
    });
    for (const [change, message] of [
      [{ to: '9.9.9' }, 'to: expected a released version of tiny'],
      [
        { repositories: [refOf('a'), refOf('none')] },
        'repositories[1]: there is no golden-path repository component:default/none',
      ],
      [
        { repositories: [refOf('a'), refOf('A')] },
        'repositories: expected each of them once',
      ],
      [{ waves: [0] }, 'waves'],
      [{ waves: [] }, 'waves'],
      [{ stopAfterFailures: 0 }, 'stopAfterFailures'],
      [{ repositories: [] }, 'repositories'],
      [{ title: 'x'.repeat(201) }, 'title'],
      [{ repositories: ['nonsense'] }, 'repositories/0'],
    ] as const) {
      const bad = await post('/campaigns', { ...plan, ...change });
      expect([bad.status, bad.body.error.message]).toEqual([
        400,
        expect.stringContaining(message),
      ]);
    }
    expect(
      (await post('/campaigns', { ...plan, template: 'none' })).status,
    ).toBe(404);
    expect(
      (await get('/campaigns/00000000-0000-4000-8000-000000000000')).status,
    ).toBe(404);
    expect(portal.audited).toEqual(
      expect.arrayContaining([
        'campaign-plan done',
        'campaign-plan NotAllowedError',
        'campaign-start NotAllowedError',
      ]),
    );
  });
});
