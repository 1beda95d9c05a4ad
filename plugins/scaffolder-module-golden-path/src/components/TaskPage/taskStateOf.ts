import { ScaffolderTaskStatus } from '@backstage/plugin-scaffolder-common';
import { TaskStream } from '@backstage/plugin-scaffolder-react';
import { failureOf } from './failureOf';

/** How the whole task stands, from its event stream. */
export function taskStateOf(stream: TaskStream): ScaffolderTaskStatus {
  if (stream.cancelled) {
    return 'cancelled';
  }
  if (failureOf(stream)) {
    return 'failed';
  }
  // A lost connection also ends the stream, but says nothing about the task.
  if (stream.completed && !stream.error) {
    return 'completed';
  }
  return Object.values(stream.steps).some(({ status }) => status !== 'open')
    ? 'processing'
    : 'open';
}
