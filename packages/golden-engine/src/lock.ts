import Ajv from 'ajv';
import { digestOf } from './digest';
import { GoldenError, Problem } from './goldenError';
import { FileMode, LOCK_PATH, problemsOf } from './goldenTemplate';
import { JsonObject, JsonValue, toJson } from './json';
import { assertRepositoryPath } from './repositoryPath';

/** Where the lock file lies in a generated repository. @public */
export const GOLDEN_LOCK_PATH = LOCK_PATH;

/** The schema identifier this engine writes. @public */
export const GOLDEN_LOCK_SCHEMA = 'companyos.golden.lock/v1';

/**
 * The record of one render, machine-owned, in the repository itself: with it and the template source the
 * same bytes can be made again, which is what drift checks and three-way updates stand on.
 *
 * @public
 */
export interface GoldenLock {
  readonly schema: typeof GOLDEN_LOCK_SCHEMA;
  readonly template: string;
  readonly version: string;
  readonly templateDigest: string;
  readonly engineVersion: string;
  /** All answers, defaults included, but none the template marks `writeOnly`. */
  readonly answers: JsonObject;
  /** `sha256:` of the RFC 8785 form of {@link GoldenLock.answers}. */
  readonly answersDigest: string;
  /** Every file as it was rendered, apart from the lock file itself. */
  readonly files: {
    readonly [path: string]: {
      readonly mode: FileMode;
      readonly sha256: string;
    };
  };
  /**
   * Digests of the receipts that vouch for this lock. The first is of the lock without `receipts`, so that
   * a hand-made edit shows; attestations of releases and updates are appended after it.
   */
  readonly receipts: readonly string[];
}

/** Everything of a lock but its receipts. */
export type UnsealedLock = Omit<GoldenLock, 'receipts'>;

/**
 * What {@link verifyLock} can find.
 *
 * @public
 */
export interface LockProblem {
  readonly code: 'answers-digest-mismatch' | 'receipt-mismatch';
  readonly message: string;
}

const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };

const validateLock = new Ajv({ allErrors: true }).compile<GoldenLock>({
  type: 'object',
  additionalProperties: false,
  required: [
    'schema',
    'template',
    'version',
    'templateDigest',
    'engineVersion',
    'answers',
    'answersDigest',
    'files',
    'receipts',
  ],
  properties: {
    schema: { const: GOLDEN_LOCK_SCHEMA },
    template: { type: 'string', minLength: 1, maxLength: 63 },
    version: { type: 'string', minLength: 1, maxLength: 64 },
    templateDigest: digest,
    engineVersion: { type: 'string', minLength: 1, maxLength: 64 },
    answers: { type: 'object' },
    answersDigest: digest,
    files: {
      type: 'object',
      maxProperties: 2000,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['mode', 'sha256'],
        properties: {
          mode: { enum: ['managed', 'seeded', 'merged'] },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        },
      },
    },
    receipts: { type: 'array', minItems: 1, maxItems: 1000, items: digest },
  },
});

const MAX_LOCK_BYTES = 1024 * 1024;

/** The digest of everything but the receipts: what the first receipt must be. */
export function sealOf(lock: UnsealedLock): string {
  return digestOf({
    schema: lock.schema,
    template: lock.template,
    version: lock.version,
    templateDigest: lock.templateDigest,
    engineVersion: lock.engineVersion,
    answers: lock.answers,
    answersDigest: lock.answersDigest,
    files: Object.fromEntries(
      Object.entries(lock.files).map(([path, file]) => [path, { ...file }]),
    ),
  });
}

/** Adds the first receipt. */
export function sealLock(lock: UnsealedLock): GoldenLock {
  return { ...lock, receipts: [sealOf(lock)] };
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}

/**
 * The bytes of a lock file: fixed field order, sorted keys below, two spaces, one line end at the end.
 * One changed answer is one changed line in a review.
 *
 * @public
 */
export function formatLock(lock: GoldenLock): string {
  const document = {
    schema: lock.schema,
    template: lock.template,
    version: lock.version,
    templateDigest: lock.templateDigest,
    engineVersion: lock.engineVersion,
    answers: sorted(lock.answers),
    answersDigest: lock.answersDigest,
    files: Object.fromEntries(
      Object.keys(lock.files)
        .sort()
        .map(path => [
          path,
          { mode: lock.files[path].mode, sha256: lock.files[path].sha256 },
        ]),
    ),
    receipts: lock.receipts,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/**
 * Reads a lock file. Says nothing about its truth; see {@link verifyLock}.
 *
 * @throws {@link GoldenError} `lock-invalid`
 * @public
 */
export function readLock(bytes: Uint8Array): GoldenLock {
  if (bytes.byteLength > MAX_LOCK_BYTES) {
    throw new GoldenError(
      'lock-invalid',
      `The lock file is larger than ${MAX_LOCK_BYTES} bytes`,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
  } catch {
    throw new GoldenError('lock-invalid', 'The lock file is not JSON');
  }
  try {
    // JSON may be nested deeper, and hold other text, than anything that takes a digest of it can bear.
    document = toJson(document);
  } catch (error) {
    throw new GoldenError(
      'lock-invalid',
      `The lock file has ${
        error instanceof TypeError ? error.message : 'no plain data'
      } in it`,
    );
  }
  const problems: Problem[] = validateLock(document)
    ? []
    : problemsOf(validateLock.errors);
  if (!validateLock(document)) {
    throw new GoldenError(
      'lock-invalid',
      `The lock file does not fit ${GOLDEN_LOCK_SCHEMA}`,
      problems,
    );
  }
  Object.keys(document.files).forEach(assertRepositoryPath);
  return document;
}

/**
 * Checks the lock's own digests. An empty list says that nobody edited it by hand; that it belongs to the
 * template it names is for a render to show.
 *
 * @public
 */
export function verifyLock(lock: GoldenLock): LockProblem[] {
  const problems: LockProblem[] = [];
  if (digestOf(lock.answers) !== lock.answersDigest) {
    problems.push({
      code: 'answers-digest-mismatch',
      message: 'The answers are not those the digest was taken of',
    });
  }
  if (sealOf(lock) !== lock.receipts[0]) {
    problems.push({
      code: 'receipt-mismatch',
      message: 'The lock file was changed after it was written',
    });
  }
  return problems;
}
