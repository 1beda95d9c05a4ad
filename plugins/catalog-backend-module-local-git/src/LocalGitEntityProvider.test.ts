import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import {
  catalogFile,
  createRepository,
  push,
} from './__testUtils__/repositories';
import { LocalGitEntityProvider } from './LocalGitEntityProvider';

const id = { owner: 'team', name: 'service-0' };

describe('LocalGitEntityProvider', () => {
  let directory: string;
  let localGit: LocalGit;
  let provider: LocalGitEntityProvider;
  let mutations: EntityProviderMutation[];
  let failures: number;

  const namesOf = (mutation: EntityProviderMutation) =>
    mutation.type === 'full'
      ? mutation.entities.map(({ entity }) => entity.metadata.name)
      : [
          ...mutation.added.map(({ entity }) => `+${entity.metadata.name}`),
          ...mutation.removed.map(removed =>
            'entity' in removed ? `-${removed.entity.metadata.name}` : '',
          ),
        ];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-git-provider-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    mutations = [];
    failures = 0;
    provider = new LocalGitEntityProvider({
      localGit,
      urls: new RepositoryUrls('http://portal.test'),
      logger: mockServices.logger.mock(),
      pollIntervalMs: 3_600_000,
    });
    await createRepository(localGit, id, {
      'catalog-info.yaml': catalogFile('service-0'),
    });
  });

  afterEach(async () => {
    await provider.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const connect = () =>
    provider.connect({
      refresh: async () => {},
      applyMutation: async mutation => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('database is away');
        }
        mutations.push(mutation);
      },
    });

  it('tells the whole set once, then only differences, and tries again what was not taken', async () => {
    failures = 1;
    await connect();
    await provider.refresh();
    await provider.refresh();
    await provider.refresh();
    expect(mutations.map(m => [m.type, namesOf(m)])).toEqual([
      ['full', ['service-0']],
    ]);

    await createRepository(
      localGit,
      { owner: 'team', name: 'service-1' },
      { 'catalog-info.yaml': catalogFile('service-1') },
    );
    failures = 1;
    await provider.refresh();
    await provider.refresh();
    await push(localGit, id, join(directory, 'clone'), {
      'catalog-info.yaml': catalogFile('renamed'),
    });
    await provider.refresh();
    expect(mutations.slice(1).map(m => [m.type, namesOf(m)])).toEqual([
      ['delta', ['+service-1']],
      ['delta', ['+renamed', '-service-0']],
    ]);

    // A folder that cannot be read says nothing about what is in it.
    await rename(localGit.root, `${localGit.root}-away`);
    await provider.refresh();
    expect(mutations).toHaveLength(3);
    await rename(`${localGit.root}-away`, localGit.root);
  });

  it('does not delete what it cannot read when it starts', async () => {
    await createRepository(
      localGit,
      { owner: 'team', name: 'damaged' },
      { 'catalog-info.yaml': catalogFile('damaged') },
    );
    const objects = join(localGit.root, 'team', 'damaged', 'objects');
    await rename(objects, `${objects}-away`);
    await connect();
    await provider.refresh();
    expect(mutations.map(m => [m.type, namesOf(m)])).toEqual([
      ['delta', ['+service-0']],
    ]);
    await rename(`${objects}-away`, objects);
    await provider.refresh();
    expect(mutations.slice(1).map(m => [m.type, namesOf(m).sort()])).toEqual([
      ['full', ['damaged', 'service-0']],
    ]);
  });

  it('looks at 200 unchanged repositories without a process, in no time', async () => {
    for (let index = 1; index < 200; index += 1) {
      await cp(
        localGit.clonePath(id),
        localGit.clonePath({ owner: 'team', name: `service-${index}` }),
        { recursive: true, preserveTimestamps: true },
      );
    }
    await connect();
    await provider.refresh();
    expect(mutations).toHaveLength(1);

    const path = process.env.PATH;
    // No git to be found: a look that needed one would fail and be seen below.
    process.env.PATH = '/nonexistent';
    const before = process.cpuUsage();
    for (let look = 0; look < 10; look += 1) await provider.refresh();
    const { user, system } = process.cpuUsage(before);
    process.env.PATH = path;
    expect(mutations).toHaveLength(1);
    // CPU of one look; measured 12 ms, with room for slow machines.
    expect((user + system) / 1000 / 10).toBeLessThan(80);

    await createRepository(
      localGit,
      { owner: 'team', name: 'service-new' },
      { 'catalog-info.yaml': catalogFile('new') },
    );
    await provider.refresh();
    expect(namesOf(mutations[1])).toEqual(['+new']);
  }, 60_000);
});
