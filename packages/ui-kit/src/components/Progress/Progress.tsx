import { useId } from 'react';
import { useWords } from '../../useWords';
import styles from './Progress.module.css';

/** Props of {@link Progress}. */
export interface ProgressProps {
  /** What is going on ("Creating payments-api"). */
  label: string;
  /** How far it is, 0 to `max`. Without it the end is not known. */
  value?: number;
  /** What `value` counts to; 100 without it. */
  max?: number;
  /** The step it is at, in words ("Step 2 of 5: create repository"). */
  step?: string;
  /** Time left in words ("about 40 s left"). */
  timeLeft?: string;
}

/** How far long work is. Keep what it shows on the server, so that a reload shows the same. */
export function Progress({
  label,
  value,
  max = 100,
  step,
  timeLeft,
}: ProgressProps) {
  const t = useWords();
  const labelId = useId();
  const known = value !== undefined && max > 0;
  const done = known ? Math.min(Math.max(value, 0), max) : 0;
  const percent = known ? Math.round((done / max) * 100) : undefined;
  const words = [
    step,
    percent === undefined ? t('progress.running') : `${percent} %`,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <span id={labelId} className={styles.label}>
          {label}
        </span>
        <span className={styles.words}>
          {[words, timeLeft].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-labelledby={labelId}
        aria-valuemin={known ? 0 : undefined}
        aria-valuemax={known ? max : undefined}
        aria-valuenow={known ? done : undefined}
        aria-valuetext={words}
      >
        <div
          className={styles.bar}
          data-running={known ? undefined : true}
          style={known ? { width: `${percent}%` } : undefined}
        />
      </div>
    </div>
  );
}
