import { CanonicalJsonError } from '../canonical/CanonicalJsonError';
import { ReadResult } from '../types';
import { Rejected, Rejection } from './Rejection';

/**
 * What reading comes to, with rejections that were thrown as results.
 *
 * @param read - may throw a {@link Rejection} or a {@link CanonicalJsonError}
 * @param known - what a rejection is to tell of the event; called only then
 */
export function settle(
  read: () => ReadResult,
  known: () => Omit<Rejected, 'kind' | 'pointer' | 'reason'>,
): ReadResult {
  try {
    return read();
  } catch (error) {
    if (error instanceof Rejection) return error.toResult(known());
    if (error instanceof CanonicalJsonError) {
      return new Rejection(error.pointer, error.reason).toResult(known());
    }
    throw error;
  }
}
