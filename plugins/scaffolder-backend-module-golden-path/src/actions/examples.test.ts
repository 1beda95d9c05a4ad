import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { openTemplates } from '@companyos/golden-engine';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import { parse } from 'yaml';
import { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { writeTemplate } from '../__testUtils__/writeTemplate';
import { GoldenPathConfig, PublishTarget } from '../readGoldenPathConfig';
import { SerialByKey } from '../SerialByKey';
import { ServiceNames } from '../ServiceNames';
import { createGoldenCreateAction } from './createGoldenCreateAction';
import { createGoldenRegisterAction } from './createGoldenRegisterAction';
import { createGoldenRenderAction } from './createGoldenRenderAction';

/** The inputs of each documented example, as the scaffolder would hand them over. */
function inputsOf(action: { examples?: Array<{ example: string }> }) {
  return (action.examples ?? []).map(
    ({ example }) => parse(example).steps[0].input,
  );
}

describe('the examples in the documentation of the actions', () => {
  let directory: string;
  let localGit: LocalGit;
  let catalog: FakeCatalog;
  let outputs: Record<string, unknown>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'golden-examples-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    await writeTemplate(join(directory, 'templates'));
    catalog = new FakeCatalog();
    outputs = {};
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function deps(publish: PublishTarget = { kind: 'local-git' }) {
    const auth = mockServices.auth();
    const urls = new RepositoryUrls('http://portal.test');
    const templatesRoot = join(directory, 'templates');
    const config: GoldenPathConfig = {
      templatesRoot,
      repositoriesRoot: localGit.root,
      urls,
      publish,
      allowUnreleased: false,
      referenceServices: [],
      defaultAuthor: { name: 'Golden path', email: 'golden@example.com' },
    };
    return {
      auth,
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      catalog: catalog.service,
      config,
      events: mockServices.events.mock({
        publish: async () => catalog.show('payments-team/payment-api'),
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
    };
  }

  const contextOf = <T extends object>(input: T) => ({
    ...createMockActionContext({ workspacePath: join(directory, 'work') }),
    input,
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
  });

  it('companyos:golden:render', async () => {
    const action = createGoldenRenderAction(deps());
    for (const input of inputsOf(action)) {
      await action.handler(contextOf(input));
      expect(outputs).toEqual({
        filesCount: 6,
        templateDigest: expect.stringMatching(/^sha256:/),
        lockDigest: expect.stringMatching(/^sha256:/),
        entityRef: 'component:default/payment-api',
      });
    }
    // One in the root, one in its folder.
    expect((await readdir(join(directory, 'work'))).sort()).toEqual([
      '.companyos',
      '.github',
      'README.md',
      'catalog-info.yaml',
      'logo.bin',
      'scripts',
      'service',
    ]);
    await expect(
      action.handler(
        contextOf({ ...inputsOf(action)[0], targetPath: '../outside' }),
      ),
    ).rejects.toThrow(/not allowed|outside/i);
    await expect(
      action.handler(contextOf({ ...inputsOf(action)[0], version: '2.0.0' })),
    ).rejects.toThrow('There is no tiny-service@2.0.0');
  });

  it('companyos:golden:create', async () => {
    const action = createGoldenCreateAction(deps());
    const [input] = inputsOf(action);
    await action.handler(contextOf(input));
    const id = { owner: 'payments-team', name: 'payment-api' };
    expect(outputs).toEqual({
      entityRef: 'component:default/payment-api',
      publishTarget: 'local-git',
      repoUrl: 'http://portal.test/repos/payments-team/payment-api/tree/main/',
      remoteUrl:
        'http://portal.test/repos/payments-team/payment-api/tree/main/',
      cloneUrl: localGit.clonePath(id),
      cloneCommand: `git clone ${localGit.clonePath(id)} payment-api`,
      commit: await localGit.head(id),
      created: true,
      filesCount: 6,
      templateDigest: expect.stringMatching(/^sha256:/),
      lockDigest: expect.stringMatching(/^sha256:/),
    });
  });

  it('companyos:golden:register', async () => {
    const action = createGoldenRegisterAction(
      deps({ kind: 'github', host: 'github.com', organization: 'acme' }),
    );
    const [input] = inputsOf(action);
    // Twice: registered already is as good.
    await action.handler(contextOf(input));
    await action.handler(contextOf(input));
    expect(outputs).toEqual({
      entityRef: 'component:default/payment-api',
      catalogInfoUrl:
        'https://github.com/acme/payment-api/blob/main/catalog-info.yaml',
    });
    expect(catalog.locations).toHaveLength(1);

    catalog.show('payments-team/ledger');
    await expect(action.handler(contextOf({ name: 'ledger' }))).rejects.toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );
    await expect(action.handler(contextOf({ name: '../x' }))).rejects.toThrow(
      'must be 1 to 63',
    );
    await expect(
      createGoldenRegisterAction(deps()).handler(contextOf(input)),
    ).rejects.toThrow('embedded git folder');
  });
});
