import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import { openTemplates } from '@companyos/golden-engine';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import { FakeCatalog } from './__testUtils__/FakeCatalog';
import { createGoldenCreateAction } from './actions/createGoldenCreateAction';
import { SerialByKey } from './SerialByKey';
import { ServiceNames } from './ServiceNames';

jest.setTimeout(120_000);

const run = promisify(execFile);
const root = resolve(__dirname, '../../..');
const templatesRoot = join(root, 'templates');

/** A template, a version of it, and answers. */
interface Wish {
  readonly template: string;
  readonly version: string;
  readonly answers: JsonObject & {
    readonly name: string;
    readonly owner: string;
  };
}

const awkward: Wish = {
  template: 'api-service',
  version: '1.0.0',
  answers: {
    name: 'a1-b2-c3',
    owner: 'group:default/platform-team',
    description: "L’écran d'été: (1) + 2 / 3 & more – fin.",
    system: 'system:default/payments',
    tier: 'tier-1',
    dataClassification: 'pii',
  },
};

describe('one engine, three doors', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'three-doors-'));
    // A person whose git would change what is committed.
    await mkdir(join(directory, 'home'));
    await writeFile(
      join(directory, 'home/.gitconfig'),
      '[user]\n\tname = Ada Byron\n\temail = ada@example.com\n[core]\n\tautocrlf = true\n\tfileMode = false\n\texcludesFile = ~/.gitignore\n',
    );
    await writeFile(join(directory, 'home/.gitignore'), '*.json\n.npmrc\n');
    for (const door of ['cli', 'create-companyos']) {
      await run(process.execPath, [
        join(root, 'packages', door, 'scripts/build.mjs'),
        join(directory, door),
      ]);
    }
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** Id of the tree of the first commit: every path, every byte and every mode. */
  const treeOf = async (gitDir: string) =>
    (
      await run('git', ['--git-dir', gitDir, 'rev-parse', 'main^{tree}'])
    ).stdout.trim();

  async function throughPortal(
    { template, version, answers }: Wish,
    index: number,
  ): Promise<string> {
    const localGit = await LocalGit.create({
      root: join(directory, `repos-${index}`),
    });
    const catalog = new FakeCatalog();
    const auth = mockServices.auth();
    const urls = new RepositoryUrls('http://portal.test');
    const id = { owner: answers.owner.split('/')[1], name: answers.name };
    const action = createGoldenCreateAction({
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      catalog: catalog.service,
      config: {
        templatesRoot,
        repositoriesRoot: localGit.root,
        urls,
        publish: { kind: 'local-git' },
        allowUnreleased: false,
        referenceServices: [],
        defaultAuthor: { name: 'Golden path', email: 'golden@example.com' },
      },
      events: mockServices.events.mock({
        publish: async () => catalog.show(`${id.owner}/${id.name}`),
      }),
      localGit,
      names: new ServiceNames({
        localGit,
        urls,
        catalog: catalog.service,
        auth,
      }),
      now: () => Date.now(),
      permissions: mockServices.permissions(),
      serial: new SerialByKey(),
      templates: openTemplates(templatesRoot),
      urls,
      visibleWithinMs: 2000,
    });
    await action.handler(
      createMockActionContext({
        workspacePath: join(directory, `work-${index}`),
        input: { template, version, answers },
      }),
    );
    return treeOf(localGit.clonePath(id).replace(/^file:\/\//, ''));
  }

  async function throughProgram(
    program: string,
    { template, version, answers }: Wish,
    index: number,
  ): Promise<string> {
    const file = join(directory, `answers-${index}.json`);
    await writeFile(file, JSON.stringify(answers));
    const target = join(directory, `${index}-${program}`);
    await run(
      process.execPath,
      [
        ...(program === 'companyos'
          ? [join(directory, 'cli/companyos.cjs'), 'new-service']
          : [join(directory, 'create-companyos/create-companyos.cjs')]),
        '--template',
        `${template}@${version}`,
        '--answers',
        file,
        '--dir',
        target,
      ],
      { env: { PATH: process.env.PATH, HOME: join(directory, 'home') } },
    );
    return treeOf(join(target, '.git'));
  }

  it('gives the same tree through the portal, companyos and npm create', async () => {
    // Every template there is, as new services get it, and one with answers that hurt.
    const wishes = [awkward];
    for (const { name, latest } of await openTemplates(templatesRoot).list()) {
      if (latest === undefined) continue;
      wishes.push({
        template: name,
        version: latest,
        answers: { name: 'payment-api', owner: 'group:default/payments-team' },
      });
    }
    expect(wishes.length).toBeGreaterThan(1);
    for (const [index, wish] of wishes.entries()) {
      const portal = await throughPortal(wish, index);
      expect(portal).toMatch(/^[0-9a-f]{40}$/);
      expect([
        wish,
        await throughProgram('companyos', wish, index),
        await throughProgram('create-companyos', wish, index),
      ]).toEqual([wish, portal, portal]);
    }
  });
});
