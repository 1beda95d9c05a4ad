import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import { formatTime } from './formatTime';

/** The facts of one local day, in the order they came in. */
export interface Day {
  title: string;
  facts: TimelineItem[];
}

/** Groups facts by local day; the order stays. */
export function factsByDay(facts: readonly TimelineItem[]): Day[] {
  const days: Day[] = [];
  for (const fact of facts) {
    const title = formatTime.day(fact.occurredAt);
    const last = days[days.length - 1];
    if (last?.title === title) last.facts.push(fact);
    else days.push({ title, facts: [fact] });
  }
  return days;
}
