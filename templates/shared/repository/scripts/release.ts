import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { git } from './git.ts';
import { nextRelease, type ReleasedCommit } from './nextRelease.ts';

const USAGE = `Makes a release of the current commit: version, CHANGELOG.md, commit and annotated tag, nothing
pushed. The version follows from the commits since the last tag (Conventional Commits).

  npm run release -- [--dry-run]

Exit code 0: released, or nothing to release; 1: not possible; 2: wrong use.`;

const CHANGELOG = 'CHANGELOG.md';
const CHANGELOG_HEAD = '# Changelog\n\nMade by `make release` from the commits.\n';
/** YAML files that repeat the version of package.json, where there are such. */
const VERSIONED_YAML = ['api/openapi.yaml', 'deploy/helm/Chart.yaml'];

/** The newest version tag this commit descends from. */
function lastTag(): string | undefined {
  const tags = git('tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v*');
  return tags.split('\n').find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

function commitsSince(tag: string | undefined): ReleasedCommit[] {
  const range = tag === undefined ? 'HEAD' : `${tag}..HEAD`;
  return git('log', '--no-merges', '--format=%H%x00%B%x01', range)
    .split('\u0001')
    .flatMap((entry) => {
      const [hash = '', message = ''] = entry.trimStart().split('\u0000');
      return hash === '' ? [] : [{ hash, message }];
    });
}

function readManifest(): { text: string; version: string } {
  const text = readFileSync('package.json', 'utf8');
  const manifest: unknown = JSON.parse(text);
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new Error('package.json has no version');
  }
  return { text, version: manifest.version };
}

/** The first `count` versions of an npm file; the file's own come before those of what it depends on. */
function withVersion(text: string, count: number, from: string, to: string): string {
  let left = count;
  return text.replaceAll(
    /^( {2,6}"version": )"([^"]+)"/gm,
    (whole, key: string, version: string) => {
      if (left === 0 || version !== from) {
        return whole;
      }
      left -= 1;
      return `${key}"${to}"`;
    },
  );
}

/** Every file the release changes, with its new text. */
function changedFiles(from: string, to: string, section: string): Map<string, string> {
  const files = new Map([['package.json', withVersion(readManifest().text, 1, from, to)]]);
  if (existsSync('package-lock.json')) {
    files.set(
      'package-lock.json',
      withVersion(readFileSync('package-lock.json', 'utf8'), 2, from, to),
    );
  }
  for (const path of VERSIONED_YAML.filter((candidate) => existsSync(candidate))) {
    const text = readFileSync(path, 'utf8').replaceAll(
      /^( *(?:version|appVersion): )(['"]?)([\d.]+)\2$/gm,
      (whole, key: string, quote: string, version: string) =>
        version === from ? `${key}${quote}${to}${quote}` : whole,
    );
    files.set(path, text);
  }
  const before = existsSync(CHANGELOG) ? readFileSync(CHANGELOG, 'utf8') : CHANGELOG_HEAD;
  const older = before.startsWith(CHANGELOG_HEAD)
    ? before.slice(CHANGELOG_HEAD.length)
    : `\n${before}`;
  files.set(CHANGELOG, `${CHANGELOG_HEAD}\n${section}${older}`);
  return files;
}

/** Writes, commits and tags; when a step fails, the files are as they were. */
function publish(files: ReadonlyMap<string, string>, tag: string, section: string): void {
  const before = new Map(
    [...files.keys()].map((path) => [
      path,
      existsSync(path) ? readFileSync(path, 'utf8') : undefined,
    ]),
  );
  const head = git('rev-parse', 'HEAD').trim();
  try {
    for (const [path, text] of files) {
      writeFileSync(path, text);
    }
    git('add', '--', ...files.keys());
    git('commit', '--quiet', '--message', `chore(release): ${tag}`);
    git('tag', '--annotate', '--cleanup=verbatim', '--message', section, tag);
  } catch (error) {
    git('reset', '--quiet', '--soft', head);
    git('reset', '--quiet', '--', ...files.keys());
    for (const [path, text] of before) {
      if (text === undefined) {
        git('clean', '--quiet', '--force', '--', path);
      } else {
        writeFileSync(path, text);
      }
    }
    throw error;
  }
}

function release(dryRun: boolean): void {
  if (git('status', '--porcelain') !== '') {
    throw new Error('there are changes that are not committed; commit or remove them first');
  }
  if (git('rev-parse', '--is-shallow-repository').trim() === 'true') {
    throw new Error('the clone is shallow; run git fetch --unshallow --tags first');
  }
  const last = lastTag();
  const { version: current } = readManifest();
  const next = nextRelease({ released: last?.slice(1), current }, commitsSince(last));
  if (!next) {
    console.log(`nothing to release since ${last ?? 'the first commit'}`);
    return;
  }
  const tag = `v${next.version}`;
  if (git('tag', '--list', tag) !== '') {
    throw new Error(`the tag ${tag} is there already, on another line of history`);
  }
  // The commit's own day, not today's: the same commits make the same release.
  const day = git('log', '-1', '--format=%cd', '--date=format-local:%Y-%m-%d').trim();
  const section = `## ${next.version} (${day})\n\n${next.notes}`;
  const files = changedFiles(current, next.version, section);
  if (dryRun) {
    console.log(`would release ${tag}, changing ${[...files.keys()].join(', ')}:\n\n${section}`);
    return;
  }
  publish(files, tag, section);
  console.log(`released ${tag}; publish it with git push --follow-tags`);
}

try {
  // A day must not depend on where the release is made.
  process.env['TZ'] = 'UTC';
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
  } else {
    release(values['dry-run']);
  }
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  const wrongUse =
    error instanceof TypeError &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS');
  process.exitCode = wrongUse ? 2 : 1;
}
