import fs from 'node:fs/promises';
import path from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { LIMITS } from '../domain/types';
import { FolderSourceReader } from './FolderSourceReader';

const directory = createMockDirectory();
const reader = new FolderSourceReader();
const signal = new AbortController().signal;

const read = (folder: string, revision?: string) =>
  reader.read(
    {
      type: 'file',
      optional: false,
      descriptor: directory.resolve('service/catalog-info.yaml'),
      directory: folder,
      viewUrl: 'https://github.com/org/app/tree/main/docs/adr/',
    },
    { revision, signal },
  );

beforeEach(async () => {
  directory.setContent({
    secret: { '0001-secret.md': '# Secret' },
    service: {
      'catalog-info.yaml': '',
      docs: {
        adr: {
          '0001-a.md': '# A',
          'README.md': '# Index',
          'adr-template.md': '# {title}',
          'notes.txt': '',
          '.hidden.md': '',
          assets: { '0002-b c.md': '# B', 'diagram.png': '' },
          '0003-large.md': 'x'.repeat(LIMITS.bytesPerFile + 1),
        },
      },
    },
  });
  await fs.symlink(
    directory.resolve('secret/0001-secret.md'),
    directory.resolve('service/docs/adr/0009-link.md'),
  );
  await fs.symlink(
    directory.resolve('secret'),
    directory.resolve('service/linked'),
  );
  await fs.symlink(
    directory.resolve('secret'),
    directory.resolve('service/docs/adr/linked'),
  );
});

describe('FolderSourceReader', () => {
  it('reads the records of a folder, and again only when one changed', async () => {
    const first = await read('docs/adr');
    expect(first).toMatchObject({ state: 'read', skippedCount: 0 });
    if (first.state !== 'read') {
      throw new Error('unreachable');
    }
    expect(
      first.files.map(({ path: name, bytes, sizeBytes, sourceUrl }) => [
        name,
        bytes && Buffer.from(bytes).toString(),
        sizeBytes,
        sourceUrl,
      ]),
    ).toEqual([
      [
        '0001-a.md',
        '# A',
        3,
        'https://github.com/org/app/blob/main/docs/adr/0001-a.md',
      ],
      [
        '0003-large.md',
        undefined,
        LIMITS.bytesPerFile + 1,
        'https://github.com/org/app/blob/main/docs/adr/0003-large.md',
      ],
      [
        'assets/0002-b c.md',
        '# B',
        3,
        'https://github.com/org/app/blob/main/docs/adr/assets/0002-b%20c.md',
      ],
    ]);
    const revision = first.revision ?? '';
    expect(await read('docs/adr', revision)).toEqual({ state: 'unchanged' });
    await fs.appendFile(directory.resolve('service/docs/adr/0001-a.md'), '!');
    expect(await read('docs/adr', revision)).toMatchObject({ state: 'read' });
  });

  it('says when there is no such folder', async () => {
    expect(await read('docs/none')).toEqual({ state: 'missing' });
    expect(await read('catalog-info.yaml')).toEqual({ state: 'missing' });
    expect(await read('catalog-info.yaml/x')).toEqual({ state: 'missing' });
  });

  it.each(['../secret', 'docs/../../secret', '/etc', 'linked'])(
    'refuses to leave the folder of the descriptor by %s',
    async folder => {
      await expect(read(folder)).rejects.toThrow(
        expect.objectContaining({ name: 'NotAllowedError' }),
      );
      const absolute = path.join(directory.path, 'secret');
      await expect(read(absolute)).rejects.toThrow(/outside of the folder/);
    },
  );
});
