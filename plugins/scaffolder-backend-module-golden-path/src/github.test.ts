import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import githubModule from '@backstage/plugin-scaffolder-backend-module-github';
import request from 'supertest';
import { parse } from 'yaml';
import goldenPathModule from '.';
import { FakeCatalog } from './__testUtils__/FakeCatalog';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { writeTemplate } from './__testUtils__/writeTemplate';

jest.setTimeout(60_000);

const run = promisify(execFile);

describe('a portal that publishes to GitHub', () => {
  let directory: string;
  let github: FakeGithub;
  const guardedFetch = global.fetch;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'golden-path-github-'));
    github = await FakeGithub.start(join(directory, 'github'));
    await writeTemplate(join(directory, 'templates'));
    // Tests may not reach the network; this one may reach itself.
    global.fetch = async (input, init) => {
      const { hostname } = new URL(
        input instanceof Request ? input.url : String(input),
      );
      if (hostname !== '127.0.0.1') throw new Error(`reached ${hostname}`);
      return guardedFetch(input, init);
    };
  });

  afterEach(async () => {
    global.fetch = guardedFetch;
    await github.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('runs the steps of the README: repository, push, protection, catalog', async () => {
    const readme = await readFile(join(__dirname, '../README.md'), 'utf8');
    const [, steps] =
      /```yaml\n# template\.yaml\n([^]*?)```/.exec(readme) ?? [];
    const catalog = new FakeCatalog();
    catalog.entities.push({
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: {
        name: 'tiny-service',
        annotations: {
          'backstage.io/managed-by-location': 'url:http://portal.test/t.yaml',
        },
      },
      spec: {
        type: 'service',
        parameters: { properties: { name: {}, owner: {} } },
        ...parse(steps.replaceAll('api-service', 'tiny-service')),
      },
    });
    const backend = await startTestBackend({
      features: [
        scaffolderBackend,
        githubModule,
        goldenPathModule,
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalog.service,
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            backend: {
              baseUrl: 'http://portal.test',
              workingDirectory: directory,
            },
            integrations: {
              github: [
                {
                  host: 'github.test',
                  apiBaseUrl: `${github.url}/api`,
                  token: 'secret-token',
                },
              ],
            },
            companyos: {
              repositories: { root: join(directory, 'repos') },
              goldenPath: {
                templatesRoot: join(directory, 'templates'),
                publish: 'github',
                github: { host: 'github.test', organization: 'acme' },
              },
            },
          },
        }),
      ],
    });
    const { body } = await request(backend.server)
      .post('/api/scaffolder/v2/tasks')
      .send({
        templateRef: 'template:default/tiny-service',
        values: { name: 'payment-api', owner: 'group:default/payments-team' },
      });
    const task = `/api/scaffolder/v2/tasks/${body.id}`;
    let status = '';
    while (!['completed', 'failed'].includes(status)) {
      await new Promise(resolve => setTimeout(resolve, 50));
      status = (await request(backend.server).get(task)).body.status;
    }
    const events = await request(backend.server).get(`${task}/events`);
    const log = events.body
      .map((event: { body: { message: string } }) => event.body.message)
      .join('\n');
    await backend.stop();

    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('The catalog has component:default/payment-api'),
    ]);
    expect(github.calls).toEqual([
      'GET /users/acme',
      'POST /orgs/acme/repos',
      'PUT /repos/acme/payment-api/branches/main/protection',
    ]);
    expect(catalog.locations.map(({ target }) => target)).toEqual([
      'https://github.test/acme/payment-api/blob/main/catalog-info.yaml',
    ]);
    const clone = join(directory, 'clone');
    await run('git', [
      'clone',
      '-q',
      join(directory, 'github/acme/payment-api.git'),
      clone,
    ]);
    expect(await readFile(join(clone, 'README.md'), 'utf8')).toBe(
      '# Payment api\n',
    );
    expect((await stat(join(clone, 'scripts/run.sh'))).mode % 0o1000).toBe(
      0o755,
    );
    // Nothing of it in the embedded folder.
    await expect(stat(join(directory, 'repos/payments-team'))).rejects.toThrow(
      'ENOENT',
    );
  });
});
