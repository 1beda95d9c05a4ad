import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';

/**
 * The answers of a step or request as plain JSON, without those that were left open.
 *
 * @throws InputError when they are no object
 */
export function toAnswers(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('The answers must be an object');
  }
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (error) {
    // Nested deeper than the stack, for one.
    throw new InputError('The answers must be plain JSON', error);
  }
}
