import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import { useId } from 'react';
import { Day, factsByDay } from '../../domain/factsByDay';
import { FactRow } from './FactRow';
import styles from './FactRows.module.css';

/** Facts as rows along an axis of time, grouped by day. */
export function FactRows({ facts }: { facts: TimelineItem[] }) {
  return (
    <div className={styles.days}>
      {factsByDay(facts).map((day, index) => (
        <OneDay key={`${day.title} ${index}`} day={day} />
      ))}
    </div>
  );
}

function OneDay({ day }: { day: Day }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.day}>
        {day.title}
      </h3>
      <ol className={styles.rows} aria-labelledby={titleId}>
        {day.facts.map(fact => (
          <FactRow key={fact.id} fact={fact} />
        ))}
      </ol>
    </section>
  );
}
