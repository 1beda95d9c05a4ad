import { type ReactNode } from 'react';
import styles from './shared.module.css';

/** Details that are out of the way until one asks for them. */
export function More({
  title,
  isOpen,
  children,
}: {
  title: string;
  /** Whether they are there from the start. */
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details className={styles.more} open={isOpen}>
      <summary>{title}</summary>
      <div className={styles.moreBody}>{children}</div>
    </details>
  );
}
