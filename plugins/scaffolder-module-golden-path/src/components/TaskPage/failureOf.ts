import { TaskStep } from '@backstage/plugin-scaffolder-common';
import { TaskStream } from '@backstage/plugin-scaffolder-react';

/** Which advice fits a failure. */
export type FailureKind =
  | 'conflict'
  | 'denied'
  | 'input'
  | 'unavailable'
  | 'other';

/** The step that failed, why, and what kind of advice fits. */
export interface TaskFailure {
  step?: TaskStep;
  cause: string;
  kind: FailureKind;
}

const KIND_OF_ERROR: Record<string, FailureKind> = {
  ConflictError: 'conflict',
  NotAllowedError: 'denied',
  AuthenticationError: 'denied',
  InputError: 'input',
  ServiceUnavailableError: 'unavailable',
  TimeoutError: 'unavailable',
};

/**
 * Reads the failure from what the event stream says about the task.
 *
 * @returns undefined unless the task itself failed; a lost connection is no failed task
 */
export function failureOf(
  stream: Pick<TaskStream, 'task' | 'steps' | 'error' | 'completed'>,
): TaskFailure | undefined {
  // The task's own error came as JSON; what is an `Error` was thrown by the connection.
  if (!stream.completed || !stream.error || stream.error instanceof Error) {
    return undefined;
  }
  const step = stream.task?.spec.steps.find(
    ({ id }) => stream.steps[id]?.status === 'failed',
  );
  const { name, message } = stream.error;
  return {
    step,
    cause: message,
    kind: KIND_OF_ERROR[name] ?? 'other',
  };
}
