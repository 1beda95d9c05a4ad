import { updateRepository } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';
import { gitAuthor } from './gitAuthor';
import { Output } from './Output';
import { quoted } from './quoted';
import { TemplateOptions, templatesOf } from './templatesOf';
import { updateAnswers, UpdateAnswerOptions } from './updateAnswers';
import {
  assertClean,
  makeBranch,
  moveBranchTo,
  openWorkRepository,
} from './workRepository';

/**
 * `companyos golden update`: merges a newer version of the template. Without conflicts the current branch moves
 * to the merge commit (or `--branch` is made there). With conflicts the merge waits on a branch of its own,
 * with markers in the files, and the exit code is 1. Uncommitted work is refused before anything happens.
 */
export async function goldenUpdate(
  context: CliContext,
  output: Output,
  _operands: readonly string[],
  options: TemplateOptions &
    UpdateAnswerOptions & {
      readonly dir?: string;
      readonly branch?: string;
      readonly author?: string;
    },
): Promise<number> {
  const repository = await openWorkRepository(context, options.dir);
  await assertClean(context, repository);
  if (repository.branch === undefined && options.branch === undefined) {
    throw new CliError('HEAD is on no branch, so there is none to move.', {
      next: 'companyos golden update --branch <name>',
    });
  }
  const templates = await templatesOf(context, options);
  const author = await gitAuthor(repository.root, context.env, options.author);
  const update = await updateRepository({
    gitDir: repository.gitDir,
    commit: repository.head,
    templates,
    to: options.to,
    answers: await updateAnswers(context, repository.root, templates, options),
    author,
    committedAtMs: context.now(),
  });
  const { status, from, to, commit, files, conflicts, notes } = update;
  const isMerged = status === 'clean' && commit !== undefined;
  const isConflicting = status === 'conflicts' && commit !== undefined;
  const branch =
    options.branch ??
    (isConflicting ? `companyos/golden-path/${to}` : repository.branch);
  if (commit !== undefined) {
    if (isMerged && options.branch === undefined) {
      await moveBranchTo(context, repository, commit);
    } else if (branch !== undefined) {
      await makeBranch(context, repository, branch, commit);
    }
  }
  output.json({ status, from, to, branch, commit, files, conflicts, notes });

  if (commit === undefined) {
    output.line(`Nothing to do: this repository has ${to} already.`);
    return EXIT.ok;
  }
  for (const { path, change } of files) {
    output.line(`  ${change.padEnd(7)} ${path}`);
  }
  for (const { version, text } of notes) output.line(`${version}: ${text}`);
  if (isConflicting) {
    output.line(
      `Updated ${from} to ${to} with ${conflicts.length} ${
        conflicts.length === 1 ? 'conflict' : 'conflicts'
      } on the branch ${branch}; the branch you are on has not changed.`,
    );
    for (const { path, reason } of conflicts) {
      output.line(`  conflict ${path}: ${reason}`);
    }
    output.line(
      `Next: git switch ${quoted(
        String(branch),
      )}, take the markers out, git commit -a, then merge that branch`,
    );
    return EXIT.failed;
  }
  output.line(
    `Updated ${from} to ${to} on ${branch}, commit ${commit.slice(0, 12)}.`,
  );
  output.line(
    options.branch === undefined
      ? 'Next: make ci, then git push'
      : `Next: git push -u origin ${quoted(options.branch)}`,
  );
  return EXIT.ok;
}
