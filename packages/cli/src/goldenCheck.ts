import { checkDrift, DriftReport } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { Output } from './Output';
import { quoted } from './quoted';
import { TemplateOptions, templatesOf } from './templatesOf';
import { findRoot } from './workRepository';
import { workTreeReader } from './workTreeReader';

/** `companyos golden check`: says where the files of a work tree stand; the exit code says it too. */
export async function goldenCheck(
  context: CliContext,
  output: Output,
  _operands: readonly string[],
  options: TemplateOptions & { readonly dir?: string },
): Promise<number> {
  const root = await findRoot(context, options.dir);
  const report = await checkDrift({
    repository: workTreeReader(context, root),
    templates: await templatesOf(context, options),
    now: new Date(context.now()),
  });
  output.json(report);
  for (const line of sentencesOf(report)) output.line(line);
  return report.exitCode;
}

function sentencesOf(report: DriftReport): string[] {
  const at = `${report.template}@${report.version}`;
  const open = report.edited.filter(({ patch }) => !patch || patch.expired);
  const lines: string[] = [];
  switch (report.status) {
    case 'current':
      lines.push(`Current: ${at} is the newest.`);
      break;
    case 'outdated':
      lines.push(
        `Behind by ${report.behind}: made from ${at}, the newest is ${report.latest}.`,
        'Next: companyos golden diff, then companyos golden update',
      );
      break;
    case 'edited':
      lines.push(
        open.length === 1
          ? `Edited: 1 managed file is not as ${at} keeps it.`
          : `Edited: ${open.length} managed files are not as ${at} keeps them.`,
        ...open.map(({ path, kind }) => `  ${kind.padEnd(7)} ${path}`),
      );
      if (report.behind > 0) {
        lines.push(
          `Behind by ${report.behind}; the newest is ${report.latest}.`,
        );
      }
      if (open.length > 0) {
        lines.push(
          `Next: undo the change, or answer for it: companyos golden patch ${quoted(
            open[0].path,
          )} --reason … --expires YYYY-MM-DD`,
        );
      }
      break;
    case 'tampered':
      lines.push(
        'Tampered with: the lock file is not what the engine wrote.',
        'Next: git log -p -- .companyos/golden.lock.json',
      );
      break;
    default:
      lines.push('Undecided: it cannot be told where this repository stands.');
  }
  lines.push(...report.problems.map(problem => `  ${problem}`));
  for (const { path, reason, ticket, expires, expired } of report.patches) {
    lines.push(
      `Declared: ${path}, ${
        expired ? `expired on ${expires}` : `until ${expires}`
      }: ${reason}${ticket ? ` (${ticket})` : ''}`,
    );
  }
  return lines;
}
