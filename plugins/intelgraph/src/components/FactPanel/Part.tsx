import { useId, type ReactNode } from 'react';
import shared from '../shared/shared.module.css';
import styles from './FactPanel.module.css';

/** A part of a panel under an `h3`. */
export function Part({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className={styles.part} aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.title}>
        {title}
      </h3>
      {text && <p className={shared.note}>{text}</p>}
      {children}
    </section>
  );
}
