import { type ReactNode } from 'react';
import { SaysWho, type SaysWhoProps } from '../SaysWho/SaysWho';
import styles from './Answer.module.css';

/** Props of {@link Answer}. */
export interface AnswerProps {
  /** One sentence a stranger understands, with the number that matters. */
  children: ReactNode;
  /** Who says so: a name, or all that is known about the source. */
  source?: string | Omit<SaysWhoProps, 'children'>;
}

/** The answer of a page, before its evidence. */
export function Answer({ children, source }: AnswerProps) {
  const known = typeof source === 'string' ? { source } : source;
  return (
    <p className={styles.answer}>
      {known ? <SaysWho {...known}>{children}</SaysWho> : children}
    </p>
  );
}
