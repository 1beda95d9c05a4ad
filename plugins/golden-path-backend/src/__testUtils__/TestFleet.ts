import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Entity } from '@backstage/catalog-model';
import {
  ENGINE_VERSION,
  loadTemplate,
  openTemplates,
  render,
  writeRelease,
} from '@companyos/golden-engine';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';

const execute = promisify(execFile);

const author = { name: 'Leo Martins', email: 'leo.martins@example.com' };
const urls = new RepositoryUrls('http://localhost:7007');

/** What the template `tiny` is in each version. */
const VERSIONS: Record<string, Record<string, string>> = {
  '1.0.0': {
    Makefile: 'ci:\n\t@sh scripts/ci.sh\n',
    'settings.txt': 'first\nretries=1\nlast\n',
  },
  '1.1.0': {
    Makefile: '# Kept by the template.\nci:\n\t@sh scripts/ci.sh\n',
    'settings.txt': 'first\nretries=2\nlast\n',
    'docs/new.md': 'New.\n',
  },
};

/** Repositories made by the engine from released versions of a tiny template, in a folder of real git. */
export class TestFleet {
  readonly entities: Entity[] = [];
  readonly urls = urls;

  private constructor(
    readonly directory: string,
    readonly localGit: LocalGit,
  ) {}

  static async create(versions = ['1.0.0', '1.1.0']): Promise<TestFleet> {
    const directory = await mkdtemp(join(tmpdir(), 'golden-path-'));
    const fleet = new TestFleet(
      directory,
      await LocalGit.create({ root: join(directory, 'repos') }),
    );
    for (const version of versions) await fleet.release(version);
    return fleet;
  }

  get templatesRoot(): string {
    return join(this.directory, 'templates');
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Releases a version of the template; one that is not known is as 1.1.0 with these files. */
  async release(version: string, files: Record<string, string> = {}) {
    const root = join(this.templatesRoot, 'tiny');
    const content: Record<string, string> = {
      'golden.yaml': `schema: companyos.golden/v1
name: tiny
version: ${version}
title: Tiny service
summary: The smallest thing that is still a service
stack: [sh]
gates: [unit]
parameters:
  type: object
  additionalProperties: false
  required: [name]
  properties:
    name: { type: string, pattern: '^[a-z][a-z0-9-]*$' }
files:
  - { match: Makefile, mode: managed }
  - { match: settings.txt, mode: merged }
`,
      'skeleton/README.md.njk': '# ${{ values.name }}\n',
      'skeleton/scripts/ci.sh': 'echo "all is well"\n',
      ...Object.fromEntries(
        Object.entries(VERSIONS[version] ?? VERSIONS['1.1.0']).map(
          ([path, text]) => [`skeleton/${path}`, text],
        ),
      ),
      ...files,
    };
    await rm(join(root, 'skeleton'), { recursive: true, force: true });
    for (const [path, text] of Object.entries(content)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const template = await loadTemplate(root);
    await writeRelease(root, {
      schema: 'companyos.golden.release/v1',
      template: 'tiny',
      version,
      digest: template.digest,
      engineVersion: ENGINE_VERSION,
      releasedAt: '2026-11-20T12:00:00.000Z',
      cores: 2,
      node: 'v24.0.0',
      combinations: [{ answers: {}, phases: { renderMs: 3 }, greenSeconds: 9 }],
      greenSeconds: { p50: 9, p95: 9 },
    });
  }

  /** Makes a repository from a version, with an entity that the catalog read from it. */
  async add(
    name: string,
    options: { version?: string; owner?: string } = {},
  ): Promise<string> {
    const { version = '1.0.0', owner = 'payments-team' } = options;
    const id = { owner, name };
    const template = await openTemplates(this.templatesRoot).get(
      'tiny',
      version,
    );
    const { files } = render(template, { name });
    await this.localGit.createWithFirstCommit({
      ...id,
      files,
      message: 'feat: begin from the golden path\n',
      author,
      committedAt: Date.UTC(2026, 10, 20),
      idempotencyKey: name,
    });
    const blob = urls.blob(id, 'catalog-info.yaml');
    this.entities.push({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          'backstage.io/managed-by-location': `url:${blob}`,
          'companyos.io/repository': `${owner}/${name}`,
          'companyos.io/template': `tiny@${version}`,
        },
      },
      spec: { type: 'service', owner },
      relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
    });
    return `component:default/${name}`;
  }

  async head(name: string, branch = 'main'): Promise<string | undefined> {
    return this.localGit.head({ ...this.idOf(name), branch });
  }

  async read(name: string, path: string, ref = 'main'): Promise<string> {
    const { bytes } = await this.localGit.readFile({
      ...this.idOf(name),
      path,
      ref,
    });
    return bytes.toString('utf8');
  }

  /** Commits files to a branch and pushes, as a person does; undefined takes a file away. */
  async push(
    name: string,
    files: Record<string, string | undefined>,
    branch = 'main',
  ): Promise<string> {
    const clone = await mkdtemp(join(this.directory, 'clone-'));
    const git = async (...args: string[]) =>
      (
        await execute('git', [
          '-C',
          clone,
          '-c',
          'user.name=Dev',
          '-c',
          'user.email=dev@example.com',
          ...args,
        ])
      ).stdout.trim();
    await execute('git', [
      'clone',
      '-q',
      '-b',
      branch,
      this.localGit.clonePath(this.idOf(name)),
      clone,
    ]);
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) {
        await rm(join(clone, path));
      } else {
        await mkdir(dirname(join(clone, path)), { recursive: true });
        await writeFile(join(clone, path), text);
      }
    }
    await git('add', '-A');
    await git('commit', '-q', '-m', 'work');
    await git('push', '-q', 'origin', branch);
    return git('rev-parse', 'HEAD');
  }

  idOf(name: string): { owner: string; name: string } {
    const entity = this.entities.find(item => item.metadata.name === name);
    return { owner: String(entity?.spec?.owner), name };
  }

  /** Puts an empty file beside the repositories, for which checks may wait. */
  async open(file: string): Promise<void> {
    await writeFile(join(this.directory, file), '');
  }

  /** Takes a file away that a check may have written; fails when there is none. */
  take(file: string): Promise<void> {
    return rm(join(this.directory, file));
  }

  /** A file beside the repositories, which checks may write to. */
  async note(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8').catch(() => '');
  }
}
