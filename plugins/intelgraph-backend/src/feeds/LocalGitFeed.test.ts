import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import { Knex } from 'knex';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalGitFeed } from './LocalGitFeed';
import { ToldFacts } from './__testUtils__/ToldFacts';

jest.setTimeout(60_000);

const run = promisify(execFile);
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const id = { owner: 'payments-team', name: 'payment-api' };
const repository = 'payments-team/payment-api';
const component = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'companyos.io/repository': repository },
  },
});

describe.each(databases.eachSupportedId())('git feed on %s', databaseId => {
  let directory: string;
  let localGit: LocalGit;
  let clone: string;
  let first: string;
  let knex: Knex;
  let told: ToldFacts;
  let nowMs: number;
  let entities: Entity[];
  let committedAt: string;
  const logger = mockServices.logger.mock();

  const git = async (...args: string[]) =>
    (
      await run('git', ['-C', clone, ...args], {
        env: {
          ...process.env,
          GIT_AUTHOR_NAME: 'Leo Martins',
          GIT_AUTHOR_EMAIL: 'leo@example.com',
          GIT_COMMITTER_NAME: 'Leo Martins',
          GIT_COMMITTER_EMAIL: 'leo@example.com',
          GIT_AUTHOR_DATE: committedAt,
          GIT_COMMITTER_DATE: committedAt,
        },
      })
    ).stdout.trim();
  const commit = async (text: string) => {
    await git('commit', '-q', '--allow-empty', '-m', text);
    return git('rev-parse', 'HEAD');
  };

  beforeEach(async () => {
    jest.clearAllMocks();
    knex = await databases.init(databaseId);
    told = await ToldFacts.create(knex);
    directory = await mkdtemp(join(tmpdir(), 'git-feed-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    ({ firstCommit: first } = await localGit.createWithFirstCommit({
      ...id,
      files: [{ path: 'README.md', bytes: Buffer.from('# hello\n') }],
      message: 'feat: begin\n',
      author: { name: 'Dev', email: 'dev@example.com' },
      committedAt: Date.UTC(2026, 10, 20),
      idempotencyKey: 'one',
    }));
    clone = join(directory, 'clone');
    await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
    // The folder was made now, by the clock of the machine.
    nowMs = (await localGit.createdAt(id)) + 1_000;
    committedAt = new Date(nowMs - 3_600_000).toISOString();
    entities = [component('payments')];
  });

  afterEach(async () => {
    await knex.destroy();
    await rm(directory, { recursive: true, force: true });
  });

  const feed = () =>
    new LocalGitFeed({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities }),
      intelGraph: told,
      knex,
      localGit,
      logger,
      now: () => nowMs,
      urls: new RepositoryUrls('https://portal.example'),
    });
  /** To the second, as git keeps it. */
  const committed = () =>
    new Date(Math.floor(Date.parse(committedAt) / 1000) * 1000).toISOString();

  it('tells of pushes about the component that lives there', async () => {
    expect(await feed().scan()).toBe(1);
    expect(await told.take()).toEqual([
      {
        type: 'dev.cdeventsx.companyos-branch.pushed.0.1.0',
        entity: 'component:default/payments',
        // Committed days ago: when it was pushed is not known.
        time: new Date(nowMs).toISOString(),
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        source: 'urn:companyos:local-git',
        data: {
          repository,
          branch: 'main',
          after: first,
          commits: 1,
          actor: 'Dev',
          url: 'https://portal.example/repos/payments-team/payment-api/tree/main/',
          subject: 'feat: begin',
        },
      },
    ]);
    expect(await feed().scan()).toBe(0);

    await commit('two');
    const third = await commit('three');
    await git('checkout', '-q', '-b', 'fix/deep');
    const fix = await commit('a fix');
    await git('push', '-q', 'origin', 'main', 'fix/deep');
    expect(await feed().scan()).toBe(2);
    expect(await told.take()).toMatchObject([
      {
        time: committed(),
        data: { branch: 'fix/deep', after: fix, commits: 1, subject: 'a fix' },
      },
      {
        time: committed(),
        data: {
          branch: 'main',
          before: first,
          after: third,
          commits: 2,
          actor: 'Leo Martins',
        },
      },
    ]);

    await git('push', '-q', 'origin', ':fix/deep');
    expect(await feed().scan()).toBe(0);
    expect(await feed().scan()).toBe(0);
  });

  it('tells when history was replaced, and gives what happens again another id', async () => {
    await feed().scan();
    const one = await commit('one');
    await git('checkout', '-q', '-b', 'other', first);
    const other = await commit('other');
    await told.take();
    const ids = new Set<string>();
    const forced: unknown[] = [];
    for (const wanted of [one, other, one, other]) {
      await git('push', '-q', '-f', 'origin', `${wanted}:refs/heads/topic`);
      expect(await feed().scan()).toBe(1);
      const [fact] = await told.take();
      ids.add(fact.id);
      forced.push(fact.data.forced);
    }
    expect(ids.size).toBe(4);
    expect(forced).toEqual([undefined, true, true, true]);
  });

  it('tells of tags', async () => {
    await feed().scan();
    await told.take();
    const two = await commit('two');
    await git('tag', 'light', first);
    await git('tag', '-a', '-m', 'release', 'v1', two);
    await git('push', '-q', 'origin', '--tags');
    expect(await feed().scan()).toBe(2);
    expect(await told.take()).toMatchObject([
      {
        type: 'dev.cdeventsx.companyos-tag.created.0.1.0',
        time: new Date(nowMs).toISOString(),
        data: { repository, tag: 'light', after: first },
      },
      {
        type: 'dev.cdeventsx.companyos-tag.created.0.1.0',
        time: committed(),
        data: { repository, tag: 'v1', after: two, actor: 'Leo Martins' },
      },
    ]);

    await git('tag', '-f', 'light', two);
    await git('push', '-q', '-f', 'origin', 'light', ':v1');
    expect(await feed().scan()).toBe(2);
    expect((await told.take()).map(({ type, data }) => [type, data])).toEqual([
      [
        'dev.cdeventsx.companyos-tag.moved.0.1.0',
        { repository, tag: 'light', before: first, after: two },
      ],
      [
        'dev.cdeventsx.companyos-tag.removed.0.1.0',
        { repository, tag: 'v1', before: two },
      ],
    ]);
    await git('push', '-q', 'origin', 'v1');
    expect(await feed().scan()).toBe(1);
    expect(await told.take()).toMatchObject([
      { type: 'dev.cdeventsx.companyos-tag.created.0.1.0' },
    ]);
  });

  it('waits for the catalog to know a new repository, but not for long', async () => {
    entities = [];
    expect(await feed().scan()).toBe(0);
    nowMs += 60_000;
    expect(await feed().scan()).toBe(1);
    entities = [component('payments'), component('payments-worker')];
    await commit('two');
    await git('push', '-q', 'origin', 'main');
    expect(await feed().scan()).toBe(1);
    expect((await told.take()).map(({ entity }) => entity)).toEqual([
      `repository:${repository}`,
      `repository:${repository}`,
    ]);
  });

  it('leaves a repository that can not be read for the next time, and tells of the others', async () => {
    await localGit.createWithFirstCommit({
      owner: 'a-team',
      name: 'broken',
      files: [{ path: 'README.md', bytes: Buffer.from('x') }],
      message: 'x',
      author: { name: 'Dev', email: 'dev@example.com' },
      committedAt: 0,
      idempotencyKey: 'two',
    });
    nowMs += 60_000;
    await writeFile(
      join(
        localGit.clonePath({ owner: 'a-team', name: 'broken' }),
        'refs/heads/main',
      ),
      `${'f'.repeat(40)}\n`,
    );
    const one = feed();
    expect(await one.scan()).toBe(1);
    expect(await one.scan()).toBe(0);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      "What was pushed to a-team/broken can't be told yet",
      expect.anything(),
    );
  });

  it('tells once, whoever looks at the same time', async () => {
    nowMs += 60_000;
    const one = feed();
    const counts = await Promise.all([
      one.scan(),
      one.scan(),
      feed().scan(),
      feed().scan(),
    ]);
    expect(counts.filter(Boolean).length).toBeGreaterThan(0);
    expect(await told.take()).toHaveLength(1);

    told.failure = new Error('no');
    await commit('two');
    await git('push', '-q', 'origin', 'main');
    expect(await feed().scan()).toBe(0);
    told.failure = undefined;
    expect(await feed().scan()).toBe(1);
  });
});
