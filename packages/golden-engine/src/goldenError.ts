/**
 * What went wrong, for programs:
 * - `template-invalid`: the template source breaks its contract (schema, limits, symbolic links, syntax).
 * - `template-not-found`: there is no template source at the given place.
 * - `answers-invalid`: the answers break the template's parameter schema; see {@link GoldenError.problems}.
 * - `unrendered-variable`: a template expression names something that has no value.
 * - `render-failed`: an expression is well formed but could not be evaluated within its limits.
 * - `path-escape`: a path would leave the repository, or touch git's own folder.
 * - `path-conflict`: two files would take the same place.
 * - `template-unreleased`: that version has not passed its release matrix, so nothing may be made from it.
 * - `release-invalid`: an archive or record of a release is not what was written when it was released.
 * - `release-exists`: that version was released before, from other bytes.
 * - `lock-missing`: the repository has no lock file, so it was not made from a golden-path template.
 * - `lock-invalid`: the bytes are not a lock file of a known schema.
 * - `lock-tampered`: somebody edited the lock file.
 * - `lock-exists`: the repository is under a template already.
 * - `patches-invalid`: `.companyos/golden-patches.yaml` does not fit its schema.
 * - `base-missing`: the template version a repository was made from is not to be had.
 * - `base-mismatch`: that version is to be had, but rendering it again gives other bytes than the lock records.
 * - `answers-needed`: the new version asks what the lock has no answer for; see {@link GoldenError.problems}.
 * - `not-newer`: an update to that version would go back.
 * - `repository-unreadable`: git, or a file in the repository, could not be read within the limits.
 *
 * @public
 */
export type GoldenErrorCode =
  | 'template-invalid'
  | 'template-not-found'
  | 'answers-invalid'
  | 'unrendered-variable'
  | 'render-failed'
  | 'path-escape'
  | 'path-conflict'
  | 'template-unreleased'
  | 'release-invalid'
  | 'release-exists'
  | 'lock-missing'
  | 'lock-invalid'
  | 'lock-tampered'
  | 'lock-exists'
  | 'patches-invalid'
  | 'base-missing'
  | 'base-mismatch'
  | 'answers-needed'
  | 'not-newer'
  | 'repository-unreadable';

/**
 * One thing wrong with a document a person or program handed in.
 *
 * @public
 */
export interface Problem {
  /** RFC 6901 JSON pointer to the offending value; the empty string is the document itself. */
  readonly path: string;
  /** One sentence: what is expected there. */
  readonly message: string;
}

/**
 * The only error the engine throws on purpose.
 *
 * @public
 */
export class GoldenError extends Error {
  readonly name = 'GoldenError';

  constructor(
    readonly code: GoldenErrorCode,
    message: string,
    /** Each single problem, where the error stands for several. */
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

/**
 * Whether a caught value is a {@link GoldenError}. Compares by name, so it also works when two
 * copies of this package are loaded.
 *
 * @public
 */
export function isGoldenError(error: unknown): error is GoldenError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    error.name === 'GoldenError' &&
    'code' in error
  );
}
