import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { call, eventually } from './__testUtils__/call';
import { startPortal } from './__testUtils__/startPortal';
import { TestFleet } from './__testUtils__/TestFleet';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('updates on %s', databaseId => {
  let fleet: TestFleet;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  const start = async (goldenPath?: object) => {
    portal = await startPortal(fleet, knex, goldenPath);
    await portal.run('fleet');
  };
  const get = (url: string, who = 'leo') =>
    call(portal.server, who, 'get', url);
  const post = (url: string, body?: object, who = 'leo') =>
    call(portal.server, who, 'post', url, body);
  const repository = (name: string) =>
    `/repositories/default/component/${name}`;
  const open = async (name: string, who = 'leo') => {
    const response = await post(`${repository(name)}/updates`, {}, who);
    expect([response.status, response.body]).toEqual([201, response.body]);
    return response.body;
  };
  const comesTo = (id: string, status: string) =>
    eventually(async () => {
      await portal.run('updates');
      const { body } = await get(`/updates/${id}`);
      expect([body.status, body.checks, body.reason]).toEqual([
        status,
        body.checks,
        body.reason,
      ]);
      return body;
    });
  const statusOf = async (name: string) => {
    const { body } = await get(repository(name));
    return [body.drift.status, body.version, body.drift.behind];
  };

  beforeEach(async () => {
    fleet = await TestFleet.create();
    knex = await databases.init(databaseId);
  });

  afterEach(async () => {
    await portal.stop();
    await fleet.remove();
  });

  it('brings a repository from behind to current: preview, branch, checks, merge', async () => {
    await fleet.add('ledger');
    const before = await fleet.head('ledger');
    await start();
    const page = await get('/fleet?status=outdated&text=LED');
    expect(page.body).toMatchObject({
      items: [
        {
          entityRef: 'component:default/ledger',
          owner: 'group:default/payments-team',
          host: 'local-git',
          template: 'tiny',
          version: '1.0.0',
          latest: '1.1.0',
          drift: { status: 'outdated', behind: 1 },
          commit: before,
          mayUpdate: true,
        },
      ],
      totals: {
        repositories: 1,
        byStatus: { outdated: 1, current: 0 },
        byVersion: [{ template: 'tiny', version: '1.0.0', repositories: 1 }],
      },
    });

    const preview = await get(`${repository('ledger')}/preview`);
    expect(preview.body).toMatchObject({
      from: '1.0.0',
      to: '1.1.0',
      questions: [],
    });
    expect(
      preview.body.files.find(
        (file: { path: string }) => file.path === 'settings.txt',
      ),
    ).toMatchObject({
      change: 'changed',
      mode: 'merged',
      diff: expect.stringContaining('-retries=1\n+retries=2'),
    });
    // A preview writes nothing.
    expect(await fleet.localGit.branches(fleet.idOf('ledger'))).toHaveLength(1);

    const update = await open('ledger');
    expect(update).toMatchObject({
      status: 'checking',
      from: '1.0.0',
      to: '1.1.0',
      branch: 'companyos/golden-path/1.1.0',
      base: before,
      createdBy: 'user:default/leo',
      mayMerge: true,
      conflicts: [],
      checks: [
        { name: 'golden/merge', status: 'passed' },
        { name: 'golden/check', status: 'passed' },
        { name: 'ci' },
      ],
    });
    expect(await fleet.head('ledger', update.branch)).toBe(update.commit);
    const early = await post(`/updates/${update.id}/merge`);
    expect([409, 200]).toContain(early.status);

    await comesTo(update.id, early.status === 200 ? 'merged' : 'ready');
    const log = await get(`/updates/${update.id}/checks/ci/log`);
    expect([log.status, log.text, log.headers['content-type']]).toEqual([
      200,
      'all is well\n',
      'text/plain; charset=utf-8',
    ]);
    expect(
      (await get(`/updates/${update.id}/checks/golden%2Fmerge/log`)).status,
    ).toBe(404);

    const merged = await post(`/updates/${update.id}/merge`);
    expect(merged.body).toMatchObject({ status: 'merged' });
    expect(await fleet.head('ledger')).toBe(update.commit);
    expect(await fleet.head('ledger', update.branch)).toBeUndefined();
    expect(await statusOf('ledger')).toEqual(['current', '1.1.0', 0]);
    // Once more is no harm.
    expect((await post(`/updates/${update.id}/merge`)).status).toBe(200);
    const again = await post(`${repository('ledger')}/updates`);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      'component:default/ledger is at 1.1.0 already',
    ]);
    const templates = await get('/templates');
    expect(templates.body).toMatchObject([
      {
        name: 'tiny',
        latest: '1.1.0',
        versions: [
          {
            version: '1.1.0',
            repositories: 1,
            release: { combinations: 1, greenSeconds: { p50: 9 } },
          },
          { version: '1.0.0', repositories: 0 },
        ],
      },
    ]);
    expect(portal.audited).toContain('update-open done');
    expect(portal.audited).toContain('update-merge done');
    expect(portal.audited).toContain('update-open ConflictError');
  });

  it('keeps conflicts as files on the branch, until somebody mends and pushes them', async () => {
    await fleet.add('ledger');
    await fleet.push('ledger', { 'settings.txt': 'first\nretries=7\nlast\n' });
    await start();
    const update = await open('ledger');
    expect(update).toMatchObject({
      status: 'conflicts',
      conflicts: [{ path: 'settings.txt' }],
      checks: [
        { name: 'golden/merge', status: 'failed' },
        { name: 'golden/check', status: 'pending' },
        { name: 'ci', status: 'pending' },
      ],
    });
    const marked = await fleet.read('ledger', 'settings.txt', update.branch);
    expect(marked).toContain('<<<<<<<');
    expect(marked).toContain('retries=7');
    expect((await post(`/updates/${update.id}/merge`)).status).toBe(409);

    // A push that mends nothing changes nothing.
    await fleet.push('ledger', { 'notes.md': 'mine\n' }, update.branch);
    await portal.run('updates');
    expect((await get(`/updates/${update.id}`)).body).toMatchObject({
      status: 'conflicts',
      checks: [{ summary: expect.stringContaining('settings.txt') }, {}, {}],
    });
    const mended = await fleet.push(
      'ledger',
      { 'settings.txt': 'first\nretries=7\nmore=2\nlast\n' },
      update.branch,
    );

    // Meanwhile somebody works on the default branch: what was mended stays.
    const moved = await fleet.push('ledger', { 'src/work.txt': 'work\n' });
    const ready = await comesTo(update.id, 'ready');
    expect(ready.base).toBe(moved);
    const inBranch = (ancestor: string) =>
      fleet.localGit.contains({
        ...fleet.idOf('ledger'),
        commit: ready.commit,
        ancestor,
      });
    expect([await inBranch(mended), await inBranch(moved)]).toEqual([
      true,
      true,
    ]);
    const merged = await post(`/updates/${update.id}/merge`);
    expect(merged.body.status).toBe('merged');
    expect(await fleet.head('ledger')).toBe(ready.commit);
    expect(await fleet.read('ledger', 'settings.txt')).toContain('more=2');
    expect(await fleet.read('ledger', 'notes.md')).toBe('mine\n');
    expect(await statusOf('ledger')).toEqual(['current', '1.1.0', 0]);
  });

  it('takes no conflict for mended because its branch was moved and set back', async () => {
    await fleet.add('ledger');
    // Such a conflict has no markers: the file is back, for a person to decide.
    await fleet.push('ledger', { Makefile: undefined });
    await start({ checks: { run: 'external' } });
    const update = await open('ledger');
    expect(update).toMatchObject({
      status: 'conflicts',
      conflicts: [{ path: 'Makefile' }],
    });
    const pushed = await fleet.push(
      'ledger',
      { 'notes.md': 'mine\n' },
      update.branch,
    );
    await comesTo(update.id, 'checking');
    await fleet.localGit.setBranch({
      ...fleet.idOf('ledger'),
      branch: update.branch,
      commit: update.commit,
      expected: pushed,
    });
    await comesTo(update.id, 'conflicts');
  });

  it('fails the check where there is no room for a run', async () => {
    await fleet.add('ledger');
    await mkdir(join(fleet.directory, 'golden-path'));
    await writeFile(join(fleet.directory, 'golden-path', 'runs'), '');
    await start();
    const { id } = await open('ledger');
    expect((await comesTo(id, 'failed')).checks).toContainEqual(
      expect.objectContaining({
        name: 'ci',
        summary: 'The portal could not run make ci; its log says why',
      }),
    );
  });

  it('makes the update again when the default branch moves, and tells when that cannot be', async () => {
    await fleet.add('ledger');
    await start({ checks: { run: 'external' } });
    const update = await open('ledger');
    const report = (commit: string, status = 'passed', name = 'ci') =>
      post(
        `/updates/${update.id}/checks`,
        { name, status, summary: 'By the CI', commit },
        'external:ci',
      );
    expect((await report(update.commit, 'passed', 'other')).body).toMatchObject(
      { error: { message: 'name: expected one of ci' } },
    );
    expect((await report(update.commit)).body).toMatchObject({
      status: 'ready',
      checks: [{}, {}, { name: 'ci', status: 'passed' }],
    });

    const moved = await fleet.push('ledger', { 'src/work.txt': 'work\n' });
    const tried = await post(`/updates/${update.id}/merge`);
    expect([tried.status, tried.body.error.message]).toEqual([
      409,
      expect.stringContaining('made again'),
    ]);
    const again = (await get(`/updates/${update.id}`)).body;
    expect(again).toMatchObject({ status: 'checking', base: moved });
    expect(await fleet.head('ledger', update.branch)).toBe(again.commit);
    // An outcome for the commit before is worth nothing now.
    expect((await report(update.commit)).status).toBe(409);
    expect((await report(again.commit, 'failed')).body.status).toBe('failed');
    expect((await report(again.commit)).body.status).toBe('ready');

    // Somebody breaks the lock on the default branch.
    const lock = await fleet.read('ledger', '.companyos/golden.lock.json');
    const broken = await fleet.push('ledger', {
      '.companyos/golden.lock.json': lock.replace('"1.0.0"', '"0.9.0"'),
    });
    await portal.run('updates');
    const stuck = (await get(`/updates/${update.id}`)).body;
    expect(stuck).toMatchObject({
      status: 'conflicts',
      base: broken,
      commit: again.commit,
      checks: [{ summary: expect.stringContaining('cannot be made') }, {}, {}],
    });
    expect((await post(`/updates/${update.id}/merge`)).status).toBe(409);
    expect(await fleet.head('ledger')).toBe(broken);

    const closed = await post(`/updates/${update.id}/close`);
    expect(closed.body.status).toBe('closed');
    expect(await fleet.head('ledger', update.branch)).toBeUndefined();
    expect((await report(again.commit)).body.error.message).toBe(
      'The update is closed',
    );
    const refused = await post(`${repository('ledger')}/updates`);
    expect(refused.status).toBe(409);
  });

  it('makes one update of many wishes at once, and keeps a branch on which somebody worked', async () => {
    await fleet.add('ledger');
    await start({ checks: { run: 'external' } });
    const answers = await Promise.all(
      ['leo', 'maya', 'leo', 'maya'].map(who =>
        post(`${repository('ledger')}/updates`, { to: '1.1.0' }, who),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const [id, ...others] = new Set(answers.map(({ body }) => body.id));
    expect(others).toEqual([]);
    expect(await fleet.localGit.branches(fleet.idOf('ledger'))).toHaveLength(2);
    const back = await post(`${repository('ledger')}/updates`, { to: '1.0.0' });
    expect([back.status, back.body.error.message]).toEqual([
      409,
      expect.stringContaining('An update to 1.1.0 is under way'),
    ]);

    const theirs = await fleet.push(
      'ledger',
      { 'notes.md': 'mine\n' },
      'companyos/golden-path/1.1.0',
    );
    await portal.run('updates');
    expect((await post(`/updates/${id}/close`)).body.status).toBe('closed');
    expect(await fleet.head('ledger', 'companyos/golden-path/1.1.0')).toBe(
      theirs,
    );
    const next = await open('ledger');
    expect(next.branch).toBe('companyos/golden-path/1.1.0-2');
    expect(next.id).not.toBe(id);

    // Merged by hand, with git alone.
    await fleet.localGit.fastForward({
      ...fleet.idOf('ledger'),
      commit: next.commit,
      expected: next.base,
    });
    await portal.events.publish({
      topic: 'companyos.local-git.moved',
      eventPayload: fleet.idOf('ledger'),
    });
    await eventually(async () => {
      expect((await get(`/updates/${next.id}`)).body.status).toBe('merged');
      expect(await statusOf('ledger')).toEqual(['current', '1.1.0', 0]);
    });
  });

  it('runs a check again whose portal died, ends what it left, and gives runs little to see', async () => {
    await fleet.add('ledger');
    const runs = `${fleet.directory}/runs.txt`;
    const gate = `${fleet.directory}/gate`;
    await fleet.push('ledger', {
      // Waits at first, with a child that would go on alone.
      'scripts/ci.sh': `echo "run $(id -u) HOME=$HOME SECRET=$BACKEND_SECRET" >> ${runs}
n=$(wc -l < ${runs})
(while true; do touch ${fleet.directory}/alive-$n; sleep 0.05; done) &
while [ ! -e ${gate} ]; do sleep 0.05; done
env | sort
`,
    });
    process.env.BACKEND_SECRET = 'hunter2';
    await start();
    const update = await open('ledger');
    await eventually(async () =>
      expect((await fleet.note('runs.txt')).split('\n')).toHaveLength(2),
    );
    await eventually(() => fleet.take('alive-1'));
    await portal.stop();
    await fleet.take('alive-1').catch(() => {});

    await start();
    await portal.run('updates');
    await eventually(async () =>
      expect((await fleet.note('runs.txt')).split('\n')).toHaveLength(3),
    );
    await fleet.open('gate');
    await comesTo(update.id, 'ready');
    const log = (await get(`/updates/${update.id}/checks/ci/log`)).text;
    expect(log).toContain('CI=true');
    // Nothing of the first run has gone on meanwhile.
    await eventually(() => fleet.take('alive-2'));
    await expect(fleet.take('alive-1')).rejects.toThrow('ENOENT');
    expect(`${log}${await fleet.note('runs.txt')}`).not.toContain('hunter2');
    delete process.env.BACKEND_SECRET;

    const failing = await fleet.push(
      'ledger',
      { 'scripts/ci.sh': 'echo broken; exit 3\n' },
      update.branch,
    );
    const failed = await comesTo(update.id, 'failed');
    expect(failed).toMatchObject({
      commit: failing,
      checks: [{}, {}, { summary: expect.stringMatching(/ended with code 2/) }],
    });
    expect((await post(`/updates/${update.id}/merge`)).status).toBe(409);
  });

  it('asks what a new version wants to know, and tells what does not fit', async () => {
    await fleet.add('ledger');
    await fleet.release('2.0.0', {
      'golden.yaml': (await fleet.note('templates/tiny/golden.yaml'))
        .replace('version: 1.1.0', 'version: 2.0.0')
        .replace('required: [name]', 'required: [name, region]')
        .replace(
          '  properties:\n',
          '  properties:\n    region: { type: string, enum: [eu, us] }\n',
        ),
      'skeleton/region.txt.njk': '${{ values.region }}\n',
    });
    await start({ checks: { run: 'external' } });
    const preview = (await get(`${repository('ledger')}/preview`)).body;
    expect(preview).toMatchObject({
      to: '2.0.0',
      questions: [{ name: 'region', schema: { enum: ['eu', 'us'] } }],
    });
    expect(preview.files.map((file: { path: string }) => file.path)).toContain(
      'region.txt',
    );
    for (const [answers, part] of [
      [undefined, 'region'],
      [{ region: 'moon' }, 'region'],
      [{ region: 'eu', more: 1 }, 'more'],
    ] as const) {
      const bad = await post(`${repository('ledger')}/updates`, { answers });
      expect([bad.status, bad.body.error.message]).toEqual([
        400,
        expect.stringContaining(part),
      ]);
    }
    for (const to of ['3.0.0', '1.0.0']) {
      const bad = await post(`${repository('ledger')}/updates`, { to });
      expect([400, 404, 409]).toContain(bad.status);
    }
    expect(await fleet.localGit.branches(fleet.idOf('ledger'))).toHaveLength(1);
    const { body } = await post(`${repository('ledger')}/updates`, {
      answers: { region: 'us' },
    });
    expect(body).toMatchObject({ from: '1.0.0', to: '2.0.0' });
    expect(await fleet.read('ledger', 'region.txt', body.branch)).toBe('us\n');

    // The answers are not asked again when the default branch moves.
    await fleet.push('ledger', { 'work.txt': 'work\n' });
    await portal.run('updates');
    const again = (await get(`/updates/${body.id}`)).body;
    expect(again).toMatchObject({ status: 'checking' });
    expect(await fleet.read('ledger', 'region.txt', body.branch)).toBe('us\n');
    expect(await fleet.read('ledger', 'work.txt', body.branch)).toBe('work\n');
  });

  it('shows and does for each caller only what is theirs', async () => {
    await fleet.add('ledger');
    await fleet.add('vault', { owner: 'identity-team' });
    const theirs = fleet.entities[1];
    // Claims another team's repository in every way a descriptor can.
    fleet.entities.push({
      ...theirs,
      metadata: {
        ...theirs.metadata,
        name: 'impostor',
        annotations: {
          ...theirs.metadata.annotations,
          'backstage.io/managed-by-location':
            'url:https://elsewhere.test/x/blob/main/catalog-info.yaml',
        },
      },
      relations: [
        { type: 'ownedBy', targetRef: 'group:default/payments-team' },
      ],
    });
    await start({ checks: { run: 'external' } });
    const page = (await get('/fleet')).body;
    expect(
      page.items.map((item: { entityRef: string; mayUpdate: boolean }) => [
        item.entityRef,
        item.mayUpdate,
      ]),
    ).toEqual([
      ['component:default/ledger', true],
      ['component:default/vault', false],
    ]);
    const denied = await post(`${repository('vault')}/updates`);
    expect([denied.status, denied.body.error.message]).toEqual([
      403,
      expect.stringContaining('belongs to group:default/identity-team'),
    ]);
    const update = await open('vault', 'iris');
    for (const verb of ['merge', 'close']) {
      expect((await post(`/updates/${update.id}/${verb}`)).status).toBe(403);
    }
    expect((await get(`/updates/${update.id}`)).body.mayMerge).toBe(false);
    expect((await get(`/updates/${update.id}`, 'maya')).body.mayMerge).toBe(
      true,
    );
    // A person is no service, and a person's word is no check.
    const check = {
      name: 'ci',
      status: 'passed',
      summary: 'Sure',
      commit: update.commit,
    };
    expect(
      (await post(`/updates/${update.id}/checks`, check, 'iris')).status,
    ).toBe(403);

    const hidden = [
      await get(repository('vault'), 'guest'),
      await get(repository('none'), 'guest'),
      await get(repository('impostor')),
      await post(`${repository('impostor')}/updates`),
      await get(`${repository('vault')}/preview`, 'guest'),
      await post(`${repository('vault')}/updates`, {}, 'guest'),
      await post(`${repository('vault')}/check`, {}, 'guest'),
    ].map(({ status, body }) => [
      status,
      body.error.message.replace(/vault|none|impostor/, 'X'),
    ]);
    expect(hidden).toEqual(
      Array(hidden.length).fill([
        404,
        'There is no golden-path repository component:default/X',
      ]),
    );
    for (const id of [update.id, '00000000-0000-4000-8000-000000000000']) {
      expect((await get(`/updates/${id}`, 'guest')).status).toBe(404);
      expect((await post(`/updates/${id}/merge`, {}, 'guest')).status).toBe(
        404,
      );
    }
    expect((await get('/fleet', 'guest')).body).toMatchObject({
      items: [],
      totals: { repositories: 0 },
    });

    // The entity comes to stand for a repository of somebody else, who may not touch the first.
    fleet.entities[1] = {
      ...theirs,
      metadata: {
        ...theirs.metadata,
        annotations: {
          ...theirs.metadata.annotations,
          'backstage.io/managed-by-location':
            fleet.entities[0].metadata.annotations?.[
              'backstage.io/managed-by-location'
            ] ?? '',
        },
      },
      relations: fleet.entities[0].relations,
    };
    expect((await post(`/updates/${update.id}/close`)).status).toBe(409);

    for (const [url, body, path] of [
      [`${repository('ledger')}/updates`, { to: '../x' }, 'to'],
      [`${repository('ledger')}/updates`, { answers: 3 }, 'answers'],
      [
        `${repository('ledger')}/updates`,
        { force: true },
        'additional properties',
      ],
      [`/updates/${update.id}/checks`, { ...check, commit: 'x' }, 'commit'],
      ['/campaigns', { title: '' }, 'body'],
    ] as const) {
      const bad = await post(url, body);
      expect([bad.status, bad.body.error.message]).toEqual([
        400,
        expect.stringContaining(path),
      ]);
    }
    expect((await get('/fleet?cursor=x')).status).toBe(400);
    expect((await get('/fleet?limit=1000')).status).toBe(400);
  });
});
