import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commitProblems, parseCommit } from '../../scripts/conventionalCommit.ts';
import { nextRelease } from '../../scripts/nextRelease.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const script = (name: string): string =>
  fileURLToPath(new URL(`../../scripts/${name}.ts`, import.meta.url));

test('a commit message is read as Conventional Commits says', () => {
  expect(parseCommit('feat(api)!: drop v1\n\nBody.')).toMatchObject({
    type: 'feat',
    scope: 'api',
    subject: 'drop v1',
    breaking: 'drop v1',
  });
  expect(
    parseCommit('fix: x\r\n\r\nWhy.\r\n\r\nBREAKING CHANGE: set Y\r\nfirst.\r\nRefs: #1')?.breaking,
  ).toBe('set Y first.');
  expect(parseCommit('docs: about BREAKING CHANGE: in text')?.breaking).toBeUndefined();
  expect(parseCommit('Revert "feat: x"')).toMatchObject({ type: 'revert', subject: 'feat: x' });
  for (const message of ['', 'Fix it', 'feature: x', 'feat:x', 'feat(): x', 'constructor: x']) {
    expect(parseCommit(message), message).toBeUndefined();
    expect(commitProblems(message), message).toHaveLength(1);
  }
  expect(commitProblems('fix: right\n\nWhy.\n')).toEqual([]);
  expect(commitProblems(`fix: ${'x'.repeat(100)}.\nno empty line`)).toHaveLength(3);
});

test('the next version follows from the strongest change', () => {
  const next = (released: string | undefined, ...messages: string[]) =>
    nextRelease(
      { released, current: '0.1.0' },
      messages.map((message, index) => ({ hash: `abcdef${String(index)}00`, message })),
    );
  expect(next(undefined, 'chore: begin')).toEqual({
    version: '0.1.0',
    notes: 'The first release.\n',
  });
  expect(next('1.4.2', 'fix: a', 'feat: b', 'docs: c')?.version).toBe('1.5.0');
  expect(next('1.4.2', 'fix: a', 'no convention')?.version).toBe('1.4.3');
  expect(next('1.4.2', 'fix!: a', 'feat: b')?.version).toBe('2.0.0');
  expect(next('0.4.2', 'fix!: a', 'feat: b')?.version).toBe('0.5.0');
  expect(next('1.4.2', 'docs: a', 'anything')).toBeUndefined();
  expect(() => next('1.4', 'fix: a')).toThrow('1.4');
  expect(
    next('1.0.0', 'feat(a_b)!: use `x_y` <b>\n\nBREAKING CHANGE: rename [it](x)', 'fix: c')?.notes,
  ).toBe(
    [
      '### Breaking changes\n\n- **a\\_b:** rename \\[it\\](x) (abcdef00)\n',
      '### Features\n\n- **a\\_b:** use `x_y` \\<b\\> (abcdef00)\n',
      '### Fixes\n\n- c (abcdef10)\n',
    ].join('\n'),
  );
});

/** A repository of its own, with nothing of the machine's git settings. */
function createRepository() {
  const folder = temporaryFolder();
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.invalid',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.invalid',
    GIT_COMMITTER_DATE: '2026-03-04T23:30:00-05:00',
  };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  const write = (path: string, text: string): void => {
    writeFileSync(join(folder, path), text);
  };
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
  };
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(join(folder, 'api'));
  mkdirSync(join(folder, 'deploy/helm'), { recursive: true });
  write('package.json', '{\n  "name": "x",\n  "version": "0.1.0"\n}\n');
  write(
    'package-lock.json',
    `${JSON.stringify(
      {
        name: 'x',
        version: '0.1.0',
        packages: {
          '': { name: 'x', version: '0.1.0' },
          'node_modules/y': { version: '0.1.0' },
        },
      },
      null,
      2,
    )}\n`,
  );
  write('api/openapi.yaml', "openapi: 3.1.0\ninfo:\n  version: 0.1.0\n  summary: '0.1.0'\n");
  write('deploy/helm/Chart.yaml', "name: x\nversion: 0.1.0\nappVersion: '0.1.0'\n");
  commit('feat: begin');
  return {
    folder,
    git,
    write,
    commit,
    read: (path: string): string => readFileSync(join(folder, path), 'utf8'),
    run: (name: string, ...args: string[]) =>
      spawnSync(process.execPath, [script(name), ...args], { cwd: folder, env, encoding: 'utf8' }),
  };
}

test('a release is one commit with an annotated tag; a second one changes nothing', () => {
  const { git, write, commit, read, run } = createRepository();
  expect(run('release').stdout).toContain('released v0.1.0');
  expect(run('release').stdout).toContain('nothing to release since v0.1.0');

  commit('feat(api): list by owner');
  commit('docs: say how');
  const head = git('rev-parse', 'HEAD');
  expect(run('release', '--dry-run').stdout).toContain('would release v0.2.0');
  expect(git('rev-parse', 'HEAD')).toBe(head);
  expect(git('status', '--porcelain')).toBe('');

  write('left.txt', 'x');
  const dirty = run('release');
  expect(dirty.status).toBe(1);
  expect(dirty.stderr).toContain('not committed');
  commit('chore: clean up');

  expect(run('release')).toMatchObject({ status: 0, stderr: '' });
  expect(git('status', '--porcelain')).toBe('');
  expect(git('cat-file', '-t', 'v0.2.0').trim()).toBe('tag');
  expect(git('log', '-1', '--format=%s', 'v0.2.0').trim()).toBe('chore(release): v0.2.0');
  expect(git('tag', '--list', 'v0.2.0', '--format=%(contents)')).toContain('### Features');
  const lock = JSON.parse(read('package-lock.json')) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  expect(lock).toMatchObject({
    version: '0.2.0',
    packages: { '': { version: '0.2.0' }, 'node_modules/y': { version: '0.1.0' } },
  });
  expect(JSON.parse(read('package.json'))).toMatchObject({ version: '0.2.0' });
  expect(read('api/openapi.yaml')).toContain("version: 0.2.0\n  summary: '0.1.0'");
  expect(read('deploy/helm/Chart.yaml')).toBe("name: x\nversion: 0.2.0\nappVersion: '0.2.0'\n");
  // The committer's evening is the next day in UTC.
  expect(read('CHANGELOG.md')).toMatch(
    /^# Changelog\n\n.*\n\n## 0\.2\.0 \(2026-03-05\)\n\n### Features\n\n- \*\*api:\*\* list by owner \([0-9a-f]{8}\)\n\n## 0\.1\.0 \(/,
  );
});

test('a release that can not be finished leaves everything as it was', () => {
  const { git, read, run, write, commit, folder } = createRepository();
  mkdirSync(join(folder, '.git/refusing'));
  write('.git/refusing/commit-msg', '#!/bin/sh\nexit 1\n');
  git('config', 'core.hooksPath', '.git/refusing');
  chmodSync(join(folder, '.git/refusing/commit-msg'), 0o755);
  const head = git('rev-parse', 'HEAD');
  const before = read('package.json');
  expect(run('release')).toMatchObject({ status: 1, stdout: '' });
  expect(git('rev-parse', 'HEAD')).toBe(head);
  expect(git('status', '--porcelain')).toBe('');
  expect(git('tag')).toBe('');
  expect(read('package.json')).toBe(before);

  git('config', '--unset', 'core.hooksPath');
  git('checkout', '--quiet', '-b', 'other');
  commit('feat: other');
  git('tag', 'v0.1.0');
  git('checkout', '--quiet', 'main');
  expect(run('release').stderr).toContain('on another line of history');
  expect(run('release', '--surprise').status).toBe(2);
});

test('commit messages of a range and of a hook are checked', () => {
  const { git, write, commit, run } = createRepository();
  git('branch', 'base');
  commit('fix: good');
  expect(run('check-commits', '--since', 'base')).toMatchObject({ status: 0 });
  commit('Bad one');
  const bad = run('check-commits', '--since', 'base');
  expect(bad.status).toBe(1);
  expect(bad.stderr).toContain('"Bad one": must begin with');
  expect(run('check-commits', '--since', '--output=pwned').status).toBe(1);
  write('message', 'feat: from a hook\n# a comment\n');
  expect(run('check-commits', '--file', 'message').status).toBe(0);
});
