import { type ReactNode } from 'react';
import styles from './State.module.css';

/** Props of {@link EmptyState}. */
export interface EmptyStateProps {
  /** What is not there ("No decisions yet"). */
  title: string;
  /** Why, and what would be here. */
  description?: ReactNode;
  /** The next step, as a button or link. */
  action?: ReactNode;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ title, description, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{title}</p>
      {description && <div className={styles.text}>{description}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}
