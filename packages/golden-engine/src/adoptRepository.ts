import { GoldenError } from './goldenError';
import { GoldenTemplate, LOCK_PATH } from './goldenTemplate';
import { JsonObject } from './json';
import { modeOf, Places } from './mergeRepository';
import { withObjectStore } from './objectStore';
import { changePatches, DeclaredPatch, GOLDEN_PATCHES_PATH } from './patches';
import { render } from './render';
import { readGitFiles } from './repositoryReader';
import { sha256 } from './digest';
import { CommitAuthor, vanillaCommit } from './updateRepository';

/**
 * What {@link adoptRepository} did.
 *
 * @public
 */
export interface AdoptResult {
  /** On top of the commit given; its second parent is the plain render. */
  readonly commit: string;
  /** Files the repository did not have. */
  readonly added: readonly string[];
  /** Files of the template that the repository has already, in its own words or the same. */
  readonly kept: readonly string[];
  /** Those of them the template manages and that differ, now declared as patches. */
  readonly patches: readonly string[];
}

const PATCH_DAYS = 90;

/**
 * Brings an existing repository under a template: adds the files it does not have, keeps every other byte for
 * byte, declares the managed ones that differ as patches for 90 days, and writes the lock file, so that later
 * updates are three-way merges. Only git objects are written; no ref is moved.
 *
 * @throws {@link GoldenError} `lock-exists`, `answers-invalid`, `patches-invalid`, `repository-unreadable`
 * @public
 */
export function adoptRepository(options: {
  readonly gitDir: string;
  readonly commit: string;
  readonly template: GoldenTemplate;
  readonly answers: JsonObject;
  readonly author: CommitAuthor;
  readonly committedAtMs: number;
  /** The patches expire 90 days later. */
  readonly now: Date;
}): Promise<AdoptResult> {
  const { template, author, committedAtMs, now } = options;
  const result = render(template, options.answers);
  const files = new Map(result.files.map(file => [file.path, file]));
  return withObjectStore(options.gitDir, async store => {
    const { commit, tree } = await store.resolve(options.commit);
    const ours = await store.listTree(tree);
    const places = new Places(ours.keys());
    const [obstacle] = [
      ...(ours.has(LOCK_PATH) ? [LOCK_PATH] : []),
      ...places.inTheWayOf(LOCK_PATH),
    ];
    if (obstacle !== undefined) {
      throw new GoldenError(
        'lock-exists',
        `The repository has ${obstacle}, so it is under a template already`,
      );
    }

    const isBlocked =
      places.inTheWayOf(GOLDEN_PATCHES_PATH).length > 0 ||
      ours.get(GOLDEN_PATCHES_PATH)?.mode.startsWith('100') === false;
    if (isBlocked) {
      // Declaring a patch would write over it.
      throw new GoldenError(
        'patches-invalid',
        `${GOLDEN_PATCHES_PATH} is no regular file here, or something stands in its place`,
      );
    }

    const added: string[] = [];
    const kept: string[] = [];
    for (const path of files.keys()) {
      const isFree = !ours.has(path) && places.inTheWayOf(path).length === 0;
      (isFree ? added : kept).push(path);
    }
    const contents = await readGitFiles(store.objects, tree, [
      ...kept,
      GOLDEN_PATCHES_PATH,
    ]);
    const expires = new Date(now.getTime() + PATCH_DAYS * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const patches = kept.flatMap((path): DeclaredPatch[] => {
      const file = files.get(path);
      const content = contents.get(path);
      const digest = content ? sha256(content) : 'absent';
      return file?.mode === 'managed' && digest !== file.sha256
        ? [
            {
              path,
              sha256: digest,
              reason: 'kept when the repository was adopted',
              expires,
            },
          ]
        : [];
    });

    const changes = new Map(
      added.flatMap(path => {
        const file = files.get(path);
        return file
          ? [[path, { mode: modeOf(file), bytes: file.bytes }] as const]
          : [];
      }),
    );
    if (patches.length > 0) {
      const declared = new Set(patches.map(({ path }) => path));
      const text = changePatches(
        contents.get(GOLDEN_PATCHES_PATH),
        patch => (declared.has(patch.path) ? undefined : patch),
        patches,
      );
      changes.set(GOLDEN_PATCHES_PATH, {
        mode: '100644',
        bytes: Buffer.from(text),
      });
    }
    const by = { author, committedAtMs };
    const [, adopted] = await store.write([
      vanillaCommit({ result, files }, { ...by, parents: [] }),
      {
        ...by,
        branch: 'adopt',
        message: `chore(golden-path): adopt ${template.name} ${template.version}\n`,
        parents: [commit, 'vanilla'],
        tree,
        files: changes,
      },
    ]);
    return {
      commit: adopted,
      added,
      kept,
      patches: patches.map(({ path }) => path),
    };
  });
}
