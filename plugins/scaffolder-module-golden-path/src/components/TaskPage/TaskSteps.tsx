import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ScaffolderTaskStatus } from '@backstage/plugin-scaffolder-common';
import { ScaffolderStep, TaskStream } from '@backstage/plugin-scaffolder-react';
import { StatePill, type StatePillProps } from '@companyos/ui-kit';
import { formatDuration } from '../../formatDuration';
import { goldenPathTranslationRef } from '../../translation';
import { StepLog } from './StepLog';
import styles from './TaskPage.module.css';

/** The colour and icon of a task's or step's status. */
export const pillOf: Record<ScaffolderTaskStatus, StatePillProps['state']> = {
  open: 'unknown',
  processing: 'info',
  completed: 'pass',
  failed: 'fail',
  cancelled: 'warn',
  skipped: 'unknown',
};

function durationMsOf(step: ScaffolderStep, nowMs: number) {
  if (!step.startedAt || step.status === 'skipped') {
    return undefined;
  }
  const endMs = step.endedAt ? Date.parse(step.endedAt) : nowMs;
  return Math.max(0, endMs - Date.parse(step.startedAt));
}

/** Each step with its state, its time and its log. */
export function TaskSteps(props: {
  stream: TaskStream;
  nowMs: number;
  isRunning: boolean;
}) {
  const { stream, nowMs, isRunning } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <ol className={styles.steps}>
      {(stream.task?.spec.steps ?? []).map(({ id, name }) => {
        const step = stream.steps[id] ?? { id, status: 'open' as const };
        const durationMs = durationMsOf(step, nowMs);
        return (
          <li
            key={id}
            className={styles.step}
            aria-current={step.status === 'processing' ? 'step' : undefined}
          >
            <div className={styles.stepHead}>
              <StatePill state={pillOf[step.status]}>
                {step.status === 'open' && !isRunning
                  ? t('task.notRun')
                  : t(`task.state.${step.status}`)}
              </StatePill>
              <span className={styles.stepName}>{name}</span>
              {durationMs !== undefined && (
                <span className={styles.duration}>
                  {formatDuration(durationMs)}
                </span>
              )}
            </div>
            <StepLog
              stepName={name}
              lines={stream.stepLogs[id] ?? []}
              isOpenByItself={['processing', 'failed'].includes(step.status)}
            />
          </li>
        );
      })}
    </ol>
  );
}
