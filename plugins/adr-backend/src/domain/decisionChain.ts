import {
  DecisionChain,
  DecisionChainItem,
  DecisionSummary,
} from '@companyos/plugin-adr-common';

/**
 * What a record replaced and what replaced it, transitively and nearest first. A record
 * that can be reached in more than one way stands where it is nearest; circles end.
 *
 * @param records - all records of the entity; unknown references are skipped
 */
export function decisionChain(
  id: string,
  records: readonly DecisionSummary[],
): DecisionChain {
  const byId = new Map(records.map(record => [record.id, record]));
  const walk = (relation: 'supersedes' | 'supersededBy') => {
    const seen = new Set([id]);
    const items: DecisionChainItem[] = [];
    let level = [id];
    for (let distance = 1; level.length; distance += 1) {
      const next: string[] = [];
      for (const link of level.flatMap(
        key => byId.get(key)?.[relation] ?? [],
      )) {
        const target = byId.get(link.id ?? '');
        if (target && !seen.has(target.id)) {
          seen.add(target.id);
          next.push(target.id);
          const { number, title, status, date } = target;
          items.push({ id: target.id, number, title, status, date, distance });
        }
      }
      level = next;
    }
    return items;
  };
  return { supersededBy: walk('supersededBy'), supersedes: walk('supersedes') };
}
