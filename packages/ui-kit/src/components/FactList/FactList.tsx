import { type ReactNode } from 'react';
import styles from './FactList.module.css';

/** One thing that is known. */
export interface Fact {
  label: string;
  value: ReactNode;
}

/** Props of {@link FactList}. */
export interface FactListProps {
  facts: Fact[];
}

/** Facts as label and value, one below the other. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className={styles.list}>
      {facts.map(({ label, value }) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
