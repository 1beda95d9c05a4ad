/** Says that a value has no canonical JSON text. */
export class CanonicalJsonError extends Error {
  /**
   * @param pointer - JSON pointer to what has none
   * @param reason - what was expected and what came
   */
  constructor(readonly pointer: string, readonly reason: string) {
    super(`${pointer || 'The value'}: ${reason}`);
    this.name = 'CanonicalJsonError';
  }
}
