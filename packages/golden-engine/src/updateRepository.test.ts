import { access, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adoptRepository } from './adoptRepository';
import { checkDrift } from './checkDrift';
import { diffFiles } from './diffFiles';
import { GoldenTemplate } from './goldenTemplate';
import { formatLock, GOLDEN_LOCK_PATH, readLock, verifyLock } from './lock';
import { declarePatch, GOLDEN_PATCHES_PATH, readPatches } from './patches';
import { sha256 } from './digest';
import { render } from './render';
import { gitReader } from './repositoryReader';
import { updateQuestions } from './updateQuestions';
import { UpdateOptions, updateRepository } from './updateRepository';
import { definition, testTemplate } from './__testUtils__/testTemplate';
import { file, Files, TestRepository } from './__testUtils__/testRepository';
import { testTemplates } from './__testUtils__/testTemplates';

const PACKAGE = (version: string, more: object = {}) =>
  `${JSON.stringify(
    {
      name: 'tiny',
      version: '0.0.0',
      scripts: { build: 'tsc', test: 'jest' },
      dependencies: { ajv: '8', template: version },
      ...more,
    },
    undefined,
    2,
  )}\n`;

const rules = [
  { match: 'Makefile', mode: 'managed' },
  { match: 'scripts/**', mode: 'managed', executable: true },
  { match: 'Dockerfile', mode: 'merged' },
  { match: 'package.json', mode: 'merged' },
  { match: 'config/**', mode: 'merged' },
];

const makefile = (last: string) =>
  `ci:\n\tnpm ci\n\tnpm test\n\nhelp:\n\techo help\n\nclean:\n\trm -rf dist\n\n${last}:\n\ttrue\n`;

const make = (
  version: string,
  skeleton: Record<string, string>,
  more: object = {},
  properties: object = {},
): GoldenTemplate =>
  testTemplate({
    definition: { version, files: rules, ...more },
    properties,
    skeleton: {
      'package.json.njk': PACKAGE(version),
      Dockerfile: 'FROM scratch\nCOPY . .\nUSER 1000\n',
      'config/old.yaml': 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n',
      ...skeleton,
    },
  });

const one = make('1.0.0', { Makefile: makefile('one') });
const two = make(
  '1.1.0',
  { Makefile: makefile('two'), 'docs/new.md': '# New\n' },
  { migrations: [{ to: '1.1.0', note: 'A page is new.' }] },
);
const three = make(
  '1.2.0',
  {
    Makefile: makefile('three'),
    Dockerfile: 'FROM scratch\nCOPY . .\nUSER 1001\n',
  },
  {
    migrations: [
      { to: '1.1.0', note: 'A page is new.' },
      { to: '1.2.0', note: 'Nothing to do.' },
    ],
  },
);
const moves = [
  { to: '1.1.0', note: 'A page is new.' },
  { to: '1.2.0', note: 'Nothing to do.' },
  {
    to: '2.0.0',
    note: 'The configuration has a place of its own.',
    moves: [{ from: 'config', to: 'deploy/config' }],
    answers: { rename: { owner: 'team' }, set: { size: 'm' } },
  },
];
const four = testTemplate({
  definition: {
    version: '2.0.0',
    migrations: moves,
    files: [...rules, { match: 'deploy/**', mode: 'merged' }],
    parameters: {
      ...definition.parameters,
      properties: {
        name: definition.parameters.properties.name,
        description: definition.parameters.properties.description,
        docker: definition.parameters.properties.docker,
        team: definition.parameters.properties.owner,
        size: { type: 'string', enum: ['s', 'm'], default: 's' },
      },
    },
  },
  skeleton: {
    'README.md.njk':
      '# ${{ values.name }} of ${{ values.team }}, ${{ values.size }}\n',
    'package.json.njk': PACKAGE('2.0.0', {
      scripts: { build: 'tsc -b', lint: 'eslint .', test: 'jest' },
    }),
    Dockerfile: 'FROM scratch\nCOPY . .\nUSER 1001\n',
    Makefile: makefile('four'),
    'deploy/config/old.yaml': 'a: 1\nb: 2\nc: 3\nd: 4\ne: 6\n',
  },
});
const templates = testTemplates([one, two, three, four]);

const author = { name: 'Golden <path>', email: 'golden@example.com' };
const committedAtMs = Date.parse('2026-11-21T06:00:00Z');
const now = new Date(committedAtMs);

const rendered = (template: GoldenTemplate, answers: object): Files =>
  new Map(
    render(template, answers).files.map(({ path, bytes, executable }) => [
      path,
      file(bytes, executable ? '100755' : '100644'),
    ]),
  );

describe('updateRepository', () => {
  let repository: TestRepository;
  let files: Files;

  beforeEach(async () => {
    repository = await TestRepository.create();
    files = rendered(one, { name: 'pay' });
  });

  afterEach(() => repository.remove());

  const text = (path: string, from = files) =>
    from.get(path)?.bytes.toString() ?? '';
  const edit = (path: string, from: string, to: string) =>
    files.set(path, {
      mode: files.get(path)?.mode ?? '',
      bytes: Buffer.from(text(path).replace(from, to)),
    });
  const update = (commit: string, more: Partial<UpdateOptions> = {}) =>
    updateRepository({
      gitDir: repository.gitDir,
      commit,
      templates,
      author,
      committedAtMs,
      ...more,
    });
  const drift = (commit: string) =>
    checkDrift({
      repository: gitReader(repository.gitDir, commit),
      templates,
      now,
    });

  it('brings a repository three versions on, with all that the team changed', async () => {
    edit('Makefile', 'help:\n', 'help: # ours\n');
    edit(
      'package.json',
      '"test": "jest"',
      '"test": "jest",\n    "mine": "true"',
    );
    edit('config/old.yaml', 'a: 1', 'a: 1 # ours');
    edit('README.md', '# Pay', '# Payments');
    files.set('config/own.yaml', file('own: true\n'));
    const born = await repository.commit(rendered(one, { name: 'pay' }));
    const commit = await repository.commit(files, [born]);
    const refs = await repository.git('for-each-ref');
    const result = await update('main');

    expect(result).toMatchObject({
      status: 'clean',
      from: '1.0.0',
      to: '2.0.0',
      conflicts: [],
      questions: [],
      notes: [
        { version: '1.1.0', text: 'A page is new.' },
        { version: '1.2.0', text: 'Nothing to do.' },
        { version: '2.0.0', text: 'The configuration has a place of its own.' },
      ],
      files: [
        { path: GOLDEN_LOCK_PATH, change: 'changed', mode: 'managed' },
        { path: 'Dockerfile', change: 'changed', mode: 'merged' },
        { path: 'Makefile', change: 'changed', mode: 'managed' },
        { path: 'deploy/config/old.yaml', change: 'moved', mode: 'merged' },
        { path: 'deploy/config/own.yaml', change: 'moved', mode: 'seeded' },
        { path: 'package.json', change: 'changed', mode: 'merged' },
      ],
    });
    const after = await repository.read(result.commit ?? '');
    expect(text('Makefile', after)).toBe(
      makefile('four').replace('help:\n', 'help: # ours\n'),
    );
    expect(JSON.parse(text('package.json', after))).toMatchObject({
      scripts: {
        build: 'tsc -b',
        lint: 'eslint .',
        test: 'jest',
        mine: 'true',
      },
      dependencies: { ajv: '8', template: '2.0.0' },
    });
    expect(text('deploy/config/old.yaml', after)).toBe(
      'a: 1 # ours\nb: 2\nc: 3\nd: 4\ne: 6\n',
    );
    expect(text('deploy/config/own.yaml', after)).toBe('own: true\n');
    expect(text('README.md', after)).toBe(text('README.md'));

    const lock = readLock(Buffer.from(text(GOLDEN_LOCK_PATH, after)));
    const old = readLock(Buffer.from(text(GOLDEN_LOCK_PATH)));
    expect(verifyLock(lock)).toEqual([]);
    expect(lock.answers).toEqual({
      name: 'pay',
      description: 'A service',
      docker: true,
      team: 'group:default/platform-team',
      size: 'm',
    });
    expect(lock.receipts.slice(1)).toEqual(old.receipts);

    // History: ours, and the plain render, which follows the one the repository was born from.
    const log = await repository.git(
      'log',
      '-1',
      '--format=%P|%an|%ae|%ct|%s',
      result.commit ?? '',
    );
    const [parents, ...rest] = log.split('|');
    expect(parents.split(' ')[0]).toBe(commit);
    expect(rest).toEqual([
      'Golden path',
      'golden@example.com',
      String(committedAtMs / 1000),
      'chore(golden-path): update tiny-service from 1.0.0 to 2.0.0',
    ]);
    const vanilla = parents.split(' ')[1];
    expect(await repository.git('log', '-1', '--format=%P %s', vanilla)).toBe(
      `${born} chore(golden-path): tiny-service 2.0.0 as rendered`,
    );
    expect(await repository.read(vanilla)).toEqual(
      rendered(four, {
        name: 'pay',
        size: 'm',
      }),
    );
    expect(await repository.git('for-each-ref')).toBe(refs);
    await repository.git('fsck', '--strict');
    expect((await update('main')).commit).toBe(result.commit);
    expect(await drift(result.commit ?? '')).toMatchObject({
      status: 'edited',
      edited: [{ path: 'Makefile', kind: 'changed' }],
      behind: 0,
    });
    expect(await update(result.commit ?? '')).toMatchObject({
      status: 'current',
      files: [],
    });

    // The next update finds the plain render of this one.
    const step = await update(commit, { to: '1.1.0' });
    const next = await update(step.commit ?? '', { to: '1.2.0' });
    expect(
      await repository.git(
        'rev-parse',
        `${next.commit}^2^`,
        `${step.commit}^2`,
      ),
    ).toMatch(/^(\w+)\n\1$/);
    expect(text('docs/new.md', await repository.read(next.commit ?? ''))).toBe(
      '# New\n',
    );
  });

  it('loses nothing where both changed the same, and says where to look', async () => {
    edit('Makefile', 'one:', 'ours:');
    edit('package.json', '"template": "1.0.0"', '"template": "ours"');
    files.delete('Dockerfile');
    files.set('docs', file('a file of ours\n'));
    const commit = await repository.commit(files);
    const result = await update(commit, { to: '1.2.0' });
    expect(result.status).toBe('conflicts');
    expect(result.conflicts).toEqual([
      {
        path: 'Dockerfile',
        reason:
          'it was taken away here and the template changed it; it is back',
      },
      { path: 'Makefile', reason: 'both sides changed the same lines' },
      {
        path: 'package.json',
        reason: 'both sides changed /dependencies/template',
      },
    ]);
    const after = await repository.read(result.commit ?? '');
    expect(text('Makefile', after)).toContain(
      '<<<<<<< yours\nours:\n=======\nthree:\n>>>>>>> tiny-service@1.2.0\n',
    );
    expect(await drift(result.commit ?? '')).toMatchObject({
      status: 'undecided',
      problems: ['There are unresolved conflicts in Makefile, package.json'],
    });
    expect((await update(commit, { to: '1.1.0' })).conflicts).toContainEqual({
      path: 'docs/new.md',
      reason: 'the template has it, and it cannot stand beside docs',
    });
  });

  it('lets nothing of the repository run, and touches nothing that is not its own', async () => {
    const script = join(repository.gitDir, 'evil.sh');
    const trace = join(repository.gitDir, 'trace');
    await writeFile(script, `#!/bin/sh\necho ran >> ${trace}\ncat\n`);
    await chmod(script, 0o755);
    await writeFile(
      join(repository.gitDir, 'hooks/reference-transaction'),
      `#!/bin/sh\necho ran >> ${trace}\n`,
    );
    await chmod(join(repository.gitDir, 'hooks/reference-transaction'), 0o755);
    for (const [key, value] of [
      ['merge.evil.driver', `${script} %O %A %B`],
      ['filter.evil.clean', script],
      ['filter.evil.smudge', script],
      ['diff.evil.textconv', script],
      ['diff.external', script],
      ['log.showSignature', 'true'],
      ['gpg.program', script],
      ['core.fsmonitor', script],
    ]) {
      await repository.git('config', key, value);
    }
    await writeFile(
      join(repository.gitDir, 'info/attributes'),
      '* merge=evil filter=evil diff=evil\n',
    );
    files.set(
      '.gitattributes',
      file('* merge=evil filter=evil diff=evil\n*.json merge=union\n'),
    );
    edit('Makefile', 'help:\n', 'help: # ours\n');
    const own: [string, ReturnType<typeof file>][] = [
      ['link', file('../../etc/passwd', '120000')],
      ['vendor', file('1'.repeat(40), '160000')],
      ['image.bin', file(Buffer.from([0, 255, 13, 10, 0]))],
      ['large.bin', file(Buffer.alloc(12_000_000, 'x\n'))],
      ['windows.txt', file('a\r\nb\r\nno end')],
      ['ünïcode päth.txt', file('x')],
      ['run', file('#!/bin/sh\n', '100755')],
      ['scripts/run.sh', file('elsewhere', '120000')],
    ];
    for (const [path, content] of own) files.set(path, content);
    const commit = await repository.commit(files);
    const result = await update(commit);
    expect(result.conflicts).toEqual([]);
    const after = await repository.read(result.commit ?? '');
    for (const [path, { mode, bytes }] of own) {
      const found = after.get(path);
      expect([path, found?.mode, found?.bytes.equals(bytes)]).toEqual([
        path,
        mode,
        true,
      ]);
    }
    const diffs = await diffFiles(
      repository.gitDir,
      commit,
      result.commit ?? '',
      ['Makefile', 'package.json'],
    );
    expect(diffs.map(({ path }) => path)).toEqual(['Makefile', 'package.json']);
    expect(diffs[0].diff).toContain('-one:\n+four:\n');
    await expect(access(trace)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps a declared deviation declared, for what is left of it', async () => {
    edit('Makefile', 'help:\n', 'help: # ours\n');
    files.delete('scripts/run.sh');
    const declared = declarePatch(
      Buffer.from(
        declarePatch(undefined, {
          path: 'Makefile',
          sha256: sha256(text('Makefile')),
          reason: 'Our help',
          expires: '2026-12-31',
        }),
      ),
      {
        path: 'scripts/run.sh',
        sha256: 'absent',
        reason: 'Not here',
        ticket: 'OPS-1',
        expires: '2026-11-21',
      },
    );
    files.set(GOLDEN_PATCHES_PATH, file(declared));
    const commit = await repository.commit(files);
    expect(await drift(commit)).toMatchObject({
      status: 'outdated',
      behind: 3,
    });
    const result = await update(commit);
    expect(result.status).toBe('clean');
    const after = await repository.read(result.commit ?? '');
    expect(readPatches(Buffer.from(text(GOLDEN_PATCHES_PATH, after)))).toEqual([
      {
        path: 'Makefile',
        sha256: sha256(text('Makefile', after)),
        reason: 'Our help',
        expires: '2026-12-31',
      },
      {
        path: 'scripts/run.sh',
        sha256: 'absent',
        reason: 'Not here',
        ticket: 'OPS-1',
        expires: '2026-11-21',
      },
    ]);
    expect(text(GOLDEN_PATCHES_PATH, after)).toMatch(
      /^# Managed files that differ/,
    );
    expect(await drift(result.commit ?? '')).toMatchObject({
      status: 'current',
    });
  });

  it('refuses what it cannot do honestly, and writes nothing then', async () => {
    const lock = readLock(Buffer.from(text(GOLDEN_LOCK_PATH)));
    const withLock = async (bytes: string | undefined) => {
      const copy = new Map(files);
      if (bytes === undefined) copy.delete(GOLDEN_LOCK_PATH);
      else copy.set(GOLDEN_LOCK_PATH, file(bytes));
      return repository.commit(copy);
    };
    await expect(update(await withLock(undefined))).rejects.toMatchObject({
      code: 'lock-missing',
    });
    await expect(update(await withLock('{}'))).rejects.toMatchObject({
      code: 'lock-invalid',
    });
    await expect(
      update(await withLock(formatLock({ ...lock, version: '1.1.0' }))),
    ).rejects.toMatchObject({ code: 'lock-tampered' });

    const commit = await repository.commit(files);
    await expect(
      update(commit, { templates: testTemplates([four]) }),
    ).rejects.toMatchObject({ code: 'base-missing' });
    await expect(
      update(commit, {
        templates: testTemplates([
          make('1.0.0', { Makefile: 'other\n' }),
          four,
        ]),
      }),
    ).rejects.toMatchObject({ code: 'base-mismatch' });
    await expect(update('nowhere')).rejects.toMatchObject({
      code: 'repository-unreadable',
    });
    await expect(update('1'.repeat(40))).rejects.toMatchObject({
      code: 'repository-unreadable',
    });
    await expect(update('--help')).rejects.toMatchObject({
      code: 'repository-unreadable',
    });
    const newer = await repository.commit(rendered(two, { name: 'pay' }));
    await expect(update(newer, { to: '1.0.0' })).rejects.toMatchObject({
      code: 'not-newer',
    });

    const asking = make(
      '3.0.0',
      { Makefile: makefile('five') },
      {
        parameters: {
          ...definition.parameters,
          required: ['name', 'region'],
          properties: {
            ...definition.parameters.properties,
            region: { type: 'string', pattern: '^[a-z]+$' },
          },
        },
      },
    );
    const asks = testTemplates([one, asking]);
    expect(updateQuestions(lock, asking)).toEqual([
      { name: 'region', schema: { type: 'string', pattern: '^[a-z]+$' } },
    ]);
    await expect(update(commit, { templates: asks })).rejects.toMatchObject({
      code: 'answers-needed',
      problems: [{ path: '/region', message: 'is required' }],
    });
    await expect(
      update(commit, { templates: asks, answers: { region: '1' } }),
    ).rejects.toMatchObject({ code: 'answers-invalid' });
    expect(
      await update(commit, { templates: asks, answers: { region: 'eu' } }),
    ).toMatchObject({ status: 'clean', questions: [{ name: 'region' }] });
  });

  it('merges what is under no template yet, after it was adopted', async () => {
    const own: Files = new Map([
      ['Makefile', file(makefile('one').replace('help:\n', 'help: # ours\n'))],
      [
        'package.json',
        file('{\n  "name": "legacy",\n  "version": "7.0.0"\n}\n'),
      ],
      ['README.md', file('Legacy')],
      ['src/index.js', file('exports.x = 1\n')],
      ['scripts', file('tools', '120000')],
    ]);
    const commit = await repository.commit(own);
    const adopt = (at: string) =>
      adoptRepository({
        gitDir: repository.gitDir,
        commit: at,
        template: one,
        answers: { name: 'legacy' },
        author,
        committedAtMs,
        now,
      });
    const adopted = await adopt(commit);
    expect(adopted).toMatchObject({
      kept: ['Makefile', 'README.md', 'package.json', 'scripts/run.sh'],
      patches: ['Makefile', 'scripts/run.sh'],
    });
    const after = await repository.read(adopted.commit);
    for (const [path, content] of own) expect(after.get(path)).toEqual(content);
    expect([...after.keys()].sort()).toEqual(
      [...own.keys(), ...adopted.added, GOLDEN_PATCHES_PATH].sort(),
    );
    expect(readPatches(Buffer.from(text(GOLDEN_PATCHES_PATH, after)))).toEqual([
      {
        path: 'Makefile',
        sha256: sha256(text('Makefile', own)),
        reason: 'kept when the repository was adopted',
        expires: '2027-02-19',
      },
      {
        path: 'scripts/run.sh',
        sha256: 'absent',
        reason: 'kept when the repository was adopted',
        expires: '2027-02-19',
      },
    ]);
    expect(await drift(adopted.commit)).toMatchObject({ status: 'outdated' });
    await expect(adopt(adopted.commit)).rejects.toMatchObject({
      code: 'lock-exists',
    });

    // What stands where the patches would be written is somebody's too.
    for (const [path, mode] of [
      [GOLDEN_PATCHES_PATH, '120000'],
      [`${GOLDEN_PATCHES_PATH}/notes.md`, '100644'],
      [GOLDEN_PATCHES_PATH.replace('golden-', 'Golden-'), '100644'],
    ]) {
      const taken = new Map([...own, [path, file('mine', mode)]]);
      await expect(adopt(await repository.commit(taken))).rejects.toMatchObject(
        { code: 'patches-invalid' },
      );
    }

    const result = await update(adopted.commit, { to: '1.2.0' });
    expect(result.conflicts.map(({ path }) => path)).toEqual(['package.json']);
    const updated = await repository.read(result.commit ?? '');
    expect(text('Makefile', updated)).toBe(
      makefile('three').replace('help:\n', 'help: # ours\n'),
    );
    expect(text('Dockerfile', updated)).toContain('USER 1001');
    expect(updated.get('scripts')).toEqual(own.get('scripts'));
    expect(text('package.json', updated)).toContain('"version": "7.0.0"');
  });
});
