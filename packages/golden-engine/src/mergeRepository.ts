import { GitError } from '@companyos/git-command';
import { GoldenError } from './goldenError';
import { LOCK_PATH, FileMode } from './goldenTemplate';
import { isStrictJson, mergeJson } from './mergeJson';
import { NewCommit, ObjectStore, TreeFile } from './objectStore';
import { RepeatedRender } from './renderAgain';
import { RenderedFile } from './render';
import { MAX_READ_FILE_BYTES } from './repositoryReader';

/** A place a person has to look at. */
export interface Conflict {
  readonly path: string;
  readonly reason: string;
}

interface Content {
  readonly mode: string;
  readonly bytes: Uint8Array;
}

/** A file by its bytes, or by the object that holds them. */
type Side = TreeFile | Content;

interface Move {
  readonly from: string;
  readonly to: string;
}

/** A rendered file as git will have it. */
interface Vanilla extends TreeFile {
  readonly bytes: Uint8Array;
  readonly keeper: FileMode;
}

/** What a three-way merge of a repository gave. */
export interface RepositoryMerge {
  /** What has to be put into the repository's tree, and out of it. */
  readonly files: NewCommit['files'];
  readonly conflicts: readonly Conflict[];
  /** Old path to new, of each of the repository's own files that moved. */
  readonly moved: ReadonlyMap<string, string>;
}

const EMPTY = Buffer.alloc(0);
const AUTHOR = { name: 'golden-engine', email: 'golden-engine@invalid' };

/** The mode git gives a rendered file. */
export const modeOf = ({ executable }: Pick<RenderedFile, 'executable'>) =>
  executable ? '100755' : '100644';

function vanillaOf(
  render: RepeatedRender,
  store: ObjectStore,
): Map<string, Vanilla> {
  const files = new Map<string, Vanilla>();
  for (const [path, file] of render.files) {
    if (path === LOCK_PATH) continue;
    files.set(path, {
      mode: modeOf(file),
      oid: store.blobOid(file.bytes),
      bytes: file.bytes,
      keeper: file.mode,
    });
  }
  return files;
}

const isSame = (a: TreeFile | undefined, b: TreeFile | undefined) =>
  a?.oid === b?.oid && a?.mode === b?.mode;

const isRegular = ({ mode }: TreeFile) => mode.startsWith('100');

function* ancestorsOf(path: string): Generator<string> {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    yield path.slice(0, at);
  }
}

/** What stands where in a repository, whatever the case of its letters. */
export class Places {
  readonly #files = new Map<string, Set<string>>();
  readonly #below = new Map<string, Set<string>>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      const key = path.toLowerCase();
      Places.#add(this.#files, key, path);
      for (const folder of ancestorsOf(key)) {
        Places.#add(this.#below, folder, path);
      }
    }
  }

  static #add(index: Map<string, Set<string>>, key: string, path: string) {
    const paths = index.get(key) ?? new Set();
    paths.add(path);
    index.set(key, paths);
  }

  /** Files that a file at the path would take the place of, or could not stand beside. */
  inTheWayOf(path: string): string[] {
    const key = path.toLowerCase();
    return [
      ...(this.#files.get(key) ?? []),
      ...(this.#below.get(key) ?? []),
      ...[...ancestorsOf(key)].flatMap(folder => [
        ...(this.#files.get(folder) ?? []),
      ]),
    ].filter(other => other !== path);
  }
}

/**
 * The paths a move takes along: the file itself, or all below the folder. What has a name that the engine
 * could not write as it read it stays where it is.
 */
function taken(paths: Iterable<string>, { from }: Move): string[] {
  return [...paths].filter(
    path =>
      (path === from || path.startsWith(`${from}/`)) &&
      !/["\\\p{Cc}\uFFFD]/u.test(path),
  );
}

function rename<T>(
  files: Map<string, T>,
  paths: ReadonlySet<string>,
  target: (path: string) => string,
): void {
  const entries = [...paths].flatMap(path => {
    const file = files.get(path);
    files.delete(path);
    return file === undefined ? [] : [[target(path), file] as const];
  });
  for (const [path, file] of entries) files.set(path, file);
}

/**
 * Moves files in ours and base alike, so that to the merge they were never anywhere else, and what a team
 * changed in them stays changed. Where something of the team's stands at the new place, nothing moves.
 */
function applyMoves(
  moves: readonly Move[],
  ours: Map<string, TreeFile>,
  base: Map<string, Vanilla>,
): {
  moved: Map<string, string>;
  conflicts: Conflict[];
} {
  const conflicts: Conflict[] = [];
  /** Where each of ours was, by where it is. */
  const origins = new Map([...ours.keys()].map(path => [path, path]));
  for (const move of moves) {
    const target = (path: string) =>
      `${move.to}${path.slice(move.from.length)}`;
    const mine = new Set(taken(ours.keys(), move));
    const theirs = new Set(taken(base.keys(), move));
    const staying = [...ours.keys()].filter(path => !mine.has(path));
    const places = new Places([
      ...staying,
      ...[...base.keys()].filter(path => !theirs.has(path)),
    ]);
    const targets = new Set([...mine, ...theirs].map(target));
    const occupied = [...targets].some(
      path =>
        (ours.has(path) && !mine.has(path)) ||
        (base.has(path) && !theirs.has(path)) ||
        places.inTheWayOf(path).length > 0,
    );
    if (occupied) {
      if (mine.size > 0) {
        conflicts.push({
          path: move.from,
          reason: `the template moves it to ${move.to}, where something stands already`,
        });
      }
      continue;
    }
    rename(ours, mine, target);
    rename(base, theirs, target);
    rename(origins, mine, target);
  }
  return {
    conflicts,
    moved: new Map(
      [...origins].flatMap(([to, from]) => (to === from ? [] : [[from, to]])),
    ),
  };
}

/**
 * Has git merge the content of files that all three sides have. As each is at the same path everywhere, and
 * there is nothing else, git has no rename to guess: that would make one team's file out of another's.
 */
async function mergeContents(
  store: ObjectStore,
  files: ReadonlyMap<string, readonly [Side, Side, Side]>,
  label: string,
): Promise<{ merged: ReadonlyMap<string, TreeFile>; unmerged: Set<string> }> {
  if (files.size === 0) return { merged: new Map(), unmerged: new Set() };
  const commit = (branch: string, side: 0 | 1 | 2): NewCommit => ({
    branch,
    author: AUTHOR,
    committedAtMs: 0,
    message: `${branch}\n`,
    parents: side === 0 ? [] : ['base'],
    files: new Map([...files].map(([path, sides]) => [path, sides[side]])),
  });
  // The names are what conflict markers say.
  await store.write([commit('base', 0), commit('yours', 1), commit(label, 2)]);
  const output = await store
    .run([
      '-c',
      'merge.conflictStyle=merge',
      '-c',
      'merge.renormalize=false',
      'merge-tree',
      '--write-tree',
      '-z',
      '--no-messages',
      '--name-only',
      'yours',
      label,
    ])
    .catch(error => {
      // 1 says that there are conflicts.
      if (error instanceof GitError && error.exitCode === 1) {
        return error.stdout;
      }
      throw error;
    });
  const [tree, ...paths] = output.toString().split('\0');
  return {
    merged: await store.listTree(tree.trim()),
    unmerged: new Set(paths.filter(Boolean)),
  };
}

/** The text of a file, if it is text of a sensible size. */
async function readText(
  store: ObjectStore,
  file: TreeFile | undefined,
): Promise<string | undefined> {
  if (!file || !isRegular(file)) return undefined;
  const [info] = await store.objects.info([file.oid]);
  if (!info || info.size > MAX_READ_FILE_BYTES) return undefined;
  const [blob] = await store.objects.read([file.oid]);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      blob?.bytes,
    );
  } catch {
    return undefined;
  }
}

/**
 * Merges JSON member by member where git could not merge its lines, or could, but what came out is no
 * document: a comma too few, a member twice. Undefined where git's merge is good.
 */
async function mergeAsJson(
  store: ObjectStore,
  sides: {
    readonly b: Vanilla | undefined;
    readonly o: TreeFile;
    readonly t: Vanilla;
    readonly merged: TreeFile;
  },
  isUnmerged: boolean,
): Promise<ReturnType<typeof mergeJson> | undefined> {
  const textOf = (content: Uint8Array) => Buffer.from(content).toString();
  const ours = await readText(store, sides.o);
  if (ours === undefined) return isUnmerged ? { conflicts: [] } : undefined;
  if (!isUnmerged) {
    const text = await readText(store, sides.merged);
    if (!isStrictJson(ours) || (text !== undefined && isStrictJson(text))) {
      return undefined;
    }
  }
  return mergeJson(
    sides.b && textOf(sides.b.bytes),
    ours,
    textOf(sides.t.bytes),
  );
}

/**
 * Merges a new render of a template into a repository that an earlier one began.
 *
 * - Managed and merged files: three-way; content by git, and JSON that git cannot merge member by member.
 * - Seeded files stay as they are; new ones come where nothing is.
 * - What the template does not know is not looked at.
 * - Where a link, a submodule, a folder or a name that differs in case only stands in the place of a file
 *   of the template, ours stays and it is a conflict.
 */
export async function mergeRepository(options: {
  readonly store: ObjectStore;
  /** The repository's tree. */
  readonly tree: string;
  readonly base: RepeatedRender;
  readonly theirs: RepeatedRender;
  readonly moves: readonly Move[];
  /** Files whose absence is declared. */
  readonly absent: ReadonlySet<string>;
  /** What their side is called between conflict markers. */
  readonly label: string;
}): Promise<RepositoryMerge> {
  const { store, theirs: theirRender, base: baseRender } = options;
  const ours = await store.listTree(options.tree);
  const base = vanillaOf(baseRender, store);
  const theirs = vanillaOf(theirRender, store);
  const { moved, conflicts } = applyMoves(options.moves, ours, base);
  const origins = new Map([...moved].map(([from, to]) => [to, from]));

  const isUncertain = (path: string) =>
    baseRender.isUncertain(origins.get(path) ?? path) ||
    theirRender.isUncertain(path);
  const leaves = (path: string) =>
    base.has(path) &&
    !theirs.has(path) &&
    base.get(path)?.keeper !== 'seeded' &&
    isSame(ours.get(path), base.get(path)) &&
    !isUncertain(path);
  const places = new Places(ours.keys());

  const files = new Map<string, Side | undefined>();
  for (const origin of moved.keys()) files.set(origin, undefined);
  for (const target of moved.values()) files.set(target, ours.get(target));
  const twice = new Map<string, readonly [Side, TreeFile, Vanilla]>();
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [o, b, t] = [ours.get(path), base.get(path), theirs.get(path)];
    const refuse = (reason: string) => conflicts.push({ path, reason });
    if (isUncertain(path) || isSame(b, t) || isSame(o, t)) continue;
    if ((t ?? b)?.keeper === 'seeded' && (o || b || !t)) continue;
    if (!o && options.absent.has(path)) continue;
    const [obstacle] =
      o || !t ? [] : places.inTheWayOf(path).filter(other => !leaves(other));
    if (o && !isRegular(o)) {
      refuse('it is a link or a submodule, and the template changed its file');
    } else if (obstacle !== undefined) {
      refuse(`the template has it, and it cannot stand beside ${obstacle}`);
    } else if (isSame(o, b)) {
      files.set(path, t);
    } else if (!t) {
      refuse('it was changed here and the template took it away; it is kept');
    } else if (!o) {
      files.set(path, t);
      refuse('it was taken away here and the template changed it; it is back');
    } else {
      // Two files of one name, each written anew, have nothing in common.
      twice.set(path, [b ?? { mode: o.mode, bytes: EMPTY }, o, t]);
    }
  }

  const { merged, unmerged } = await mergeContents(store, twice, options.label);
  for (const [path, [, o, t]] of twice) {
    const result = merged.get(path);
    if (!result) {
      throw new GoldenError(
        'repository-unreadable',
        `git merge-tree gave nothing for ${path}`,
      );
    }
    files.set(path, result);
    const b = base.get(path);
    const json = path.endsWith('.json')
      ? await mergeAsJson(
          store,
          { b, o, t, merged: result },
          unmerged.has(path),
        )
      : undefined;
    if (json && 'text' in json) {
      files.set(path, { mode: result.mode, bytes: Buffer.from(json.text) });
    } else if (unmerged.has(path) || json) {
      const both = b ? 'both sides changed' : 'both sides have';
      const what = b ? 'the same lines' : 'a file of this name';
      const kept = unmerged.has(path) && result.oid === o.oid;
      conflicts.push({
        path,
        reason: `${both} ${json?.conflicts.slice(0, 5).join(', ') || what}${
          kept ? ', and it is not text; the one from here is kept' : ''
        }`,
      });
    }
  }
  return { files, conflicts, moved };
}
