import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { LocalGit } from '@companyos/local-git';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import request from 'supertest';
import { repositoriesPlugin } from './plugin';

describe('the embedded repositories over HTTP', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'repositories-'));
    const git = await LocalGit.create({ root });
    await git.createWithFirstCommit({
      owner: 'payments-team',
      name: 'ledger',
      files: [
        {
          path: 'README.md',
          bytes: Buffer.from('# Ledger\n'),
          executable: false,
        },
        {
          path: 'bin/run',
          bytes: Buffer.from('#!/bin/sh\n'),
          executable: true,
        },
        {
          path: 'logo.png',
          bytes: Buffer.from([0x89, 0, 1]),
          executable: false,
        },
      ],
      message: 'feat: begin',
      author: { name: 'Leo Martins', email: 'leo@meridian.example' },
      committedAt: 1_700_000_000_000,
      idempotencyKey: 'one',
    });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function start() {
    const { server } = await startTestBackend({
      features: [
        repositoriesPlugin,
        mockServices.rootConfig.factory({
          data: { companyos: { repositories: { root } } },
        }),
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
      ],
    });
    return request(server);
  }

  it('lists, shows and reads, each file with the commit it comes from', async () => {
    const portal = await start();

    const list = await portal.get('/api/repositories/repositories');
    expect(list.body.items).toEqual([
      {
        owner: 'payments-team',
        name: 'ledger',
        head: expect.stringMatching(/^[0-9a-f]{40}$/),
        clonePath: expect.stringMatching(/payments-team\/ledger$/),
      },
    ]);
    const { head } = list.body.items[0];

    const view = await portal.get(
      '/api/repositories/repositories/payments-team/ledger',
    );
    expect(view.body).toMatchObject({
      commit: head,
      files: [
        { path: 'README.md', sizeBytes: 9, executable: false },
        { path: 'bin/run', executable: true },
        { path: 'logo.png' },
      ],
      history: [
        {
          commit: head,
          author: 'Leo Martins',
          committedAt: '2023-11-14T22:13:20.000Z',
          subject: 'feat: begin',
        },
      ],
    });

    const blob = await portal.get(
      '/api/repositories/repositories/payments-team/ledger/blob?path=README.md',
    );
    expect(blob.body).toEqual({
      path: 'README.md',
      commit: head,
      sizeBytes: 9,
      text: '# Ledger\n',
    });
    const binary = await portal.get(
      '/api/repositories/repositories/payments-team/ledger/blob?path=logo.png',
    );
    expect(binary.body).toEqual({
      path: 'logo.png',
      commit: head,
      sizeBytes: 3,
    });
  });

  it.each([
    ['/repositories/payments-team/nothing', 404],
    ['/repositories/payments-team/ledger?ref=no-such-branch', 404],
    ['/repositories/payments-team/ledger/blob?path=missing', 404],
    ['/repositories/payments-team/ledger/blob', 400],
    ['/repositories/payments-team/ledger/blob?path=../../../etc/passwd', 400],
    ['/repositories/payments-team/ledger/blob?path=/etc/passwd', 400],
    ['/repositories/..%2f..%2fetc/passwd', 400],
    ['/repositories/payments-team/ledger?ref=--output=x', 400],
  ])('answers %s with %d', async (path, status) => {
    const portal = await start();
    const response = await portal.get(`/api/repositories${path}`);
    expect(response.status).toBe(status);
  });

  it('is closed to the signed-out and to those without the permission', async () => {
    const open = await start();
    const signedOut = await open
      .get('/api/repositories/repositories')
      .set('Authorization', mockCredentials.none.header());
    expect(signedOut.status).toBe(401);

    const { server } = await startTestBackend({
      features: [
        repositoriesPlugin,
        mockServices.rootConfig.factory({
          data: { companyos: { repositories: { root } } },
        }),
        mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
      ],
    });
    const denied = await request(server).get('/api/repositories/repositories');
    expect(denied.status).toBe(403);
  });

  it('has nothing to show where there is no embedded git folder', async () => {
    const { server } = await startTestBackend({
      features: [repositoriesPlugin],
    });
    expect(
      (await request(server).get('/api/repositories/repositories')).body,
    ).toEqual({ items: [] });
    expect(
      (await request(server).get('/api/repositories/repositories/a/b')).status,
    ).toBe(404);
  });
});
