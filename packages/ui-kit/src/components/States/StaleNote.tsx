import { Button } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { type ReactNode } from 'react';
import { useWords } from '../../useWords';
import { Ago } from '../Ago/Ago';
import styles from './State.module.css';

/** Props of {@link StaleNote}. */
export interface StaleNoteProps {
  /** When the content was last known to be right: ISO 8601 text, epoch milliseconds or a Date. */
  since: string | number | Date;
  /** Why it is not newer. */
  reason?: ReactNode;
  onRefresh?: () => void;
}

/** Says that what is shown is old, how old, and why. */
export function StaleNote({ since, reason, onRefresh }: StaleNoteProps) {
  const t = useWords();
  return (
    <div className={styles.stale} role="status">
      <span>
        <RiTimeLine aria-hidden className={styles.icon} />{' '}
        {t('states.staleSince')} <Ago time={since} />.{reason && <> {reason}</>}
      </span>
      {onRefresh && (
        <Button variant="secondary" onPress={onRefresh}>
          {t('states.refresh')}
        </Button>
      )}
    </div>
  );
}
