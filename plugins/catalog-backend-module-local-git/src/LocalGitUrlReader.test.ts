import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { LocalGit } from '@companyos/local-git';
import { createRepository, push } from './__testUtils__/repositories';
import { localGitUrlReaderFactory } from './urlReaderFactory';

const id = { owner: 'payments-team', name: 'payment-api' };
const base = 'http://portal.test/repos/payments-team/payment-api';

describe('the URL reader of the embedded git folder', () => {
  let directory: string;
  let localGit: LocalGit;
  let reader: UrlReaderService;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-git-reader-'));
    localGit = await LocalGit.create({ root: join(directory, 'repos') });
    await createRepository(localGit, id, {
      'mkdocs.yml': 'site_name: x\n',
      'docs/index.md': '# Docs\n',
      'docs/adr/0001-a.md': 'a\n',
      'docs/adr/0002-b.md': '',
      'docs/adr/notes.txt': 'n\n',
    });
    const config = mockServices.rootConfig({
      data: {
        app: { baseUrl: 'http://portal.test' },
        backend: { workingDirectory: directory },
        companyos: { repositories: { root: join(directory, 'repos') } },
      },
    });
    const factories = await ServiceFactoryTester.from(
      localGitUrlReaderFactory,
    ).getSubject();
    reader = UrlReaders.default({
      config,
      logger: mockServices.logger.mock(),
      factories,
    });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('reads files, trees and globs at one commit', async () => {
    const commit = await localGit.head(id);
    const file = await reader.readUrl(`${base}/blob/main/docs/index.md`);
    expect((await file.buffer()).toString()).toBe('# Docs\n');
    expect(file.etag).toBe(commit);

    const tree = await reader.readTree(`${base}/tree/main/docs/`, {
      filter: path => !path.endsWith('.txt'),
    });
    expect(tree.etag).toBe(commit);
    const files = await tree.files();
    expect(files.map(({ path }) => path)).toEqual([
      'adr/0001-a.md',
      'adr/0002-b.md',
      'index.md',
    ]);
    expect((await files[0].content()).toString()).toBe('a\n');

    const whole = await reader.readTree(`${base}/tree/main/`);
    const folder = await whole.dir({ targetDir: join(directory, 'out') });
    expect(await readFile(join(folder, 'docs/adr/0001-a.md'), 'utf8')).toBe(
      'a\n',
    );
    expect(await readFile(join(folder, 'docs/adr/0002-b.md'), 'utf8')).toBe('');

    const found = await reader.search(`${base}/tree/main/docs/adr/*.md`);
    expect(found.etag).toBe(commit);
    expect(found.files.map(({ url }) => url)).toEqual([
      `${base}/blob/main/docs/adr/0001-a.md`,
      `${base}/blob/main/docs/adr/0002-b.md`,
    ]);
    expect(
      (await reader.search(`${base}/blob/main/docs/index.md`)).files,
    ).toHaveLength(1);
    expect(
      (await reader.search(`${base}/blob/main/nope/*.md`)).files,
    ).toHaveLength(0);
  });

  it('says when nothing has changed, until somebody pushes', async () => {
    const etag = await localGit.head(id);
    const asks = [
      () => reader.readUrl(`${base}/blob/main/docs/index.md`, { etag }),
      () => reader.readTree(`${base}/tree/main/`, { etag }),
      () => reader.search(`${base}/tree/main/docs/*.md`, { etag }),
    ];
    for (const ask of asks) {
      await expect(ask()).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
    }
    await push(localGit, id, join(directory, 'clone'), { new: 'x' });
    for (const ask of asks) {
      expect((await ask()).etag).toBe(await localGit.head(id));
    }
    // The old commit stays readable by its id.
    await expect(reader.readUrl(`${base}/blob/${etag}/new`)).rejects.toThrow(
      expect.objectContaining({ name: 'NotFoundError' }),
    );
  });

  it('reaches nothing outside the repositories', async () => {
    for (const [url, name] of [
      [`${base}/blob/main/%2e%2e/%2e%2e/config`, 'InputError'],
      [`${base}/blob/main/../../../../../etc/passwd`, 'NotAllowedError'],
      [`${base}/blob/main/..%2f..%2fconfig`, 'InputError'],
      [`${base}/blob/main/.git/config`, 'InputError'],
      [`${base}/blob/--output=x/docs/index.md`, 'InputError'],
      [`${base}/blob/main/docs`, 'NotFoundError'],
      [`${base}/tree/main/docs/index.md`, 'NotFoundError'],
      [`${base}/blob/other/docs/index.md`, 'NotFoundError'],
      ['http://portal.test/repos/a/b/blob/main/x', 'NotFoundError'],
      ['http://portal.test/repos/.tmp/b/blob/main/x', 'InputError'],
      ['http://portal.test.evil.org/repos/a/b/blob/main/x', 'NotAllowedError'],
    ]) {
      const outcome = await (url.includes('/tree/')
        ? reader.readTree(url)
        : reader.readUrl(url)
      ).then(
        () => 'read',
        error => error.name,
      );
      expect([url, outcome]).toEqual([url, name]);
    }
  });
});
