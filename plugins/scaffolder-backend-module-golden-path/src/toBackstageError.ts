import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isGoldenError } from '@companyos/golden-engine';

/**
 * Gives an error of the engine the portal's type: what the answers are to blame for is an InputError, a
 * template or version that is not there a NotFoundError, one that has not been released a ConflictError, and
 * what the template is to blame for a ServiceUnavailableError that says so. Other errors stay as they are.
 */
export function toBackstageError(error: unknown): unknown {
  if (!isGoldenError(error)) return error;
  switch (error.code) {
    case 'answers-invalid':
    case 'path-escape':
      return new InputError(error.message, error);
    case 'template-not-found':
      return new NotFoundError(error.message, error);
    case 'template-unreleased':
      return new ConflictError(error.message, error);
    default:
      return new ServiceUnavailableError(
        `The template is faulty (${error.code}): ${error.message}`,
        error,
      );
  }
}
