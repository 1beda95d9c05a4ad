import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { loadTemplate } from './loadTemplate';
import {
  definition,
  skeleton,
  testTemplate,
} from './__testUtils__/testTemplate';

describe('loadTemplate', () => {
  let root: string;
  let directory: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'golden-'));
    directory = join(root, 'api');
    await mkdir(directory);
    await writeFile(join(directory, 'golden.yaml'), stringify(definition));
    for (const [path, content] of Object.entries(skeleton)) {
      await mkdir(dirname(join(directory, 'skeleton', path)), {
        recursive: true,
      });
      await writeFile(join(directory, 'skeleton', path), content);
    }
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('reads the same template as the one built in memory', async () => {
    const template = await loadTemplate(directory);
    expect(template.digest).toBe(testTemplate().digest);
    await writeFile(join(directory, 'skeleton/Makefile'), 'ci:\n\ttrue\n');
    expect((await loadTemplate(directory)).digest).not.toBe(template.digest);
  });

  it('lays the shared parts beneath the template, its own files on top', async () => {
    const part = join(root, 'shared', 'repository');
    await mkdir(part, { recursive: true });
    await writeFile(join(part, '.editorconfig'), 'root = true\n');
    await writeFile(join(part, 'Makefile.njk'), 'never:\n');
    await writeFile(
      join(directory, 'golden.yaml'),
      stringify({ ...definition, include: ['repository'] }),
    );
    const { skeleton: files } = await loadTemplate(directory);
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('.editorconfig');
    expect(paths).toContain('Makefile');
    expect(paths).not.toContain('Makefile.njk');

    await writeFile(
      join(directory, 'golden.yaml'),
      stringify({ ...definition, include: ['../api'] }),
    );
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
    });
    await writeFile(
      join(directory, 'golden.yaml'),
      stringify({ ...definition, include: ['nowhere'] }),
    );
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
      message: 'There is no folder shared/nowhere/',
    });
  });

  it('refuses links, folders in the place of files, and holes', async () => {
    await symlink('/etc/passwd', join(directory, 'skeleton/passwd'));
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
      message: expect.stringContaining('skeleton/passwd is a symbolic link'),
    });
    await rm(join(directory, 'skeleton/passwd'));

    await rm(join(directory, 'golden.yaml'));
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-not-found',
    });
    await symlink('/etc/hostname', join(directory, 'golden.yaml'));
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
    });
    await rm(join(directory, 'golden.yaml'));
    await mkdir(join(directory, 'golden.yaml'));
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
    });
    await rm(join(directory, 'golden.yaml'), { recursive: true });
    await writeFile(join(directory, 'golden.yaml'), stringify(definition));
    await rm(join(directory, 'skeleton'), { recursive: true });
    await symlink('/etc', join(directory, 'skeleton'));
    await expect(loadTemplate(directory)).rejects.toMatchObject({
      code: 'template-invalid',
    });
  });
});
