import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDrift } from './checkDrift';
import { digestOf, sha256 } from './digest';
import { GoldenTemplate } from './goldenTemplate';
import { formatLock, GOLDEN_LOCK_PATH, GoldenLock, sealLock } from './lock';
import { TemplateFolder } from './openTemplates';
import { declarePatch, GOLDEN_PATCHES_PATH } from './patches';
import { render } from './render';
import { folderReader, gitReader } from './repositoryReader';
import { testTemplate } from './__testUtils__/testTemplate';
import { file, Files, TestRepository } from './__testUtils__/testRepository';
import { testTemplates } from './__testUtils__/testTemplates';

const one = testTemplate({ definition: { version: '1.0.0' } });
const two = testTemplate({ definition: { version: '1.1.0' } });
const candidate = testTemplate({ definition: { version: '1.2.0-rc.1' } });
const three = testTemplate({ definition: { version: '1.2.0' } });
const now = new Date('2026-11-21T23:59:59Z');
const EDITED = 'ci:\n\tours\n';

describe('checkDrift', () => {
  let repository: TestRepository;
  let files: Files;

  beforeAll(async () => {
    repository = await TestRepository.create();
  });

  afterAll(() => repository.remove());

  beforeEach(() => {
    files = new Map(
      render(three, { name: 'pay' }).files.map(
        ({ path, bytes, executable }) => [
          path,
          file(bytes, executable ? '100755' : '100644'),
        ],
      ),
    );
  });

  const check = async (
    templates: TemplateFolder = testTemplates([one, two, candidate, three]),
  ) =>
    checkDrift({
      repository: gitReader(repository.gitDir, await repository.commit(files)),
      templates,
      now,
    });
  const patch = (content: string, expires: string, path = 'Makefile') => {
    files.set(
      GOLDEN_PATCHES_PATH,
      file(
        declarePatch(files.get(GOLDEN_PATCHES_PATH)?.bytes, {
          path,
          sha256: content === 'absent' ? content : sha256(content),
          reason: 'Ours is faster',
          expires,
        }),
      ),
    );
  };
  /** A lock file as somebody who knows the format would forge it. */
  const forge = (change: (lock: GoldenLock) => Partial<GoldenLock>) => {
    const { receipts: _, ...lock } = render(three, { name: 'pay' }).lock;
    const forged = { ...lock, ...change({ ...lock, receipts: [] }) };
    files.set(
      GOLDEN_LOCK_PATH,
      file(
        formatLock(
          sealLock({ ...forged, answersDigest: digestOf(forged.answers) }),
        ),
      ),
    );
  };

  it('is green where the team kept to its own files', async () => {
    files.set('README.md', file('ours'));
    files.set('Dockerfile', file('FROM ours\n'));
    files.set('src/own.ts', file('own'));
    expect(await check()).toEqual({
      status: 'current',
      exitCode: 0,
      template: 'tiny-service',
      version: '1.2.0',
      latest: '1.2.0',
      behind: 0,
      edited: [],
      patches: [],
      problems: [],
    });
    forge(() => ({}));
    expect(await check()).toMatchObject({ status: 'current' });
    files = new Map(
      render(one, { name: 'pay' }).files.map(({ path, bytes }) => [
        path,
        file(bytes),
      ]),
    );
    // A foretaste of a version that came is no version to be behind.
    expect(await check()).toMatchObject({
      status: 'outdated',
      exitCode: 10,
      latest: '1.2.0',
      behind: 2,
    });
  });

  it('asks who answers for an edit, and until when', async () => {
    files.set('Makefile', file(EDITED));
    files.set('scripts/run.sh', file('elsewhere', '120000'));
    expect(await check()).toMatchObject({
      status: 'edited',
      exitCode: 11,
      edited: [
        { path: 'Makefile', kind: 'changed' },
        { path: 'scripts/run.sh', kind: 'missing' },
      ],
    });
    patch(EDITED, '2026-11-21');
    patch('absent', '2027-01-01', 'scripts/run.sh');
    const covered = await check();
    expect(covered).toMatchObject({ status: 'current', problems: [] });
    expect(covered.edited.map(entry => entry.patch)).toEqual(covered.patches);

    patch(EDITED, '2026-11-20');
    expect(await check()).toMatchObject({
      status: 'edited',
      patches: [{ expired: false }, { path: 'Makefile', expired: true }],
      problems: ['The patch of Makefile expired after 2026-11-20'],
    });
    patch('other', '2027-01-01');
    expect(await check()).toMatchObject({
      status: 'edited',
      problems: [
        'The patch of Makefile was declared for other content than it has now',
      ],
    });
    // One file may be covered and another not.
    files.delete('scripts/run.sh');
    patch(EDITED, '2027-01-01');
    expect(await check()).toMatchObject({ status: 'current' });
  });

  it('sees through a lock file that was edited, sealed again or not', async () => {
    const forgeries: ((lock: GoldenLock) => Partial<GoldenLock>)[] = [
      // A managed file becomes the team's, or its edit the template's.
      lock => ({
        files: {
          ...lock.files,
          Makefile: { ...lock.files.Makefile, mode: 'seeded' },
        },
      }),
      lock => ({
        files: {
          ...lock.files,
          Makefile: { mode: 'managed', sha256: sha256(EDITED) },
        },
      }),
      ({ files: { Makefile: _, ...rest } }) => ({ files: rest }),
      lock => ({ answers: { ...lock.answers, docker: false } }),
      lock => ({ answers: { ...lock.answers, name: 'No Name' } }),
      () => ({ templateDigest: two.digest }),
    ];
    files.set('Makefile', file(EDITED));
    for (const forgery of forgeries) {
      forge(forgery);
      expect(await check()).toMatchObject({ status: 'tampered', exitCode: 12 });
    }
    const { lock } = render(three, { name: 'pay' });
    files.set(
      GOLDEN_LOCK_PATH,
      file(formatLock({ ...lock, version: '1.1.0' })),
    );
    expect(await check()).toMatchObject({
      status: 'tampered',
      problems: ['The lock file was changed after it was written'],
    });
  });

  it('is red where it cannot tell', async () => {
    const undecided = async (
      change: () => void,
      problem: RegExp,
      templates?: TemplateFolder,
    ) => {
      const before = new Map(files);
      change();
      const report = await check(templates);
      expect(report).toMatchObject({ status: 'undecided', exitCode: 13 });
      expect(report.problems.join()).toMatch(problem);
      files = before;
    };
    const lock = GOLDEN_LOCK_PATH;
    const declare = (yaml: string) =>
      files.set(GOLDEN_PATCHES_PATH, file(yaml));
    const answer = (json: string) => {
      const text = String(files.get(lock)?.bytes);
      files.set(
        lock,
        file(text.replace('"answers": {', `"answers": { "more": ${json},`)),
      );
    };
    await undecided(() => files.delete(lock), /There is no \.companyos/);
    await undecided(
      () => files.set(lock, file('x', '120000')),
      /no golden-path template|There is no/,
    );
    await undecided(() => files.set(lock, file('<<<<<<< ')), /not JSON/);
    await undecided(() => files.set(lock, file('{}')), /does not fit/);
    for (const json of ['['.repeat(50_000) + ']'.repeat(50_000), '"\\ud800"']) {
      await undecided(() => answer(json), /nested deeper|not well-formed/);
    }
    await undecided(
      () => forge(() => ({ version: '9.0.0' })),
      /no tiny-service@9/,
    );
    await undecided(
      () => forge(() => ({ version: 'latest' })),
      /no tiny-service@latest/,
    );
    await undecided(() => forge(() => ({ template: '../etc' })), /no template/);
    await undecided(
      () =>
        forge(known => ({
          engineVersion: '99.0.0',
          files: {
            ...known.files,
            x: { mode: 'managed', sha256: '0'.repeat(64) },
          },
        })),
      /written by engine 99/,
    );
    await undecided(() => {}, /no template/, testTemplates([]));
    await undecided(
      () =>
        files.set(
          'Dockerfile',
          file('<<<<<<< yours\na\n=======\nb\n>>>>>>> template\n'),
        ),
      /unresolved conflicts in Dockerfile/,
    );
    await undecided(
      () => files.set('Makefile', file(Buffer.alloc(9_000_000))),
      /Makefile is larger than/,
    );
    for (const yaml of [
      'patches: 1',
      'patches: [{path: ../x, sha256: absent, reason: r, expires: 2027-01-01}]',
      'patches: [{path: x, sha256: absent, reason: r, expires: 2027-02-30}]',
      'patches: [{path: x, sha256: absent, reason: " ", expires: 2027-01-01}]',
      'patches: [{path: x, sha256: absent, reason: r, expires: 2027-01-01, always: true}]',
      'a: &a [x]\npatches: *a',
      '{',
      // Each would hold up, or end, the process of whoever looks.
      '['.repeat(100_000),
      `patches: ${'- '.repeat(100_000)}x`,
      Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n'),
      `patches: [${'{path: x, sha256: absent, reason: r, expires: 2027-01-01},'.repeat(
        2,
      )}]`,
    ]) {
      await undecided(() => declare(yaml), /golden-patches\.yaml/);
    }
    expect(
      await checkDrift({
        repository: gitReader(repository.gitDir, '1'.repeat(40)),
        templates: testTemplates([one]),
        now,
      }),
    ).toMatchObject({ status: 'undecided' });
    expect(
      await checkDrift({
        repository: gitReader(join(repository.gitDir, 'nowhere'), 'HEAD'),
        templates: testTemplates([one]),
        now,
      }),
    ).toMatchObject({ status: 'undecided' });
  });

  it('does without a secret that is not stored', async () => {
    const withSecret = (skeleton = {}): GoldenTemplate =>
      testTemplate({
        properties: { token: { type: 'string', writeOnly: true } },
        definition: {
          files: [
            { match: 'Makefile', mode: 'managed' },
            { match: 'secret.txt', mode: 'managed' },
          ],
        },
        skeleton,
      });
    for (const template of [
      withSecret(),
      // The lint refuses it; it is not misread all the same.
      withSecret({ 'secret.txt.njk': '${{ values.token }}\n' }),
    ]) {
      files = new Map(
        render(template, { name: 'pay', token: 'hunter2' }).files.map(
          ({ path, bytes }) => [path, file(bytes)],
        ),
      );
      expect(await check(testTemplates([template]))).toMatchObject({
        status: 'current',
      });
      files.set('Makefile', file(EDITED));
      expect(await check(testTemplates([template]))).toMatchObject({
        status: 'edited',
      });
    }
  });

  it('reads a folder as it reads a commit, and follows no links out of it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'golden-folder-'));
    try {
      for (const [path, { bytes }] of files) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), bytes);
      }
      const inFolder = () =>
        checkDrift({
          repository: folderReader(directory),
          templates: testTemplates([three]),
          now,
        });
      expect(await inFolder()).toMatchObject({ status: 'current' });

      const outside = join(directory, 'outside');
      await mkdir(outside);
      await writeFile(join(outside, 'run.sh'), '#!/bin/sh\r\n');
      await rm(join(directory, 'scripts'), { recursive: true });
      await symlink(outside, join(directory, 'scripts'));
      await rm(join(directory, 'Makefile'));
      await symlink('/dev/zero', join(directory, 'Makefile'));
      expect(await inFolder()).toMatchObject({
        status: 'edited',
        edited: [
          { path: 'Makefile', kind: 'missing' },
          { path: 'scripts/run.sh', kind: 'missing' },
        ],
      });
      await expect(
        folderReader(directory).readFiles(['../x']),
      ).rejects.toMatchObject({ code: 'path-escape' });
      await expect(
        folderReader(join(directory, 'nowhere')).readFiles(['x']),
      ).rejects.toMatchObject({ code: 'repository-unreadable' });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
