import { createHash } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import { declarePatch, GOLDEN_PATCHES_PATH } from '@companyos/golden-engine';
import { Knex } from 'knex';
import { call, eventually } from './__testUtils__/call';
import { startPortal } from './__testUtils__/startPortal';
import { TestFleet } from './__testUtils__/TestFleet';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(databases.eachSupportedId())('the fleet on %s', databaseId => {
  let fleet: TestFleet;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  const get = (url: string, who = 'leo') =>
    call(portal.server, who, 'get', url);
  const stands = async () =>
    Object.fromEntries(
      (await get('/fleet')).body.items.map(
        (item: { title: string; version: string; drift: object }) => [
          item.title,
          item,
        ],
      ),
    );
  const refs = (body: { items: { entityRef: string }[] }) =>
    body.items.map(({ entityRef }) => entityRef.split('/')[1]);

  beforeEach(async () => {
    fleet = await TestFleet.create(['1.0.0']);
    knex = await databases.init(databaseId);
    portal = await startPortal(fleet, knex, { checks: { run: 'external' } });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await portal.stop();
    await fleet.remove();
  });

  it('follows pushes, releases, edits, patches and their end, and forgets what is gone', async () => {
    await fleet.add('ledger');
    await fleet.add('orders');
    await portal.run('fleet');
    expect(await stands()).toMatchObject({
      ledger: { drift: { status: 'current', behind: 0 } },
      orders: { drift: { status: 'current' } },
    });

    // An edit of a managed file shows after the push, a declared one is fine until its day has passed.
    const text = 'ci:\n\t@echo none\n';
    await fleet.push('ledger', { Makefile: text });
    await portal.events.publish({
      topic: 'companyos.local-git.moved',
      eventPayload: fleet.idOf('ledger'),
    });
    await eventually(async () =>
      expect(await stands()).toMatchObject({
        ledger: {
          drift: {
            status: 'edited',
            edited: [{ path: 'Makefile', kind: 'changed' }],
          },
        },
      }),
    );
    const expires = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
    await fleet.push('ledger', {
      [GOLDEN_PATCHES_PATH]: declarePatch(undefined, {
        path: 'Makefile',
        sha256: createHash('sha256').update(text).digest('hex'),
        reason: 'Our tool is another',
        ticket: 'PAY-7',
        expires,
      }),
    });
    await portal.run('fleet');
    expect(await stands()).toMatchObject({
      ledger: {
        drift: {
          status: 'current',
          patches: [{ path: 'Makefile', ticket: 'PAY-7', expired: false }],
        },
      },
    });
    const checked = (await stands()).ledger.checkedAt;
    const path = process.env.PATH;
    // No git to be found: what has not changed is not looked into.
    process.env.PATH = '/nonexistent';
    await portal.run('fleet');
    process.env.PATH = path;
    expect((await stands()).ledger.checkedAt > checked).toBe(true);
    expect((await stands()).ledger.drift.status).toBe('current');

    const later = Date.now() + 3 * DAY_MS;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    await portal.run('fleet');
    clock.mockRestore();
    expect(await stands()).toMatchObject({
      ledger: { drift: { status: 'edited', patches: [{ expired: true }] } },
      orders: { drift: { status: 'current' } },
    });

    // A release makes everybody be behind, and owners are told once.
    await fleet.release('1.1.0');
    await portal.run('fleet');
    await portal.run('fleet');
    expect(await stands()).toMatchObject({
      ledger: { latest: '1.1.0', drift: { status: 'outdated', behind: 1 } },
      orders: { latest: '1.1.0', drift: { status: 'outdated', behind: 1 } },
    });
    expect(portal.notifications).toHaveLength(2);
    expect(portal.notifications).toContainEqual({
      recipients: {
        type: 'entity',
        entityRef: 'group:default/payments-team',
      },
      payload: expect.objectContaining({
        title: 'orders can go to tiny 1.1.0',
        link: '/golden-path/repositories/default/component/orders',
      }),
    });

    // What cannot be told says why, and who looks again finds out.
    await fleet.push('orders', { '.companyos/golden.lock.json': undefined });
    const one = await call(
      portal.server,
      'leo',
      'post',
      '/repositories/default/component/orders/check',
    );
    expect(one.body).toMatchObject({
      drift: { status: 'undecided', problems: [expect.any(String)] },
      template: 'tiny',
      version: '1.0.0',
    });
    const denied = await call(
      portal.server,
      'leo',
      'post',
      '/repositories/default/component/orders/updates',
    );
    expect(denied.status).toBe(409);
    await fleet.release('1.2.0');
    expect(
      (
        await call(
          portal.server,
          'leo',
          'get',
          '/repositories/default/component/orders/preview',
        )
      ).status,
    ).toBe(409);

    fleet.entities.pop();
    await portal.events.publish({
      topic: 'companyos.local-git.moved',
      eventPayload: { owner: '../etc', name: 'passwd' },
    });
    await portal.run('fleet');
    expect(Object.keys(await stands())).toEqual(['ledger']);
  });

  it('pages, filters and counts, and is there for other programs', async () => {
    for (let index = 0; index < 5; index += 1) await fleet.add(`s${index}`);
    fleet.entities[2].metadata.title = 'A first one';
    // Its entity was read from a branch, whose owner may be anybody.
    const { annotations = {} } = fleet.entities[3].metadata;
    annotations['backstage.io/managed-by-location'] = annotations[
      'backstage.io/managed-by-location'
    ].replace('/main/', '/mine/');
    await fleet.release('1.1.0');
    await portal.run('fleet');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(
        `/fleet?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(body.totals).toMatchObject({
        repositories: 5,
        byStatus: { outdated: 4, undecided: 1 },
        byVersion: [{ version: '1.0.0', repositories: 5 }],
      });
      seen.push(...refs(body));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(['s2', 's0', 's1', 's3', 's4']);
    expect(refs((await get('/fleet?status=undecided')).body)).toEqual(['s3']);
    expect(refs((await get('/fleet?text=FIRST')).body)).toEqual(['s2']);
    expect(refs((await get('/fleet?owner=group:default/nobody')).body)).toEqual(
      [],
    );
    expect(
      refs((await get('/fleet?version=1.0.0&template=tiny')).body),
    ).toHaveLength(5);
    const refused = await call(
      portal.server,
      'maya',
      'post',
      '/repositories/default/component/s3/updates',
    );
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringContaining('from the branch mine'),
    ]);

    const listed = await portal.actions.invoke({
      id: 'test:fleet',
      input: { status: 'outdated', limit: 3 },
    });
    expect(listed.output).toMatchObject({
      total: 4,
      nextCursor: expect.any(String),
      items: [{ behind: 1, latest: '1.1.0' }, {}, {}],
    });
    const checked = await portal.actions.invoke({
      id: 'test:check',
      input: { entityRef: 'component:default/s1' },
    });
    expect(checked.output).toMatchObject({ status: 'outdated', edited: [] });
  });
});
