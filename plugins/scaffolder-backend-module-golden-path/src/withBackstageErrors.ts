import { toBackstageError } from './toBackstageError';

/**
 * Runs something of the engine and gives its errors the portal's types; see {@link toBackstageError}.
 */
export function withBackstageErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toBackstageError(error);
  }
}
