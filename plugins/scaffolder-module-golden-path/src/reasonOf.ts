import { isError, ResponseError } from '@backstage/errors';

/** Why something failed, in the back end's words where it gave any, without a full stop. */
export function reasonOf(error: unknown): string {
  let message = String(error);
  if (error instanceof ResponseError) {
    message = error.body.error.message || error.message;
  } else if (isError(error)) {
    message = error.message;
  }
  return message.trim().replace(/\.$/, '');
}
