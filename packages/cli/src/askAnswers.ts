import {
  checkAnswers,
  GoldenTemplate,
  JsonObject,
} from '@companyos/golden-engine';
import { parameterValue, questionsOf } from './parameterValue';
import { Prompt } from './Prompt';

/**
 * Asks for every answer that is not there yet. An answer that does not fit is asked for again, with the
 * template's own sentence; an empty line takes the default. Secrets are not asked for at a terminal that shows
 * what one types.
 *
 * @param only - the questions that may be asked; by default all
 */
export async function askAnswers(
  template: GoldenTemplate,
  given: JsonObject,
  prompt: Prompt,
  say: (line: string) => void,
  only?: ReadonlySet<string>,
): Promise<JsonObject> {
  let answers = given;
  for (const [name, schema] of questionsOf(template)) {
    const isOpen =
      !Object.hasOwn(answers, name) &&
      schema.writeOnly !== true &&
      (only?.has(name) ?? true);
    while (isOpen) {
      const line = await prompt.ask(questionOf(name, schema));
      // Whoever wants nothing of what is asked takes the default, or leaves it open.
      const attempt: JsonObject =
        line === ''
          ? answers
          : {
              ...answers,
              [name]: parameterValue(schema, chosen(schema, line)),
            };
      const problem = checkAnswers(template, attempt).problems.find(
        ({ path }) => path === `/${name}` || path.startsWith(`/${name}/`),
      );
      if (!problem) {
        answers = attempt;
        break;
      }
      say(
        line === ''
          ? '  This one has no default; an answer is needed.'
          : `  ${sentence(problem.message)}`,
      );
    }
  }
  return answers;
}

/** `2` chooses the second option. */
function chosen(schema: JsonObject, line: string): string {
  const options = Array.isArray(schema.enum) ? schema.enum : [];
  if (options.some(value => String(value) === line)) return line;
  const option = /^\d+$/.test(line) ? options[Number(line) - 1] : undefined;
  return option === undefined ? line : String(option);
}

function questionOf(name: string, schema: JsonObject): string {
  const title = typeof schema.title === 'string' ? schema.title : name;
  const description =
    typeof schema.description === 'string' ? `\n  ${schema.description}` : '';
  const options = Array.isArray(schema.enum)
    ? `\n${schema.enum
        .map((value, index) => `  ${index + 1}) ${String(value)}`)
        .join('\n')}`
    : '';
  const kind = schema.type === 'boolean' ? ' (yes or no)' : '';
  return `${title}${kind}${description}${options}\n${fallback(schema)}> `;
}

function fallback({ default: value }: JsonObject): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '[yes] ' : '[no] ';
  return `[${typeof value === 'string' ? value : JSON.stringify(value)}] `;
}

function sentence(message: string): string {
  const text = `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}`;
  return text.endsWith('.') ? text : `${text}.`;
}
