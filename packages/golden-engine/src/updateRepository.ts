import { compare, valid } from 'semver';
import { sha256 } from './digest';
import { GoldenError, isGoldenError } from './goldenError';
import {
  FileMode,
  GoldenTemplate,
  LOCK_PATH,
  secretParameters,
} from './goldenTemplate';
import { JsonObject } from './json';
import {
  formatLock,
  GoldenLock,
  readLock,
  sealLock,
  UnsealedLock,
  verifyLock,
} from './lock';
import { mergeRepository, modeOf } from './mergeRepository';
import { NewCommit, ObjectStore, withObjectStore } from './objectStore';
import { TemplateFolder } from './openTemplates';
import { changePatches, GOLDEN_PATCHES_PATH, readPatches } from './patches';
import { differencesFrom, renderAgain, RepeatedRender } from './renderAgain';
import { readGitFiles } from './repositoryReader';
import { answersFor, migrationsFrom } from './updateQuestions';

/**
 * Who writes a commit.
 *
 * @public
 */
export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
}

/**
 * An answer the new version of a template asks for.
 *
 * @public
 */
export interface UpdateQuestion {
  readonly name: string;
  /** JSON Schema of the answer. */
  readonly schema: JsonObject;
}

/**
 * What {@link updateRepository} works on.
 *
 * @public
 */
export interface UpdateOptions {
  /** A bare repository, or the `.git` of another. */
  readonly gitDir: string;
  /** The commit to update; anything git can resolve. */
  readonly commit: string;
  readonly templates: TemplateFolder;
  /** Version to go to; by default the newest released. */
  readonly to?: string;
  /** Answers to what the new version asks, or in place of recorded ones. */
  readonly answers?: JsonObject;
  readonly author: CommitAuthor;
  readonly committedAtMs: number;
}

/**
 * What an update did.
 *
 * @public
 */
export interface UpdateResult {
  /** `current`: there was nothing to do. `conflicts`: the commit holds files a person has to mend. */
  readonly status: 'current' | 'clean' | 'conflicts';
  readonly from: string;
  readonly to: string;
  /** Merge commit with the parents [the commit given, the plain render of `to`]. Absent when `current`. */
  readonly commit?: string;
  readonly tree?: string;
  /** What differs between the commit given and the new one, sorted by path. */
  readonly files: readonly {
    readonly path: string;
    readonly change: 'added' | 'changed' | 'removed' | 'moved';
    readonly mode: FileMode;
  }[];
  readonly conflicts: readonly {
    readonly path: string;
    readonly reason: string;
  }[];
  /** What the versions in between say about themselves, oldest first. */
  readonly notes: readonly {
    readonly version: string;
    readonly text: string;
  }[];
  /** What was asked and answered by `answers`. */
  readonly questions: readonly UpdateQuestion[];
}

const MAX_RECEIPTS = 1000;
const MAX_HISTORY = 20_000;

/** The lock a repository has, if nobody edited it. */
function trustedLock(files: ReadonlyMap<string, Uint8Array>): GoldenLock {
  const bytes = files.get(LOCK_PATH);
  if (!bytes) {
    throw new GoldenError(
      'lock-missing',
      `There is no ${LOCK_PATH}, so the repository was not made from a golden-path template; adopt it first`,
    );
  }
  const lock = readLock(bytes);
  const [problem] = verifyLock(lock);
  if (problem) throw new GoldenError('lock-tampered', problem.message);
  return lock;
}

/** The render a lock records, made again and compared with it. */
async function baseOf(
  lock: GoldenLock,
  templates: TemplateFolder,
  given: JsonObject,
): Promise<RepeatedRender> {
  const shown = `${lock.template}@${lock.version}`;
  const template = await templates
    .get(lock.template, lock.version)
    .catch(error => {
      if (
        isGoldenError(error) &&
        (error.code === 'template-not-found' ||
          error.code === 'template-unreleased')
      ) {
        throw new GoldenError(
          'base-missing',
          `${shown}, which the repository was made from, is not to be had: ${error.message}`,
        );
      }
      throw error;
    });
  const mismatch = (reason: string) =>
    new GoldenError(
      'base-mismatch',
      `${shown} is not what the repository was made from: ${reason}`,
    );
  if (template.digest !== lock.templateDigest) {
    throw mismatch(
      `its digest is ${template.digest}, the lock file has ${lock.templateDigest}`,
    );
  }
  let base: RepeatedRender;
  try {
    base = renderAgain(template, {
      ...secretsOf(template, given),
      ...lock.answers,
    });
  } catch (error) {
    if (isGoldenError(error) && error.code === 'answers-invalid') {
      throw mismatch(error.message);
    }
    throw error;
  }
  const differences = differencesFrom(lock, base);
  if (differences.length > 0) {
    throw mismatch(
      `${differences.slice(0, 5).join(', ')} differ${
        lock.engineVersion === base.result.lock.engineVersion
          ? ''
          : `; the lock file is of engine ${lock.engineVersion}`
      }`,
    );
  }
  return base;
}

/** Of given answers those that the lock never holds. */
function secretsOf(template: GoldenTemplate, given: JsonObject): JsonObject {
  const secrets = secretParameters(template);
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => secrets.has(name)),
  );
}

/** The lock of the new render; the receipts of the old one follow its seal. */
function nextLock(previous: GoldenLock, theirs: RepeatedRender): GoldenLock {
  const { receipts: _, ...fresh } = theirs.result.lock;
  const files = Object.fromEntries(
    Object.entries(fresh.files).map(([path, file]) => {
      const before = Object.hasOwn(previous.files, path)
        ? previous.files[path]
        : undefined;
      // Left as it is for want of a secret.
      return before && theirs.isUncertain(path)
        ? [path, { ...file, sha256: before.sha256 }]
        : [path, file];
    }),
  );
  const unsealed: UnsealedLock = { ...fresh, files };
  const lock = sealLock(unsealed);
  return {
    ...lock,
    receipts: [...lock.receipts, ...previous.receipts].slice(0, MAX_RECEIPTS),
  };
}

/** The commit that holds nothing but what a template rendered. */
export function vanillaCommit(
  render: Pick<RepeatedRender, 'result' | 'files'>,
  more: Pick<NewCommit, 'author' | 'committedAtMs' | 'parents'>,
): NewCommit {
  const { template, version } = render.result;
  return {
    ...more,
    branch: 'vanilla',
    message: `chore(golden-path): ${template} ${version} as rendered\n`,
    files: new Map(
      [...render.files.values()].map(file => [
        file.path,
        { mode: modeOf(file), bytes: file.bytes },
      ]),
    ),
  };
}

/** The newest commit behind the given one that holds nothing but the render a lock records. */
async function previousVanilla(
  store: ObjectStore,
  commit: string,
  base: RepeatedRender,
  lock: GoldenLock,
): Promise<string[]> {
  // As it was first written: an update appends to the receipts, and an engine writes its own version.
  const bytes = Buffer.from(
    formatLock({ ...lock, receipts: lock.receipts.slice(0, 1) }),
  );
  const rendered = base.files.get(LOCK_PATH);
  const files = new Map(base.files);
  if (rendered) files.set(LOCK_PATH, { ...rendered, bytes });
  const [vanilla] = await store.write([
    {
      ...vanillaCommit(
        { ...base, files },
        {
          author: { name: 'golden-engine', email: 'golden-engine@invalid' },
          committedAtMs: 0,
          parents: [],
        },
      ),
      branch: 'vanilla-base',
    },
  ]);
  const { tree } = await store.resolve(vanilla);
  const history = await store.run([
    'rev-list',
    `--max-count=${MAX_HISTORY}`,
    '--no-commit-header',
    '--format=%H %T',
    commit,
  ]);
  const line = history
    .toString()
    .split('\n')
    .find(candidate => candidate.endsWith(` ${tree}`));
  return line === undefined ? [] : [line.split(' ')[0]];
}

/** The patches as they hold after a merge: still of the same content, at the same place. */
function carriedPatches(
  bytes: Uint8Array,
  merge: {
    readonly before: ReadonlyMap<string, Uint8Array>;
    readonly after: ReadonlyMap<string, Uint8Array>;
    readonly moved: ReadonlyMap<string, string>;
    readonly conflicts: ReadonlySet<string>;
    readonly theirs: RepeatedRender;
  },
): Uint8Array {
  const { before, after, moved, conflicts, theirs } = merge;
  const digestAt = (files: ReadonlyMap<string, Uint8Array>, path: string) => {
    const content = files.get(path);
    return content ? sha256(content) : 'absent';
  };
  let changed = false;
  const text = changePatches(bytes, patch => {
    const path = moved.get(patch.path) ?? patch.path;
    // What nobody declared, the update does not declare either.
    if (digestAt(before, patch.path) !== patch.sha256 || conflicts.has(path)) {
      return patch;
    }
    const digest = digestAt(after, path);
    if (digest === patch.sha256 && path === patch.path) return patch;
    changed = true;
    const plain = theirs.files.get(path);
    return digest === (plain?.sha256 ?? 'absent')
      ? undefined
      : { ...patch, path, sha256: digest };
  });
  return changed ? Buffer.from(text) : bytes;
}

/** What differs between two trees, moves told apart. */
async function changedFiles(
  store: ObjectStore,
  from: string,
  to: string,
  moved: ReadonlyMap<string, string>,
  modes: (path: string) => FileMode,
): Promise<UpdateResult['files']> {
  const listed = (
    await store.run([
      'diff-tree',
      '-r',
      '-z',
      '--no-renames',
      '--name-status',
      from,
      to,
    ])
  )
    .toString()
    .split('\0');
  const status = new Map<string, string>();
  for (let index = 0; index + 1 < listed.length; index += 2) {
    status.set(listed[index + 1], listed[index]);
  }
  const arrivals = new Set<string>();
  for (const [origin, target] of moved) {
    if (status.get(origin) === 'D' && status.get(target) === 'A') {
      status.delete(origin);
      arrivals.add(target);
    }
  }
  const changeOf = (path: string, letter: string) => {
    if (arrivals.has(path)) return 'moved';
    if (letter === 'A') return 'added';
    return letter === 'D' ? 'removed' : 'changed';
  };
  return [...status]
    .map(
      ([path, letter]) =>
        ({ path, change: changeOf(path, letter), mode: modes(path) } as const),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Brings a repository to another version of its template by a three-way merge: base is the render its lock
 * file records, made again; theirs is the render of the new version. Only git objects are written; no ref is
 * moved, nothing of the repository is run.
 *
 * A committed line is kept, or its file is among the conflicts and holds it still. Seeded files are never
 * changed; new ones are added. Files of a declared patch are merged too, and what is left of the deviation
 * stays declared.
 *
 * @throws {@link GoldenError} `lock-missing`, `lock-invalid`, `lock-tampered`, `base-missing`,
 *   `base-mismatch`, `answers-needed`, `answers-invalid`, `not-newer`, `template-not-found`,
 *   `template-unreleased`, `patches-invalid` or `repository-unreadable`
 * @public
 */
export function updateRepository(
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { gitDir, templates, author, committedAtMs } = options;
  const given = options.answers ?? {};
  return withObjectStore(gitDir, async store => {
    const { commit, tree } = await store.resolve(options.commit);
    const own = await readGitFiles(store.objects, tree, [
      LOCK_PATH,
      GOLDEN_PATCHES_PATH,
    ]);
    const lock = trustedLock(own);
    const target = await templates.get(lock.template, options.to);
    const step =
      valid(lock.version) === null ? 1 : compare(target.version, lock.version);
    if (step < 0 && options.to !== undefined) {
      throw new GoldenError(
        'not-newer',
        `The repository is at ${lock.template}@${lock.version}, which is newer than ${target.version}`,
      );
    }
    const from = lock.version;
    if (step < 0 || target.digest === lock.templateDigest) {
      return {
        status: 'current',
        from,
        to: from,
        files: [],
        conflicts: [],
        notes: [],
        questions: [],
      };
    }
    const base = await baseOf(lock, templates, given);
    const { answers, questions } = answersFor(lock, target, given);
    const theirs = renderAgain(target, answers);
    const patchBytes = own.get(GOLDEN_PATCHES_PATH);
    const patches = patchBytes ? readPatches(patchBytes) : [];
    const migrations = migrationsFrom(from, target);

    const merge = await mergeRepository({
      store,
      tree,
      base,
      theirs,
      moves: migrations.flatMap(({ moves }) => moves),
      absent: new Set(
        patches.flatMap(({ path, sha256: pin }) =>
          pin === 'absent' ? [path] : [],
        ),
      ),
      label: `${target.name}@${target.version}`,
    });

    const by = { author, committedAtMs };
    const files = new Map(merge.files);
    files.set(LOCK_PATH, {
      mode: '100644',
      bytes: Buffer.from(formatLock(nextLock(lock, theirs))),
    });
    if (patchBytes) {
      const paths = patches.map(({ path }) => path);
      const [merged] = await store.write([
        {
          ...by,
          branch: 'merged',
          message: 'merged\n',
          parents: [],
          tree,
          files: merge.files,
        },
      ]);
      const after = await readGitFiles(
        store.objects,
        merged,
        paths.map(path => merge.moved.get(path) ?? path),
      );
      files.set(GOLDEN_PATCHES_PATH, {
        mode: '100644',
        bytes: carriedPatches(patchBytes, {
          before: await readGitFiles(store.objects, tree, paths),
          after,
          moved: merge.moved,
          conflicts: new Set(merge.conflicts.map(({ path }) => path)),
          theirs,
        }),
      });
    }

    const [, updated] = await store.write([
      vanillaCommit(theirs, {
        ...by,
        parents: await previousVanilla(store, commit, base, lock),
      }),
      {
        ...by,
        branch: 'update',
        message: `chore(golden-path): update ${target.name} from ${from} to ${target.version}\n`,
        parents: [commit, 'vanilla'],
        tree,
        files,
      },
    ]);
    const result = await store.resolve(updated);
    const keepers = new Map<string, FileMode>([
      [GOLDEN_PATCHES_PATH, 'merged'],
      ...[...base.files.values(), ...theirs.files.values()].map(
        file => [file.path, file.mode] as const,
      ),
    ]);
    return {
      status: merge.conflicts.length > 0 ? 'conflicts' : 'clean',
      from,
      to: target.version,
      ...result,
      files: await changedFiles(
        store,
        tree,
        result.tree,
        merge.moved,
        path => keepers.get(path) ?? 'seeded',
      ),
      conflicts: [...merge.conflicts].sort((a, b) =>
        a.path < b.path ? -1 : 1,
      ),
      notes: migrations.flatMap(({ to, note }) =>
        note === undefined ? [] : [{ version: to, text: note }],
      ),
      questions,
    };
  });
}
