import { Button } from '@backstage/ui';
import { RiCloseCircleFill } from '@remixicon/react';
import { useWords } from '../../useWords';
import { describeError } from './describeError';
import styles from './State.module.css';

/** Props of {@link ErrorState}. */
export interface ErrorStateProps {
  error: unknown;
  /** What did not work ("Services could not be loaded"). */
  title?: string;
  onRetry?: () => void;
}

/** What failed, why, and a way to try again. */
export function ErrorState({ error, title, onRetry }: ErrorStateProps) {
  const t = useWords();
  const { cause, requestId } = describeError(error);
  return (
    <div className={styles.state} data-tone="fail" role="alert">
      <div className={styles.head}>
        <RiCloseCircleFill aria-hidden className={styles.icon} />
        <p className={styles.title}>{title ?? t('states.errorTitle')}</p>
      </div>
      <div className={styles.text}>
        <p>{cause ?? t('states.unknownCause')}</p>
      </div>
      {requestId && (
        <p className={styles.meta}>
          {t('states.requestId')}: <code>{requestId}</code>
        </p>
      )}
      {onRetry && (
        <div className={styles.actions}>
          <Button variant="secondary" onPress={onRetry}>
            {t('states.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}
