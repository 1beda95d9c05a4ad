import { posix } from 'node:path';
import { ParsedDecision, Problem } from './types';

/** A reference as written, and the record of the same entity that it means. */
export type ResolvedLink = { raw: string; path: string | null };

export type LinkedDecision = Omit<
  ParsedDecision,
  'supersedes' | 'supersededBy'
> & {
  supersedes: ResolvedLink[];
  supersededBy: ResolvedLink[];
};

/**
 * Resolves what the records of one entity say about one another, by link, file name or
 * number, and completes it: where A supersedes B, B is superseded by A, whichever of the
 * two says so. Reports references that lead nowhere, numbers used twice, cycles, and
 * records that contradict one another.
 */
export function linkDecisions(decisions: readonly ParsedDecision[]): {
  decisions: LinkedDecision[];
  problems: Problem[];
} {
  const sorted = [...decisions].sort((a, b) => compare(a.path, b.path));
  const problems = duplicateNumbers(sorted);
  const resolve = createResolver(sorted);
  const linked = new Map<string, LinkedDecision>(
    sorted.map(decision => [
      decision.path,
      { ...decision, supersedes: [], supersededBy: [] },
    ]),
  );

  for (const decision of sorted) {
    for (const relation of ['supersedes', 'supersededBy'] as const) {
      for (const raw of decision[relation]) {
        const found = resolve(decision.path, raw);
        if (found.problem) {
          problems.push(found.problem);
        }
        add(linked.get(decision.path), relation, { raw, path: found.path });
        if (found.path !== null) {
          const inverse =
            relation === 'supersedes' ? 'supersededBy' : 'supersedes';
          add(linked.get(found.path), inverse, {
            raw: posix.basename(decision.path),
            path: decision.path,
          });
        }
      }
    }
  }

  const result = [...linked.values()];
  problems.push(...contradictions(result, linked), ...cycles(result, linked));
  return { decisions: result, problems };
}

function add(
  decision: LinkedDecision | undefined,
  relation: 'supersedes' | 'supersededBy',
  link: ResolvedLink,
) {
  if (
    decision &&
    !decision[relation].some(known =>
      link.path === null ? known.raw === link.raw : known.path === link.path,
    )
  ) {
    decision[relation].push(link);
  }
}

function createResolver(decisions: readonly ParsedDecision[]) {
  const byPath = new Map(decisions.map(({ path }) => [path, path]));
  const byName = new Map<string, string[]>();
  const byNumber = new Map<number, string[]>();
  for (const { path, number } of decisions) {
    const name = posix.basename(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
    if (number !== null) {
      byNumber.set(number, [...(byNumber.get(number) ?? []), path]);
    }
  }

  return (
    from: string,
    raw: string,
  ):
    | { path: string | null; problem?: never }
    | { path: null; problem: Problem } => {
    // Another repository, another entity: not ours to resolve, and no mistake.
    if (/^[a-z][a-z0-9+.-]*:/i.test(raw)) {
      return { path: null };
    }
    const target = raw.split(/[#?]/)[0];
    const number = /^(?:ADR[-_ ]?|#)?(\d{1,6})$/i.exec(raw.trim())?.[1];
    const candidates =
      number === undefined
        ? [byPath.get(posix.join(posix.dirname(from), target))].flatMap(path =>
            path === undefined
              ? byName.get(posix.basename(target)) ?? []
              : [path],
          )
        : byNumber.get(Number(number)) ?? [];
    const [path] = candidates;
    if (candidates.length === 1 && path !== from) {
      return { path };
    }
    return { path: null, problem: unresolved(from, raw, candidates) };
  };
}

function unresolved(path: string, raw: string, candidates: string[]): Problem {
  const reference = raw.slice(0, 80);
  if (candidates.length > 1) {
    return {
      path,
      code: 'ambiguous-reference',
      severity: 'warning',
      reason: `"${reference}" can mean ${candidates.slice(0, 5).join(' or ')}.`,
      fix: 'Link to the file instead of naming the number.',
      line: null,
    };
  }
  if (candidates.length === 1) {
    return {
      path,
      code: 'cycle',
      severity: 'warning',
      reason:
        'The record refers to itself as the one it supersedes or is superseded by.',
      fix: 'Name the other record.',
      line: null,
    };
  }
  return {
    path,
    code: 'unknown-reference',
    severity: 'warning',
    reason: `"${reference}" is no record of this component.`,
    fix: 'Link to the file of the other record, relative to this one.',
    line: null,
  };
}

function duplicateNumbers(decisions: readonly ParsedDecision[]): Problem[] {
  const first = new Map<number, string>();
  const problems: Problem[] = [];
  for (const { path, number } of decisions) {
    if (number === null) {
      continue;
    }
    const other = first.get(number);
    if (other === undefined) {
      first.set(number, path);
    } else {
      problems.push({
        path,
        code: 'duplicate-number',
        severity: 'warning',
        reason: `The number ${number} is taken by ${other}.`,
        fix: 'Give this record the next free number.',
        line: null,
      });
    }
  }
  return problems;
}

function contradictions(
  decisions: readonly LinkedDecision[],
  byPath: ReadonlyMap<string, LinkedDecision>,
): Problem[] {
  return decisions.flatMap((decision): Problem[] => {
    const { path, status, supersededBy } = decision;
    if (status === 'superseded' && !supersededBy.length) {
      return [
        {
          path,
          code: 'no-successor',
          severity: 'warning',
          reason: 'The record is superseded, but nothing says by which record.',
          fix: 'Write "superseded by" and a link to the newer record as the status.',
          line: null,
        },
      ];
    }
    const successor = supersededBy
      .map(link => byPath.get(link.path ?? ''))
      .find(
        newer => newer && ['accepted', 'superseded'].includes(newer.status),
      );
    if (successor && (status === 'accepted' || status === 'proposed')) {
      return [
        {
          path,
          code: 'one-sided',
          severity: 'warning',
          reason: `The record is ${status}, although ${successor.path} supersedes it.`,
          fix: `Change the status to "superseded by [${
            successor.title
          }](${posix.relative(posix.dirname(path), successor.path)})".`,
          line: null,
        },
      ];
    }
    return [];
  });
}

/** Each cycle once, reported on the first of its records. */
function cycles(
  decisions: readonly LinkedDecision[],
  byPath: ReadonlyMap<string, LinkedDecision>,
): Problem[] {
  const done = new Set<string>();
  const problems: Problem[] = [];
  for (const start of decisions) {
    // Depth first without recursion: a chain may have as many links as there are records.
    const trail: { path: string; next: string[] }[] = [];
    const enter = (path: string) =>
      trail.push({
        path,
        next: (byPath.get(path)?.supersedes ?? [])
          .map(link => link.path)
          .filter((target): target is string => target !== null),
      });
    if (!done.has(start.path)) {
      enter(start.path);
    }
    while (trail.length) {
      const current = trail[trail.length - 1];
      const target = current.next.pop();
      if (target === undefined) {
        done.add(current.path);
        trail.pop();
      } else if (trail.some(({ path }) => path === target)) {
        const from = trail.findIndex(({ path }) => path === target);
        const members = trail.slice(from).map(({ path }) => path);
        const path = [...members].sort(compare)[0];
        problems.push({
          path,
          code: 'cycle',
          severity: 'warning',
          reason: `These records supersede one another in a circle: ${[
            ...members,
            target,
          ]
            .slice(0, 10)
            .join(' → ')}.`,
          fix: 'Remove the reference that points from the older record to the newer one.',
          line: null,
        });
      } else if (!done.has(target)) {
        enter(target);
      }
    }
  }
  return problems;
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
