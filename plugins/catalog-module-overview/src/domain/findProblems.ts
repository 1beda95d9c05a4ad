import { ProcessingStatus } from '../api/overviewApiRef';

/** What usually fixes an error of processing. */
export type Fix =
  | 'gone'
  | 'refused'
  | 'unreachable'
  | 'duplicate'
  | 'yaml'
  | 'invalid'
  | 'other';

/** Something that makes an entity stale or broken. */
export type Problem =
  | {
      kind: 'error';
      name: string;
      message: string;
      fix: Fix;
      /** The location it stands at, when not at the entity itself. */
      at: string | undefined;
    }
  | { kind: 'orphan' }
  | { kind: 'missing'; refs: string[] }
  | { kind: 'overdue'; sinceIso: string }
  | { kind: 'differs' };

/**
 * Behind by this much, the catalog is not merely busy: it looks at each entity
 * every few minutes, and says beforehand when.
 */
const OVERDUE_MS = 10 * 60_000;

/**
 * What is wrong with an entity, the worst first; empty when nothing is.
 *
 * @param missingRefs - entities it refers to that the catalog does not know
 */
export function findProblems(
  entityRef: string,
  status: ProcessingStatus,
  missingRefs: readonly string[],
  nowMs: number,
): Problem[] {
  const problems: Problem[] = status.errors.map(error => ({
    kind: 'error',
    name: error.name,
    message: error.message,
    fix: findFix(error),
    at:
      error.entityRef && error.entityRef !== entityRef
        ? error.entityRef
        : undefined,
  }));
  if (status.orphan) {
    problems.push({ kind: 'orphan' });
  }
  if (missingRefs.length > 0) {
    problems.push({ kind: 'missing', refs: [...new Set(missingRefs)] });
  }
  if (nowMs - new Date(status.nextUpdateAt).getTime() > OVERDUE_MS) {
    problems.push({ kind: 'overdue', sinceIso: status.nextUpdateAt });
  } else if (status.unprocessedDiffers && status.errors.length === 0) {
    problems.push({ kind: 'differs' });
  }
  return problems;
}

/** The state that a list of problems amounts to. */
export function stateOf(
  problems: readonly Problem[],
): 'pass' | 'info' | 'warn' | 'fail' {
  if (problems.some(({ kind }) => kind === 'error')) {
    return 'fail';
  }
  if (problems.some(({ kind }) => kind !== 'differs')) {
    return 'warn';
  }
  return problems.length > 0 ? 'info' : 'pass';
}

const FIXES: [Fix, RegExp][] = [
  ['duplicate', /already (?:defined|registered|exists)|conflict(?:s|ing)? /i],
  ['yaml', /\byaml\b|malformed|bad indentation|document start/i],
  [
    'unreachable',
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|fetch failed|timed? ?out|50[234]/i,
  ],
  [
    'refused',
    /\b40[13]\b|unauthori[sz]ed|forbidden|bad credentials|is not allowed/i,
  ],
  ['gone', /ENOENT|\b404\b|not ?found|does not exist|no such file/i],
  ['invalid', /policy check failed|must |invalid|not valid|is not one of/i],
];

function findFix(error: { name: string; message: string }): Fix {
  if (error.name === 'NotFoundError') {
    return 'gone';
  }
  return (
    FIXES.find(([, pattern]) => pattern.test(error.message))?.[0] ?? 'other'
  );
}
