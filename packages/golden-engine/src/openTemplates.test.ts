import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { stringify } from 'yaml';
import { ENGINE_VERSION } from './engineVersion';
import { loadTemplate } from './loadTemplate';
import { openTemplates, TemplateFolder } from './openTemplates';
import { ReleaseRecord, writeRelease } from './release';
import { render } from './render';
import { definition, skeleton } from './__testUtils__/testTemplate';

interface Entry {
  name: string;
  type?: 'symlink' | 'directory';
  linkname?: string;
}

describe('openTemplates', () => {
  let root: string;
  let directory: string;
  let problems: string[];
  let strict: TemplateFolder;
  let lenient: TemplateFolder;

  const write = async (
    version: string,
    files = skeleton,
    more: object = {},
  ) => {
    await mkdir(directory, { recursive: true });
    await writeFile(
      join(directory, 'golden.yaml'),
      stringify({ ...definition, version, ...more }),
    );
    for (const [path, content] of Object.entries(files)) {
      const place = join(directory, 'skeleton', path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
    }
  };

  const recordOf = async (from = directory): Promise<ReleaseRecord> => {
    const { name, version, digest } = await loadTemplate(from);
    return {
      schema: 'companyos.golden.release/v1',
      template: name,
      version,
      digest,
      engineVersion: ENGINE_VERSION,
      releasedAt: '2026-11-21T06:00:00.000Z',
      cores: 2,
      node: '24.15.0',
      combinations: [
        { answers: {}, phases: { ciSeconds: 40 }, greenSeconds: 44 },
      ],
      greenSeconds: { p50: 44, p95: 44 },
    };
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'golden-templates-'));
    directory = join(root, 'tiny-service');
    problems = [];
    strict = openTemplates(root, {
      onProblem: (name, error) => problems.push(`${name}: ${error}`),
    });
    lenient = openTemplates(root, { allowUnreleased: true });
    await mkdir(join(root, 'shared/repository'), { recursive: true });
    await mkdir(join(root, 'testing'));
    await mkdir(join(root, 'notes'));
    await writeFile(join(root, 'shared/repository/.editorconfig'), 'root\n');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('gives out what was released, as it was, whatever becomes of the source', async () => {
    await write('1.0.0', skeleton, { include: ['repository'] });
    await expect(strict.get('tiny-service')).rejects.toMatchObject({
      code: 'template-unreleased',
    });
    expect((await lenient.get('tiny-service')).version).toBe('1.0.0');
    expect(await strict.list()).toMatchObject([
      {
        name: 'tiny-service',
        latest: undefined,
        versions: [{ isSource: true }],
      },
    ]);

    const record = await recordOf();
    await writeRelease(directory, record);
    const first = await strict.get('tiny-service');
    expect(render(first, { name: 'a' }).files).toEqual(
      render(await loadTemplate(directory), { name: 'a' }).files,
    );
    expect(first.skeleton.map(({ path }) => path)).toContain('.editorconfig');

    // A shared part changes, and with it the source; not the release.
    await writeFile(join(root, 'shared/repository/.editorconfig'), 'other\n');
    expect((await strict.get('tiny-service', '1.0.0')).digest).toBe(
      record.digest,
    );
    expect(await strict.versions('tiny-service')).toEqual([
      {
        version: '1.0.0',
        digest: record.digest,
        release: record,
        isSource: false,
      },
    ]);
    expect(problems).toEqual([
      expect.stringMatching(/changed after 1\.0\.0 was released/),
    ]);
    await expect(
      writeRelease(directory, await recordOf()),
    ).rejects.toMatchObject({ code: 'release-exists' });

    await write('1.10.0-rc.1');
    await writeRelease(directory, await recordOf());
    await write('1.9.0');
    await writeRelease(directory, await recordOf());
    await write('1.11.0');
    expect(await strict.list()).toMatchObject([
      {
        name: 'tiny-service',
        title: 'Tiny service',
        latest: '1.9.0',
        versions: [
          { version: '1.11.0', isSource: true },
          { version: '1.10.0-rc.1', isSource: false },
          { version: '1.9.0' },
          { version: '1.0.0', release: record },
        ],
      },
    ]);
    await expect(strict.get('tiny-service', '1.11.0')).rejects.toMatchObject({
      code: 'template-unreleased',
    });
    expect((await lenient.get('tiny-service', '1.11.0')).version).toBe(
      '1.11.0',
    );
    expect((await lenient.get('tiny-service')).version).toBe('1.9.0');

    // A broken source takes nothing away from who uses a release.
    await writeFile(join(directory, 'golden.yaml'), 'name: [');
    expect((await strict.get('tiny-service')).version).toBe('1.9.0');
    expect(problems[1]).toMatch(/not plain YAML/);
  });

  it('reads again what changed, and only that', async () => {
    await write('1.0.0');
    const one = await lenient.get('tiny-service');
    expect(await lenient.get('tiny-service')).toBe(one);
    await writeFile(join(directory, 'skeleton/Makefile'), 'ci:\n\ttrue # 2\n');
    expect((await lenient.get('tiny-service')).digest).not.toBe(one.digest);
  });

  it('knows no others', async () => {
    await write('1.0.0');
    for (const name of [
      'nowhere',
      '../tiny-service',
      'shared',
      'testing',
      'notes',
      '',
    ]) {
      await expect(lenient.get(name)).rejects.toMatchObject({
        code: 'template-not-found',
      });
    }
    for (const version of ['9.9.9', '../1.0.0', '']) {
      await expect(lenient.get('tiny-service', version)).rejects.toMatchObject({
        code: 'template-not-found',
      });
    }
    await rm(directory, { recursive: true });
    expect(await lenient.list()).toEqual([]);
    expect(await openTemplates(join(root, 'nowhere')).list()).toEqual([]);
  });

  it('writes the same archive wherever it is written', async () => {
    await write('1.0.0');
    const other = join(root, 'elsewhere');
    await cp(directory, other, { recursive: true });
    await writeRelease(directory, await recordOf());
    await writeRelease(other, await recordOf(other));
    const archive = await readFile(join(directory, 'releases/1.0.0.tar.gz'));
    expect(await readFile(join(other, 'releases/1.0.0.tar.gz'))).toEqual(
      archive,
    );
    expect(archive.subarray(4, 8)).toEqual(Buffer.alloc(4));

    const record = await recordOf();
    for (const wrong of [
      { ...record, digest: `sha256:${'0'.repeat(64)}` },
      { ...record, template: 'other' },
      { ...record, version: '../../1.0.0' },
      { ...record, combinations: [] },
      { ...record, releasedAt: 'yesterday' },
    ]) {
      await expect(writeRelease(directory, wrong)).rejects.toMatchObject({
        code: 'release-invalid',
      });
    }
  });

  it('takes no archive that is not what was released', async () => {
    await write('1.0.0');
    const record = await recordOf();
    await writeRelease(directory, record);
    const yaml = await readFile(join(directory, 'golden.yaml'));
    const archivePath = join(directory, 'releases/1.0.0.tar.gz');
    const honest = await readFile(archivePath);
    const packed = async (
      entries: readonly (readonly [Entry, string])[],
    ): Promise<Buffer> => {
      const archive = pack();
      archive.entry({ name: 'golden.yaml' }, yaml);
      for (const [header, body] of entries) archive.entry(header, body);
      archive.finalize();
      return gzipSync(await buffer(archive));
    };
    const archives: [Buffer, RegExp][] = [
      [Buffer.from('no gzip'), /not gzip/],
      [honest.subarray(0, 300), /not gzip/],
      [gzipSync(Buffer.alloc(300_000_000)), /larger than/],
      [gzipSync(Buffer.from('no tar'.repeat(1000))), /not a tar/],
      [
        await packed([
          [
            { name: 'skeleton/x', type: 'symlink', linkname: '/etc/passwd' },
            '',
          ],
        ]),
        /no regular file/,
      ],
      [
        await packed([[{ name: 'skeleton/x', type: 'directory' }, '']]),
        /no regular file/,
      ],
      [await packed([[{ name: '../x' }, 'x']]), /out of place/],
      [await packed([[{ name: 'skeleton/../../x' }, 'x']]), /relative segment/],
      [
        await packed([
          [{ name: 'skeleton/x' }, '1'],
          [{ name: 'skeleton/x' }, '2'],
        ]),
        /twice/,
      ],
      [
        await packed([[{ name: 'skeleton/x' }, 'y'.repeat(1024 * 1024 + 1)]]),
        /limits/,
      ],
      [await packed([[{ name: 'skeleton/x' }, 'y']]), /was released/],
    ];
    for (const [bytes, message] of archives) {
      await writeFile(archivePath, bytes);
      await expect(strict.get('tiny-service')).rejects.toThrow(message);
    }
    await writeFile(archivePath, honest);
    expect((await strict.get('tiny-service')).digest).toBe(record.digest);

    await writeFile(
      join(directory, 'releases/1.0.0.json'),
      JSON.stringify({ ...record, version: '1.0.1' }),
    );
    await expect(strict.get('tiny-service')).rejects.toMatchObject({
      code: 'release-invalid',
    });
  });
});
