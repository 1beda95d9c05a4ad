import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import techdocsPlugin from '@backstage/plugin-techdocs-backend';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import request from 'supertest';
import techdocsModuleBuildRecord from '.';

jest.setTimeout(120_000);

const stranger = mockCredentials.user('user:default/stranger');

let root: string;
const stops: (() => Promise<void>)[] = [];

beforeAll(() => {
  const mkdocs = spawnSync('mkdocs', ['--version']);
  if (mkdocs.error) {
    throw new Error(
      'These tests build real docs: put a mkdocs with mkdocs-techdocs-core on PATH (make test does)',
    );
  }
});

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'build-record-')));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(stops.splice(0).map(stop => stop()));
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** A component whose file stands in `source/` of the test's folder. */
function component(name: string, techdocsRef?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      uid: `${name}-${Math.random()}`,
      annotations: {
        'backstage.io/managed-by-location': `file:${root}/source/catalog-info.yaml`,
        ...(techdocsRef && { 'backstage.io/techdocs-ref': techdocsRef }),
      },
    },
    spec: { type: 'service', owner: 'platform-team', lifecycle: 'production' },
  };
}

async function startPortal(options: {
  entities: Entity[];
  readTree?: jest.Mock;
  publishDirectory?: string;
}) {
  const catalog = catalogServiceMock.mock({
    getEntityByRef: async (ref, caller) =>
      caller &&
      'credentials' in caller &&
      isDeepStrictEqual(caller.credentials.principal, stranger.principal)
        ? undefined
        : options.entities.find(
            entity =>
              stringifyEntityRef(entity) ===
              (typeof ref === 'string' ? ref : stringifyEntityRef(ref)),
          ),
  });
  const backend = await startTestBackend({
    features: [
      techdocsPlugin,
      techdocsModuleBuildRecord,
      catalog.factory,
      mockServices.urlReader.mock({
        readTree: options.readTree ?? jest.fn(),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: join(root, 'work') },
          techdocs: {
            builder: 'local',
            generator: { runIn: 'local' },
            publisher: {
              type: 'local',
              local: {
                publishDirectory:
                  options.publishDirectory ?? join(root, 'published'),
              },
            },
          },
        },
      }),
    ],
  });
  stops.push(() => backend.stop());
  const { server } = backend;
  return {
    server,
    /** Opens the docs as a reader does; returns what the sync stream ends with. */
    async visit(name: string): Promise<string> {
      const { text } = await request(server).get(
        `/api/techdocs/sync/default/component/${name}`,
      );
      return text.trim().split('\n\n').at(-1) ?? '';
    },
    async builds(name: string) {
      const { status, body } = await request(server).get(
        `/api/techdocs/builds/by-name/component/default/${name}`,
      );
      expect(status).toBe(200);
      return body;
    },
    async log(id: string): Promise<string> {
      const response = await request(server).get(
        `/api/techdocs/builds/${id}/log`,
      );
      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toContain('text/plain');
      expect(response.headers['x-content-type-options']).toBe('nosniff');
      return response.text;
    },
  };
}

/** Lets the minute pass in which TechDocs does not look for changes. */
function minutesLater(minutes: number) {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now + minutes * 60_000);
}

describe('the record of docs builds', () => {
  it('tells from which source the docs were built, and leaves that source alone', async () => {
    write(
      'source/mkdocs.yml',
      'site_name: Payments\nplugins: [techdocs-core]\n',
    );
    write('source/docs/index.md', '# Payments\n');
    const portal = await startPortal({
      entities: [component('payments', 'dir:.')],
    });
    expect(await portal.builds('payments')).toEqual({
      entityRef: 'component:default/payments',
      builds: [],
      problem: null,
    });

    expect(await portal.visit('payments')).toContain('"updated":true');

    const { builds } = await portal.builds('payments');
    expect(builds).toEqual([
      {
        id: expect.any(String),
        startedAt: expect.stringMatching(/Z$/),
        finishedAt: expect.stringMatching(/Z$/),
        outcome: 'success',
        reason: null,
        etag: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        durationMs: expect.any(Number),
      },
    ]);
    expect(builds[0].durationMs).toBeGreaterThan(0);
    const log = await portal.log(builds[0].id);
    expect(log).toContain('Read the source of component:default/payments');
    expect(log).toContain('Building documentation to directory: <site>');
    expect(log).not.toContain(root);
    expect(
      readFileSync(
        join(root, 'published/default/component/payments/index.html'),
        'utf8',
      ),
    ).toContain('Payments');

    // The owner's folder is as it was, and no copy of it is left behind.
    expect(readFileSync(join(root, 'source/mkdocs.yml'), 'utf8')).toBe(
      'site_name: Payments\nplugins: [techdocs-core]\n',
    );
    expect(readdirSync(join(root, 'source')).sort()).toEqual([
      'docs',
      'mkdocs.yml',
    ]);

    // Nothing changed: no build, no record. Something changed: both.
    minutesLater(2);
    expect(await portal.visit('payments')).toContain('"updated":false');
    expect((await portal.builds('payments')).builds).toHaveLength(1);
    write('source/docs/index.md', '# Payments, again\n');
    minutesLater(2);
    expect(await portal.visit('payments')).toContain('"updated":true');
    const { builds: after } = await portal.builds('payments');
    expect(after).toHaveLength(2);
    expect(after[0].etag).not.toBe(after[1].etag);
  });

  it('says why a build failed and what fixes it, and keeps the last good one', async () => {
    write('source/mkdocs.yml', 'site_name: Ledger\n');
    write('source/docs/index.md', '# Ledger\n');
    const portal = await startPortal({
      entities: [component('ledger', 'dir:.')],
    });
    await portal.visit('ledger');

    write(
      'source/mkdocs.yml',
      'site_name: Ledger\nstrict: true\nnav:\n  - index.md\n  - runbook.md\n',
    );
    minutesLater(2);
    expect(await portal.visit('ledger')).toContain('event: error');

    const { builds } = await portal.builds('ledger');
    expect(builds.map((build: { outcome: string }) => build.outcome)).toEqual([
      'failure',
      'success',
    ]);
    expect(builds[0].reason).toBe(
      'mkdocs.yml lists runbook.md under "nav", but there is no such page; add the page or remove the line.',
    );
    expect(await portal.log(builds[0].id)).toContain(
      "WARNING -  A reference to 'runbook.md'",
    );
  });

  it.each([
    [
      'no docs at all',
      () => write('source/catalog-info.yaml', ''),
      'The folder docs/ does not exist in the source; add docs/index.md, or name the right folder as "docs_dir" in mkdocs.yml.',
    ],
    [
      'a docs folder elsewhere',
      () => write('source/mkdocs.yml', 'site_name: x\ndocs_dir: ../..\n'),
      'mkdocs.yml names a "docs_dir" outside its own folder; use a folder beside mkdocs.yml.',
    ],
    [
      'pages, but no first one',
      () => write('source/docs/runbook.md', '# Runbook\n'),
      'There is no first page; add index.md to the docs folder (docs/index.md by default).',
    ],
    [
      'broken YAML',
      () => {
        write('source/mkdocs.yml', 'site_name: x\nnav:\n  - a: b\n - c\n');
        write('source/docs/index.md', '# x\n');
      },
      expect.stringMatching(
        /^mkdocs.yml is not valid YAML at line 4 .*correct it there\.$/,
      ),
    ],
    [
      'a setting mkdocs does not take',
      () => {
        write('source/mkdocs.yml', 'site_name: x\nnav: 7\n');
        write('source/docs/index.md', '# x\n');
      },
      'mkdocs.yml has a mistake at "nav": Expected nav to be a list, got a int: 7.',
    ],
    [
      'a page in another encoding',
      () => {
        write('source/docs/index.md', '# x\n');
        writeFileSync(
          join(root, 'source/docs/menu.md'),
          Buffer.from([0x23, 0x20, 0xff, 0xfe]),
        );
      },
      'A page is not saved as UTF-8; the log names it just above the error. Save it as UTF-8.',
    ],
    [
      'a link out of the source',
      () => {
        write('secret.md', 'not yours\n');
        write('source/docs/index.md', '# x\n');
        symlinkSync(join(root, 'secret.md'), join(root, 'source/docs/a.md'));
      },
      'A symbolic link in the docs points outside the source; replace it with the file itself.',
    ],
  ])('explains %s', async (_name, prepare, reason) => {
    prepare();
    const portal = await startPortal({
      entities: [component('broken', 'dir:.')],
    });
    expect(await portal.visit('broken')).toContain('event: error');
    const { builds } = await portal.builds('broken');
    expect(builds).toHaveLength(1);
    expect(builds[0]).toMatchObject({ outcome: 'failure', reason });
    expect(await portal.log(builds[0].id)).not.toContain(root);
  });

  it('explains a site that was built but could not be stored', async () => {
    write('source/docs/index.md', '# x\n');
    write('occupied', 'a file where a folder should be');
    const portal = await startPortal({
      entities: [component('homeless', 'dir:.')],
      publishDirectory: join(root, 'occupied'),
    });
    expect(await portal.visit('homeless')).toContain('event: error');
    const { builds } = await portal.builds('homeless');
    expect(builds).toHaveLength(1);
    expect(builds[0]).toMatchObject({
      outcome: 'failure',
      reason: expect.stringMatching(
        /^The site was built but could not be stored: .*ENOTDIR/,
      ),
    });
  });

  it('records builds of sources behind a URL with their commit, and why one could not be read', async () => {
    const commit = '4f0c1d2e3b4a5968778695a4b3c2d1e0f1029384';
    let read = 0;
    const readTree = jest.fn(async () => {
      read += 1;
      if (read > 1) {
        throw new Error('connect ECONNREFUSED 127.0.0.1:443');
      }
      write('tree/docs/index.md', '# x\n');
      return { etag: commit, dir: async () => join(root, 'tree') };
    });
    const portal = await startPortal({
      entities: [component('remote', 'url:https://git.example/acme/remote')],
      readTree,
    });
    await portal.visit('remote');
    minutesLater(2);
    await portal.visit('remote');
    const { builds } = await portal.builds('remote');
    expect(builds).toMatchObject([
      {
        outcome: 'failure',
        etag: null,
        reason:
          "The host of the source can't be reached (ECONNREFUSED); check that it is up, then build again.",
      },
      { outcome: 'success', etag: commit },
    ]);
  });

  it('names an annotation with which no build can begin', async () => {
    const portal = await startPortal({
      entities: [component('none'), component('odd', 'ftp:somewhere')],
    });
    expect((await portal.builds('none')).problem).toContain(
      'has no annotation backstage.io/techdocs-ref',
    );
    expect((await portal.builds('odd')).problem).toContain(
      'must be "dir:<folder>" or "url:<address>", not "ftp:somewhere"',
    );
  });

  it('hides builds from those who may not see the entity', async () => {
    write('source/docs/index.md', '# x\n');
    const portal = await startPortal({
      entities: [component('secret', 'dir:.')],
    });
    await portal.visit('secret');
    const { builds } = await portal.builds('secret');

    const header = mockCredentials.user.header(
      stranger.principal.userEntityRef,
    );
    for (const path of [
      '/api/techdocs/builds/by-name/component/default/secret',
      `/api/techdocs/builds/${builds[0].id}/log`,
      '/api/techdocs/builds/not-an-id/log',
      '/api/techdocs/builds/00000000-0000-4000-8000-000000000000/log',
    ]) {
      const response = await request(portal.server)
        .get(path)
        .set('Authorization', header);
      expect([path, response.status]).toEqual([path, 404]);
    }
    const signedOut = await request(portal.server)
      .get('/api/techdocs/builds/by-name/component/default/secret')
      .set('Authorization', mockCredentials.none.header());
    expect(signedOut.status).toBe(401);
  });
});
