/** What an error says; for an answer of a back end, what that said. */
export function errorMessage(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return String(error);
  }
  const { message, cause } = error as { message?: unknown; cause?: unknown };
  return typeof cause === 'object' && cause !== null
    ? errorMessage(cause)
    : String(message ?? error);
}
