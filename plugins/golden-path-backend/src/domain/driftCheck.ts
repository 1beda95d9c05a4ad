import { DriftReport } from '@companyos/golden-engine';
import { Drift } from '@companyos/plugin-golden-path-common';

const MAX_NAMED = 5;

/** What the check of an update's commit says of the engine's report on it. */
export function driftCheck(
  report: DriftReport,
  to: string,
): { status: 'passed' | 'failed'; summary: string } {
  const failed = (summary: string) => ({ status: 'failed' as const, summary });
  if (report.status === 'undecided' || report.status === 'tampered') {
    return failed(report.problems.join(' ') || `The lock is ${report.status}`);
  }
  if (report.version !== to) {
    return failed(
      `The lock file names ${report.version ?? 'no version'}, not ${to}`,
    );
  }
  if (report.status === 'edited') {
    const paths = report.edited
      .filter(({ patch }) => !patch || patch.expired)
      .map(({ path }) => path);
    return failed(
      `${nameSome(paths)} not as the template keeps ${
        paths.length === 1 ? 'it' : 'them'
      }; restore or declare a patch`,
    );
  }
  return { status: 'passed', summary: `As ${report.template}@${to} keeps it` };
}

/** `a, b and 3 more are`, for the begin of a sentence. */
export function nameSome(paths: readonly string[]): string {
  const named = paths.slice(0, MAX_NAMED).join(', ');
  const more = paths.length - MAX_NAMED;
  const verb = paths.length === 1 ? 'is' : 'are';
  return `${named}${more > 0 ? ` and ${more} more` : ''} ${verb}`;
}

/** The report as it is kept and shown. */
export function driftOf(report: DriftReport): Drift {
  return {
    status: report.status,
    behind: report.behind,
    edited: report.edited.map(({ path, kind, patch }) => ({
      path,
      kind,
      ...(patch && { patch: patchOf(patch) }),
    })),
    patches: report.patches.map(patchOf),
    problems: [...report.problems],
  };
}

function patchOf({
  path,
  reason,
  ticket,
  expires,
  expired,
}: DriftReport['patches'][number]) {
  return { path, reason, ...(ticket && { ticket }), expires, expired };
}

/**
 * When time alone may change the report: the first midnight (UTC) after the last day of a patch that holds.
 *
 * @returns ISO time
 */
export function nextExpiry(drift: Drift): string | undefined {
  const [first] = drift.patches
    .filter(({ expired }) => !expired)
    .map(({ expires }) => Date.parse(`${expires}T00:00:00.000Z`))
    .filter(time => !Number.isNaN(time))
    .sort((a, b) => a - b);
  return first === undefined
    ? undefined
    : new Date(first + 24 * 60 * 60 * 1000).toISOString();
}
