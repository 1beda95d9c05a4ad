import {
  checkAnswers,
  GoldenTemplate,
  JsonObject,
} from '@companyos/golden-engine';
import { askAnswers } from './askAnswers';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';
import { givenAnswers } from './givenAnswers';
import { Prompt } from './Prompt';

/**
 * The answers a template needs: from the command line and a file, and where there is somebody to ask, from
 * them. Nothing is missing afterwards.
 *
 * @throws CliError that says which answer is wrong or missing
 */
export async function completeAnswers(
  context: CliContext,
  template: GoldenTemplate,
  request: {
    /** To say what to type next. */
    readonly command: string;
    readonly name?: string;
    readonly options: {
      readonly answers?: string;
      readonly set?: readonly string[];
    };
    readonly prompt?: Prompt;
  },
): Promise<JsonObject> {
  const { command, name, options, prompt } = request;
  const given = await givenAnswers(template, {
    cwd: context.cwd,
    file: options.answers,
    assignments: [
      ...(name === undefined ? [] : [`name=${name}`]),
      ...(options.set ?? []),
    ],
  });
  const { problems } = checkAnswers(template, given);
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const { path, message } of problems) {
    if (message === 'is required') missing.push(path.slice(1));
    else wrong.push(`${path.slice(1)}: ${message}`);
  }
  if (wrong.length > 0) {
    throw new CliError(
      `The answers don't fit ${template.name}@${template.version}. ${wrong.join(
        ' ',
      )}`,
      { next: `${command} --set key=value`, exitCode: EXIT.usage },
    );
  }
  if (prompt) {
    context.stderr.write(
      `${template.title} (${template.name}@${template.version}). Enter takes what stands in brackets.\n\n`,
    );
    return askAnswers(template, given, prompt, line =>
      context.stderr.write(`${line}\n`),
    );
  }
  if (missing.length > 0) {
    throw new CliError(
      `The template ${template.name} needs an answer for ${missing.join(
        ' and ',
      )}, and nobody is here to ask.`,
      {
        next: [command, ...missing.map(key => `--set ${key}=…`)].join(' '),
        exitCode: EXIT.usage,
      },
    );
  }
  return given;
}
