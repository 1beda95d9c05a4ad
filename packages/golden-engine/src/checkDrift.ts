import { compare, prerelease, valid } from 'semver';
import { sha256 } from './digest';
import { ENGINE_VERSION } from './engineVersion';
import { GoldenErrorCode, isGoldenError } from './goldenError';
import { GoldenTemplate, LOCK_PATH } from './goldenTemplate';
import { GoldenLock, readLock, sealOf, verifyLock } from './lock';
import {
  newestReleased,
  TemplateFolder,
  TemplateVersion,
} from './openTemplates';
import {
  DeclaredPatch,
  GOLDEN_PATCHES_PATH,
  isExpired,
  readPatches,
} from './patches';
import { differencesFrom, renderAgain } from './renderAgain';
import { RepositoryReader } from './repositoryReader';

/**
 * Where a repository stands against its template. The first that holds, in this order: `undecided` (cannot be
 * told; counts as red), `tampered` (the lock file is not what the engine wrote), `edited` (a managed file
 * differs and no live patch is declared for it), `outdated`, `current`.
 *
 * @public
 */
export type DriftStatus =
  | 'current'
  | 'outdated'
  | 'edited'
  | 'tampered'
  | 'undecided';

/**
 * A declared patch, and whether it still holds.
 *
 * @public
 */
export interface CheckedPatch extends DeclaredPatch {
  readonly expired: boolean;
}

/**
 * A managed file that is not as the template keeps it.
 *
 * @public
 */
export interface EditedFile {
  readonly path: string;
  readonly kind: 'changed' | 'missing';
  /** The live patch that covers it. Without one, the file makes the repository `edited`. */
  readonly patch?: CheckedPatch;
}

/**
 * What {@link checkDrift} found.
 *
 * @public
 */
export interface DriftReport {
  readonly status: DriftStatus;
  /** For a CI to act on: current 0, outdated 10, edited 11, tampered 12, undecided 13. */
  readonly exitCode: 0 | 10 | 11 | 12 | 13;
  /** What the lock file says; absent where there is none that can be read. */
  readonly template?: string;
  readonly version?: string;
  /** The newest released version; absent where the template is not known. */
  readonly latest?: string;
  /** Versions released after the one in use. */
  readonly behind: number;
  readonly edited: readonly EditedFile[];
  /** All that are declared, expired ones too. */
  readonly patches: readonly CheckedPatch[];
  /** Why it could not be told, or what is wrong, a sentence each. */
  readonly problems: readonly string[];
}

const EXIT_CODES = {
  current: 0,
  outdated: 10,
  edited: 11,
  tampered: 12,
  undecided: 13,
} as const;

const MAX_REMEMBERED = 500;
/** What a template gives for some answers, in digests; the same repositories are checked again and again. */
const remembered = new WeakMap<
  GoldenTemplate,
  Map<string, readonly string[]>
>();

/** {@link differencesFrom} of a fresh render, remembered. */
function differences(
  template: GoldenTemplate,
  lock: GoldenLock,
): readonly string[] {
  const known =
    remembered.get(template) ?? new Map<string, readonly string[]>();
  remembered.set(template, known);
  // The seal covers the answers, the digests and the classes.
  const key = sealOf(lock);
  let found = known.get(key);
  if (!found) {
    found = differencesFrom(lock, renderAgain(template, lock.answers));
    if (known.size >= MAX_REMEMBERED) {
      const [oldest] = known.keys();
      known.delete(oldest);
    }
  }
  known.delete(key);
  known.set(key, found);
  return found;
}

function few(paths: readonly string[]): string {
  return paths.length > 5
    ? `${paths.slice(0, 5).join(', ')} and ${paths.length - 5} more`
    : paths.join(', ');
}

/** Whether text holds what a merge left behind. */
function hasConflictMarkers(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['<<<<<<< ', '>>>>>>> '].every(
    marker =>
      text.includes(`\n${marker}`) ||
      text.subarray(0, marker.length).toString() === marker,
  );
}

/** Runs what may find out that something cannot be told; a sentence if so. */
async function attempt<T>(
  action: () => T | Promise<T>,
): Promise<{ value: T } | { problem: string; code: GoldenErrorCode }> {
  try {
    return { value: await action() };
  } catch (error) {
    if (!isGoldenError(error)) throw error;
    return { problem: error.message, code: error.code };
  }
}

/**
 * Compares a repository with the template its lock file names. Writes nothing and never throws because of
 * what is in the repository: what cannot be read is `undecided`.
 *
 * @public
 */
export async function checkDrift(options: {
  readonly repository: RepositoryReader;
  readonly templates: TemplateFolder;
  /** Decides which patches have expired. */
  readonly now: Date;
}): Promise<DriftReport> {
  const { repository, templates, now } = options;
  const report = (
    status: DriftStatus,
    problems: readonly string[],
    more: Partial<DriftReport> = {},
  ): DriftReport => ({
    behind: 0,
    edited: [],
    patches: [],
    ...more,
    status,
    exitCode: EXIT_CODES[status],
    problems,
  });

  const own = await attempt(() =>
    repository.readFiles([LOCK_PATH, GOLDEN_PATCHES_PATH]),
  );
  if ('problem' in own) return report('undecided', [own.problem]);
  const lockBytes = own.value.get(LOCK_PATH);
  if (!lockBytes) {
    return report('undecided', [
      `There is no ${LOCK_PATH}, so the repository was not made from a golden-path template`,
    ]);
  }
  const read = await attempt(() => readLock(lockBytes));
  if ('problem' in read) return report('undecided', [read.problem]);
  const lock = read.value;
  const named = { template: lock.template, version: lock.version };

  const patchBytes = own.value.get(GOLDEN_PATCHES_PATH);
  const declared = await attempt(() =>
    patchBytes ? readPatches(patchBytes) : [],
  );
  if ('problem' in declared) {
    return report('undecided', [declared.problem], named);
  }
  const patches = declared.value.map(patch => ({
    ...patch,
    expired: isExpired(patch, now),
  }));

  const versions = await attempt(() => templates.versions(lock.template));
  if ('problem' in versions) {
    return report('undecided', [versions.problem], { ...named, patches });
  }
  const latest = newestReleased(versions.value)?.version;
  const mayBeNext = ({ version, release }: TemplateVersion) =>
    release !== undefined &&
    valid(lock.version) !== null &&
    compare(version, lock.version) > 0 &&
    (version === latest || !prerelease(version));
  const known = {
    ...named,
    patches,
    latest,
    behind: versions.value.filter(mayBeNext).length,
  };
  const seal = verifyLock(lock);
  if (seal.length > 0) {
    return report(
      'tampered',
      seal.map(({ message }) => message),
      known,
    );
  }
  const found = await attempt(() => templates.get(lock.template, lock.version));
  if ('problem' in found) return report('undecided', [found.problem], known);
  const template = found.value;
  const isReleased = versions.value.some(
    ({ version, release }) => version === lock.version && release,
  );
  if (template.digest !== lock.templateDigest) {
    return isReleased
      ? report(
          'tampered',
          [
            `The lock file names ${lock.template}@${lock.version} with another digest than the released one`,
          ],
          known,
        )
      : report(
          'undecided',
          [
            `The repository was made from an earlier state of ${lock.template}@${lock.version}, which was not released`,
          ],
          known,
        );
  }
  const rendered = await attempt(() => differences(template, lock));
  const isOtherEngine = lock.engineVersion !== ENGINE_VERSION;
  if ('problem' in rendered) {
    // Answers the template would never have taken were not those it was made with.
    return report(
      rendered.code === 'answers-invalid' && !isOtherEngine
        ? 'tampered'
        : 'undecided',
      [rendered.problem],
      known,
    );
  }
  if (rendered.value.length > 0) {
    return report(
      isOtherEngine ? 'undecided' : 'tampered',
      [
        `The lock file records other files than its template and answers give: ${few(
          rendered.value,
        )}${
          isOtherEngine
            ? ` (it was written by engine ${lock.engineVersion})`
            : ''
        }`,
      ],
      known,
    );
  }

  const kept = Object.entries(lock.files).filter(
    ([, { mode }]) => mode !== 'seeded',
  );
  const contents = await attempt(() =>
    repository.readFiles(kept.map(([path]) => path)),
  );
  if ('problem' in contents)
    return report('undecided', [contents.problem], known);

  const problems: string[] = [];
  const unresolved: string[] = [];
  const edited: EditedFile[] = [];
  for (const [path, { mode, sha256: expected }] of kept) {
    const bytes = contents.value.get(path);
    const actual = bytes ? sha256(bytes) : 'absent';
    if (actual === expected) continue;
    if (bytes && hasConflictMarkers(bytes)) unresolved.push(path);
    if (mode !== 'managed') continue;
    const patch = patches.find(candidate => candidate.path === path);
    if (patch?.expired) {
      problems.push(`The patch of ${path} expired after ${patch.expires}`);
    } else if (patch && patch.sha256 !== actual) {
      problems.push(
        `The patch of ${path} was declared for other content than it has now`,
      );
    }
    const covers = patch && !patch.expired && patch.sha256 === actual;
    edited.push({
      path,
      kind: bytes ? 'changed' : 'missing',
      ...(covers ? { patch } : {}),
    });
  }
  if (unresolved.length > 0) {
    return report(
      'undecided',
      [`There are unresolved conflicts in ${few(unresolved)}`, ...problems],
      { ...known, edited },
    );
  }
  const outdatedOr = known.behind > 0 ? 'outdated' : 'current';
  return report(
    edited.some(({ patch }) => !patch) ? 'edited' : outdatedOr,
    problems,
    { ...known, edited },
  );
}
