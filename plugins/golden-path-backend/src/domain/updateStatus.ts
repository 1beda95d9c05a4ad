import {
  UpdateCheck,
  UpdateStatus,
} from '@companyos/plugin-golden-path-common';

/** Whether there is anything left that a person has to merge by hand. */
export const MERGE_CHECK = 'golden/merge';
/** Whether the commit is what its template says. */
export const DRIFT_CHECK = 'golden/check';
/** The repository's own gates. */
export const CI_CHECK = 'ci';

/** What every update has to pass; outside systems may add to it. */
export const REQUIRED_CHECKS = [MERGE_CHECK, DRIFT_CHECK, CI_CHECK] as const;

/**
 * Where the checks of its commit leave an update that is under way. A required check that is not there counts as
 * pending, so that nothing becomes ready by saying less.
 */
export function updateStatus(
  checks: readonly Pick<UpdateCheck, 'name' | 'status'>[],
): Exclude<UpdateStatus, 'merged' | 'closed'> {
  const failed = checks.filter(({ status }) => status === 'failed');
  if (failed.some(({ name }) => name === MERGE_CHECK)) return 'conflicts';
  if (failed.length) return 'failed';
  const passed = new Set(
    checks.filter(({ status }) => status === 'passed').map(({ name }) => name),
  );
  return passed.size === checks.length &&
    REQUIRED_CHECKS.every(name => passed.has(name))
    ? 'ready'
    : 'checking';
}
