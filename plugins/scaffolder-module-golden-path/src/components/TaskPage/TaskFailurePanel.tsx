import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import { ErrorState, FactList, Panel, StatePill } from '@companyos/ui-kit';
import { useId, useState } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import { TaskFailure } from './failureOf';
import styles from './TaskPage.module.css';

/**
 * Which step failed, why, what to do, and the two ways on.
 *
 * @param props - `onRetry` is left out where the task cannot go on from where it stopped; `startOverHref` where its template is unknown
 */
export function TaskFailurePanel(props: {
  failure: TaskFailure;
  canRetry: boolean;
  onRetry?: () => Promise<void>;
  startOverHref?: string;
}) {
  const { failure, canRetry, onRetry, startOverHref } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const [isRetrying, setIsRetrying] = useState(false);
  const [error, setError] = useState<unknown>();
  const reasonId = useId();
  const answersAreWrong = ['conflict', 'input'].includes(failure.kind);

  const retry = async () => {
    setIsRetrying(true);
    setError(undefined);
    try {
      await onRetry?.();
    } catch (caught) {
      setError(caught);
    } finally {
      setIsRetrying(false);
    }
  };

  return (
    <div role="alert">
      <Panel
        footer={
          <div className={styles.actions}>
            {onRetry && (
              <Button
                variant={answersAreWrong ? 'secondary' : 'primary'}
                onPress={retry}
                isDisabled={!canRetry || isRetrying}
                aria-describedby={canRetry ? undefined : reasonId}
              >
                {t('failure.retry')}
              </Button>
            )}
            {startOverHref && (
              <ButtonLink
                variant={onRetry && !answersAreWrong ? 'secondary' : 'primary'}
                href={startOverHref}
              >
                {t('failure.startOver')}
              </ButtonLink>
            )}
            {onRetry && !canRetry && (
              <span id={reasonId} className={styles.reason}>
                {t('failure.retryDenied')}
              </span>
            )}
          </div>
        }
      >
        <div className={styles.panelBody}>
          <h2 className={styles.heading}>
            <StatePill state="fail">{t('task.state.failed')}</StatePill>
            {failure.step
              ? t('failure.title', { step: failure.step.name })
              : t('failure.titleUnknown')}
          </h2>
          <FactList
            facts={[
              {
                label: t('failure.cause'),
                value: <span className={styles.cause}>{failure.cause}</span>,
              },
              {
                label: t('failure.fix'),
                value: t(`failure.fixes.${failure.kind}`),
              },
            ]}
          />
          {error !== undefined && (
            <ErrorState title={t('failure.retryFailed')} error={error} />
          )}
        </div>
      </Panel>
    </div>
  );
}
