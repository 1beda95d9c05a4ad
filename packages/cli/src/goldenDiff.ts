import { diffFiles, updateRepository } from '@companyos/golden-engine';
import { borrowRepository } from './borrowRepository';
import { CliContext } from './CliContext';
import { EXIT } from './CliError';
import { Output } from './Output';
import { printable } from './printable';
import { TemplateOptions, templatesOf } from './templatesOf';
import { updateAnswers, UpdateAnswerOptions } from './updateAnswers';
import { openWorkRepository } from './workRepository';

/**
 * `companyos golden diff`: what an update would do to the last commit, as a unified diff. It is worked out in a
 * scratch repository that only borrows from the person's, so nothing of theirs is written. Exit code 0 when it
 * would change nothing, 1 when something, like diff.
 */
export async function goldenDiff(
  context: CliContext,
  output: Output,
  _operands: readonly string[],
  options: TemplateOptions & UpdateAnswerOptions & { readonly dir?: string },
): Promise<number> {
  const repository = await openWorkRepository(context, options.dir);
  const templates = await templatesOf(context, options);
  return borrowRepository(repository.gitDir, async scratch => {
    const update = await updateRepository({
      gitDir: scratch,
      commit: repository.head,
      templates,
      to: options.to,
      answers: await updateAnswers(
        context,
        repository.root,
        templates,
        options,
      ),
      author: { name: 'companyos', email: 'companyos@companyos.invalid' },
      committedAtMs: context.now(),
    });
    const files =
      update.commit === undefined
        ? []
        : await diffFiles(scratch, repository.head, update.commit);
    output.json({
      status: update.status,
      from: update.from,
      to: update.to,
      files: update.files,
      conflicts: update.conflicts,
      notes: update.notes,
      diffs: files,
    });
    if (files.length === 0) {
      context.stderr.write(
        `Nothing would change: ${update.to} is what this repository has.\n`,
      );
    }
    for (const { path, diff } of files) {
      if (diff === undefined) output.line(`Binary file ${path} differs`);
      else output.raw(diff.replace(/\n$/, ''));
    }
    for (const { path, reason } of update.conflicts) {
      context.stderr.write(printable(`Conflict in ${path}: ${reason}\n`));
    }
    return files.length === 0 ? EXIT.ok : EXIT.failed;
  });
}
