import { Statement } from '../types';

type Mention = Statement['mentions'][number];

/** Mentions in order, each one once, and without what the event is about. */
export function sortMentions(
  mentions: readonly Mention[],
  subject: string,
): Mention[] {
  const others = mentions.filter(({ entity }) => entity !== subject);
  if (others.length < 2) return others;
  const order = (a: Mention, b: Mention) => {
    if (a.entity !== b.entity) return a.entity < b.entity ? -1 : 1;
    if (a.role !== b.role) return a.role < b.role ? -1 : 1;
    return 0;
  };
  return others
    .sort(order)
    .filter((mention, index) => !index || order(others[index - 1], mention));
}
