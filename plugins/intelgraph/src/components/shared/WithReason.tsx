import { useId, type ReactNode } from 'react';
import styles from './shared.module.css';

/** Keeps controls that cannot be used in sight and says why, to the eye and to assistive technology. */
export function WithReason(props: {
  /** Undefined where the controls can be used. */
  reason: string | undefined;
  /** @param describedBy - for the `aria-describedby` of each control */
  children: (describedBy: string | undefined) => ReactNode;
}) {
  const { reason, children } = props;
  const id = useId();
  return (
    <div className={styles.withReason}>
      <div className={styles.line}>
        {children(reason === undefined ? undefined : id)}
      </div>
      {reason !== undefined && (
        <span id={id} className={styles.note}>
          {reason}
        </span>
      )}
    </div>
  );
}
