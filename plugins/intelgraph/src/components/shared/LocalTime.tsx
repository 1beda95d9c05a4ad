import { formatTime } from '../../domain/formatTime';
import styles from './shared.module.css';

/** A moment as people here read it, in UTC on hover. */
export function LocalTime({
  time,
  as = 'whole',
}: {
  /** ISO 8601 UTC */
  time: string;
  as?: 'clock' | 'moment' | 'whole';
}) {
  return (
    <time dateTime={time} title={formatTime.utc(time)} className={styles.time}>
      {formatTime[as](time)}
    </time>
  );
}
