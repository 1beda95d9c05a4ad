import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { openTemplates } from '@companyos/golden-engine';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { TestFleet } from './__testUtils__/TestFleet';
import { FleetStore } from './database/FleetStore';
import { openDatabase } from './database/openDatabase';
import { UpdateStore } from './database/UpdateStore';
import { Fleet } from './Fleet';
import { GithubApi } from './sources/GithubApi';
import { GithubSource } from './sources/GithubSource';
import { LocalGitSource } from './sources/LocalGitSource';
import { RepositoryPlace } from './sources/types';
import { Updates } from './Updates';

jest.setTimeout(60_000);

const run = promisify(execFile);
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const TOKEN = 'ghs_top-secret';

describe('updates of repositories on GitHub', () => {
  let local: TestFleet;
  let github: FakeGithub;
  let source: GithubSource;
  let updates: Updates;
  let store: UpdateStore;
  let fleet: Fleet;
  let entity: Entity;
  const guardedFetch = global.fetch;

  const git = async (...args: string[]) =>
    (
      await run('git', ['-C', github.directoryOf('ledger'), ...args])
    ).stdout.trim();

  /** Commits and pushes as a person does, past the API. */
  const push = async (files: Record<string, string>, branch: string) => {
    const clone = await mkdtemp(join(local.directory, 'clone-'));
    await run('git', [
      'clone',
      '-q',
      '-b',
      branch,
      github.directoryOf('ledger'),
      clone,
    ]);
    for (const [path, text] of Object.entries(files)) {
      await writeFile(join(clone, path), text);
    }
    const inClone = (...args: string[]) =>
      run('git', [
        '-C',
        clone,
        '-c',
        'user.name=Dev',
        '-c',
        'user.email=dev@example.com',
        ...args,
      ]);
    await inClone('add', '-A');
    await inClone('commit', '-q', '-m', 'work');
    await inClone('push', '-q', 'origin', branch);
    return git('rev-parse', branch);
  };

  beforeEach(async () => {
    local = await TestFleet.create();
    await local.add('ledger');
    github = await FakeGithub.start(join(local.directory, 'github'), TOKEN);
    await github.add('ledger', local.localGit.clonePath(local.idOf('ledger')));
    // Tests may not reach the network; this one may reach itself.
    global.fetch = async (input, init) => {
      const { hostname } = new URL(
        input instanceof Request ? input.url : String(input),
      );
      if (hostname !== '127.0.0.1') throw new Error(`reached ${hostname}`);
      return guardedFetch(input, init);
    };
    const [{ metadata, ...rest }] = local.entities;
    entity = {
      ...rest,
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          'backstage.io/managed-by-location':
            'url:https://github.test/acme/ledger/blob/main/catalog-info.yaml',
        },
      },
    };
    const token = async () => TOKEN;
    source = new GithubSource({
      folder: join(local.directory, 'mirrors'),
      token,
      api: () => new GithubApi({ baseUrl: `${github.url}/api`, token }),
      remote: {
        urlOf: ({ owner, name }) => `${github.url}/${owner}/${name}.git`,
        protocols: ['http'],
      },
    });
    const sources = {
      github: source,
      'local-git': new LocalGitSource(local.localGit),
    };
    const knex = await openDatabase(
      mockServices.database({ knex: await databases.init('SQLITE_3') }),
    );
    const common = {
      templates: openTemplates(local.templatesRoot),
      sources,
      logger: mockServices.logger.mock(),
      now: () => Date.now(),
    };
    store = new UpdateStore(knex, { tenant: 'default' });
    let id = 0;
    fleet = new Fleet({
      ...common,
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities: [entity] }),
      store: new FleetStore(knex, { tenant: 'default' }),
      urls: local.urls,
      isGithub: host => host === 'github.test',
      concurrency: 2,
    });
    updates = new Updates({
      ...common,
      store,
      fleet,
      scratchFolder: join(local.directory, 'scratch'),
      author: { name: 'Golden path', email: 'golden@companyos.invalid' },
      hostIntervalMs: 0,
      newId: () => {
        id += 1;
        return `update-${id}`;
      },
    });
  });

  afterEach(async () => {
    global.fetch = guardedFetch;
    await github.stop();
    await local.remove();
  });

  const look = () => updates.advanceAll(new AbortController().signal);
  const present = async (id: string) => {
    const update = await store.get(id);
    if (!update) throw new Error(`There is no update ${id}`);
    return update;
  };

  it('opens a pull request, hears its checks, follows the default branch and merges', async () => {
    expect(await fleet.check(entity)).toMatchObject({
      host: 'github',
      repositoryUrl: 'https://github.test/acme/ledger',
      drift: { status: 'outdated', behind: 1 },
    });
    const opened = await updates.open(entity, {
      createdBy: 'user:default/leo',
    });
    expect(opened).toMatchObject({
      status: 'checking',
      pullRequest: 1,
      pullRequestUrl: 'https://github.test/acme/ledger/pull/1',
    });
    expect(await git('rev-parse', opened.branch)).toBe(opened.commit);
    expect(github.pulls).toMatchObject([
      {
        title: 'chore: update to tiny 1.1.0',
        base: 'main',
        draft: false,
        body: expect.stringContaining('from tiny 1.0.0 to 1.1.0'),
      },
    ]);
    expect(github.statuses.get(`${opened.commit} golden/merge`)).toBe(
      'success',
    );
    await expect(updates.merge(opened.id)).rejects.toThrow('checking');

    // Our own statuses are no CI, a running one is not done, a failed one is failed.
    await look();
    expect((await present(opened.id)).checks[2]).toMatchObject({
      status: 'pending',
      summary: 'No check has begun on GitHub',
    });
    github.runs.set(opened.commit, { name: 'build', conclusion: 'failure' });
    await look();
    expect(await present(opened.id)).toMatchObject({ status: 'failed' });
    // However many passed before it.
    github.passedRuns = 100;
    await look();
    expect(await present(opened.id)).toMatchObject({ status: 'failed' });
    github.passedRuns = 0;
    github.runs.set(opened.commit, { name: 'build', conclusion: 'success' });

    const moved = await push({ 'work.txt': 'work\n' }, 'main');
    await expect(updates.merge(opened.id)).rejects.toThrow('made again');
    const again = await present(opened.id);
    expect(again).toMatchObject({ base: moved, status: 'checking' });
    expect(await git('rev-parse', opened.branch)).toBe(again.commit);
    github.runs.set(again.commit, { name: 'build', conclusion: 'success' });
    const merged = await updates.merge(opened.id);
    expect(merged).toMatchObject({ status: 'merged', isOpen: false });
    expect(await git('show', 'main:settings.txt')).toContain('retries=2');
    expect(await git('branch', '--list', opened.branch)).toBe('');
    expect(await fleet.check(entity)).toMatchObject({
      version: '1.1.0',
      drift: { status: 'current' },
    });
  });

  it('makes a draft of conflicts, and takes the mark off when they are mended', async () => {
    await push({ 'settings.txt': 'first\nretries=7\nlast\n' }, 'main');
    const opened = await updates.open(entity, {
      createdBy: 'user:default/leo',
    });
    expect(opened.status).toBe('conflicts');
    expect(github.pulls[0]).toMatchObject({
      draft: true,
      body: expect.stringContaining('`settings.txt`'),
    });
    expect(github.statuses.get(`${opened.commit} golden/merge`)).toBe(
      'failure',
    );
    const mended = await push(
      { 'settings.txt': 'first\nretries=9\nlast\n' },
      opened.branch,
    );
    await look();
    expect(github.pulls[0].draft).toBe(false);
    expect(github.statuses.get(`${mended} golden/merge`)).toBe('success');
    github.runs.set(mended, { name: 'build', conclusion: 'success' });
    expect((await updates.merge(opened.id)).status).toBe('merged');
    expect(await git('show', 'main:settings.txt')).toContain('retries=9');
  });

  it('sees what people do on GitHub, and does without drafts', async () => {
    github.hasDrafts = false;
    await push({ 'settings.txt': 'first\nretries=7\nlast\n' }, 'main');
    const opened = await updates.open(entity, {
      createdBy: 'user:default/leo',
    });
    expect(github.pulls[0].draft).toBe(false);
    github.pulls[0].state = 'closed';
    await look();
    expect(await present(opened.id)).toMatchObject({
      status: 'closed',
      reason: 'The pull request was closed',
    });
    await push({ 'work.txt': 'work\n' }, 'main');
    const next = await updates.open(entity, { createdBy: 'user:default/leo' });
    expect(next.branch).toBe(`${opened.branch}-2`);
    expect((await updates.close(next.id)).status).toBe('closed');
    expect(github.pulls[1].state).toBe('closed');
    expect(await git('branch', '--list', next.branch)).toBe('');
  });

  it('tells nobody its token, and keeps it in no file', async () => {
    const here = fleet.placeOf(entity)?.place;
    if (!here) throw new Error('The entity has no place');
    const place: RepositoryPlace = { ...here, name: 'missing' };
    await updates.preview(entity, {});
    const failures = await Promise.all(
      [
        source.head(place),
        source.branches(place, ['main']),
        source.objects(place, ['a'.repeat(40)]),
        source.report(place, 'a'.repeat(40), []),
        source.proposalState(place, 9),
        source.withdraw(place, 9),
        source.ciOf(place, 'a'.repeat(40)),
      ].map(promise =>
        promise.then(String, error => `${error} ${error.stack}`),
      ),
    );
    const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    const { stdout } = await run('grep', [
      '-rlE',
      `${TOKEN}|${basic}`,
      local.directory,
    ]).catch(error => error);
    expect(`${failures.join('\n')}${stdout}`).not.toMatch(
      new RegExp(`${TOKEN}|${basic}`),
    );
    expect(stdout).toBe('');
    expect(failures[0]).toContain('ServiceUnavailableError');
    expect(await readdir(join(local.directory, 'scratch'))).toEqual([]);

    // With the protocols of the plugin nothing but HTTPS leaves this machine.
    const strict = new GithubSource({
      folder: join(local.directory, 'strict'),
      token: async () => TOKEN,
      api: () =>
        new GithubApi({ baseUrl: github.url, token: async () => TOKEN }),
      remote: {
        urlOf: ({ owner, name }) => `${github.url}/${owner}/${name}.git`,
        protocols: ['https'],
      },
    });
    await expect(strict.head(here)).rejects.toThrow(
      "transport 'http' not allowed",
    );
    await rm(join(local.directory, 'strict'), { recursive: true, force: true });
  });
});
