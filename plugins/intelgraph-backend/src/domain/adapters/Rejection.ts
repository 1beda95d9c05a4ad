import { CONTROL_CHARACTERS } from './controlCharacters';
import { ReadResult } from '../types';

/** The result that refuses an event. */
export type Rejected = Extract<ReadResult, { kind: 'rejected' }>;

/** Thrown inside of the adapters where an event has to be refused. */
export class Rejection extends Error {
  /**
   * @param pointer - JSON pointer into what was sent
   * @param reason - what was expected and what came
   */
  constructor(readonly pointer: string, readonly reason: string) {
    super(`${pointer || 'The event'}: ${reason}`);
    this.name = 'Rejection';
  }

  /** The result, with as much of the event as is known. */
  toResult(known: Omit<Rejected, 'kind' | 'pointer' | 'reason'>): Rejected {
    // Pointers and reasons quote what was sent; databases and terminals are not to trip over it.
    const clean = (text: string) => text.replace(CONTROL_CHARACTERS, '\ufffd');
    return {
      kind: 'rejected',
      pointer: clean(this.pointer),
      reason: clean(this.reason),
      ...known,
    };
  }
}
