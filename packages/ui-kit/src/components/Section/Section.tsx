import { useId, type ReactNode } from 'react';
import styles from './Section.module.css';

/** Props of {@link Section}. */
export interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Buttons that act on the whole section. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page under an `h2`. */
export function Section({
  title,
  description,
  actions,
  children,
}: SectionProps) {
  const titleId = useId();
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.title} id={titleId}>
            {title}
          </h2>
          {description && (
            <div className={styles.description}>{description}</div>
          )}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
