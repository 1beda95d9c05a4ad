import { adoptRepository } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError } from './CliError';
import { completeAnswers } from './completeAnswers';
import { gitAuthor } from './gitAuthor';
import { Output } from './Output';
import { Prompt } from './Prompt';
import { quoted } from './quoted';
import { namedTemplate, TemplateOptions, templatesOf } from './templatesOf';
import {
  assertClean,
  makeBranch,
  moveBranchTo,
  openWorkRepository,
} from './workRepository';

/**
 * `companyos golden adopt`: brings a repository that was made otherwise onto the golden path. What it has stays
 * byte for byte; what it lacks is added.
 */
export async function goldenAdopt(
  context: CliContext,
  output: Output,
  _operands: readonly string[],
  options: TemplateOptions & {
    readonly template: string;
    readonly dir?: string;
    readonly set?: readonly string[];
    readonly answers?: string;
    readonly branch?: string;
    readonly author?: string;
    readonly yes?: boolean;
  },
): Promise<void> {
  const repository = await openWorkRepository(context, options.dir);
  await assertClean(context, repository);
  if (repository.branch === undefined && options.branch === undefined) {
    throw new CliError('HEAD is on no branch, so there is none to move.', {
      next: `companyos golden adopt --template ${options.template} --branch <name>`,
    });
  }
  const template = await namedTemplate(
    await templatesOf(context, options),
    options.template,
  );
  const author = await gitAuthor(repository.root, context.env, options.author);
  const prompt =
    context.isInteractive && !options.yes ? new Prompt(context) : undefined;
  const answers = await completeAnswers(context, template, {
    command: `companyos golden adopt --template ${options.template}`,
    options,
    prompt,
  }).finally(() => prompt?.close());
  const { commit, added, kept, patches } = await adoptRepository({
    gitDir: repository.gitDir,
    commit: repository.head,
    template,
    answers,
    author,
    committedAtMs: context.now(),
    now: new Date(context.now()),
  });
  if (options.branch === undefined) {
    await moveBranchTo(context, repository, commit);
  } else {
    await makeBranch(context, repository, options.branch, commit);
  }
  const branch = options.branch ?? repository.branch;
  output.json({
    template: template.name,
    version: template.version,
    branch,
    commit,
    added,
    kept,
    patches,
  });
  for (const path of added) output.line(`  added   ${path}`);
  for (const path of kept) output.line(`  kept    ${path}`);
  output.line(
    `On ${template.name}@${template.version} from now on: ${
      added.length
    } files added, ${kept.length} kept, commit ${commit.slice(
      0,
      12,
    )} on ${branch}.`,
  );
  if (patches.length > 0) {
    output.line(
      `${
        patches.length
      } managed files differ and are declared as patches for 90 days: ${patches.join(
        ', ',
      )}`,
    );
  }
  output.line(
    options.branch === undefined
      ? 'Next: make ci, then git push'
      : `Next: git push -u origin ${quoted(options.branch)}`,
  );
}
