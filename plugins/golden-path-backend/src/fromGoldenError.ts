import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { GoldenErrorCode, isGoldenError } from '@companyos/golden-engine';

const INPUT: readonly GoldenErrorCode[] = [
  'answers-invalid',
  'answers-needed',
  'not-newer',
  'template-unreleased',
];

/** Throws what the engine threw as an error of HTTP, with the paths of bad answers. */
export function fromGoldenError(error: unknown): never {
  if (!isGoldenError(error)) throw error;
  const details = error.problems.map(
    ({ path, message }) => `answers${path}: ${message}`,
  );
  const text = [error.message, ...details].join('\n').slice(0, 4000);
  if (error.code === 'template-not-found') throw new NotFoundError(text);
  throw INPUT.includes(error.code)
    ? new InputError(text)
    : new ConflictError(text);
}
