import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GOLDEN_LOCK_PATH,
  GoldenLock,
  JsonObject,
  readLock,
  TemplateFolder,
  updateQuestions,
} from '@companyos/golden-engine';
import { askAnswers } from './askAnswers';
import { CliContext } from './CliContext';
import { CliError } from './CliError';
import { givenAnswers } from './givenAnswers';
import { Prompt } from './Prompt';

/** Options of an update that bring answers. */
export interface UpdateAnswerOptions {
  readonly to?: string;
  readonly set?: readonly string[];
  readonly answers?: string;
  readonly yes?: boolean;
}

/**
 * The lock file of a work tree.
 *
 * @throws CliError when there is none, GoldenError when it can't be read
 */
export async function lockIn(root: string): Promise<GoldenLock> {
  const bytes = await readFile(join(root, GOLDEN_LOCK_PATH)).catch(error => {
    throw new CliError(
      `There is no ${GOLDEN_LOCK_PATH} here, so this repository is not on the golden path.`,
      { next: 'companyos golden adopt --template <name>', cause: error },
    );
  });
  return readLock(bytes);
}

/**
 * Answers to what the new version of a template asks: those given, and where a person is there, theirs. What
 * is missing after that is for the engine to say.
 *
 * @returns undefined when there are none
 */
export async function updateAnswers(
  context: CliContext,
  root: string,
  templates: TemplateFolder,
  options: UpdateAnswerOptions,
): Promise<JsonObject | undefined> {
  const lock = await lockIn(root);
  const hasAnswers =
    options.answers !== undefined || (options.set ?? []).length > 0;
  const mayAsk = context.isInteractive && !options.yes;
  if (!hasAnswers && !mayAsk) return undefined;

  const target = await templates.get(lock.template, options.to);
  const given = await givenAnswers(target, {
    cwd: context.cwd,
    file: options.answers,
    assignments: options.set,
  });
  const open = new Set(
    updateQuestions(lock, target)
      .map(({ name }) => name)
      .filter(name => !Object.hasOwn(given, name)),
  );
  if (!mayAsk || open.size === 0) return hasAnswers ? given : undefined;

  const prompt = new Prompt(context);
  try {
    context.stderr.write(
      `${target.name}@${target.version} asks what ${lock.version} did not.\n\n`,
    );
    return await askAnswers(
      target,
      given,
      prompt,
      line => context.stderr.write(`${line}\n`),
      open,
    );
  } finally {
    prompt.close();
  }
}
