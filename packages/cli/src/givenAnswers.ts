import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { JsonObject } from '@companyos/golden-engine';
import { parse } from 'yaml';
import { CliError, EXIT } from './CliError';
import { parameterValue, questionsOf } from './parameterValue';

const MAX_BYTES = 256 * 1024;

/**
 * The answers somebody brought along: those of a file, and over them those of the command line.
 *
 * @param assignments - each `key=value`
 * @throws CliError
 */
export async function givenAnswers(
  template: { readonly name: string; readonly parameters: JsonObject },
  given: {
    readonly cwd: string;
    readonly file?: string;
    readonly assignments?: readonly string[];
  },
): Promise<JsonObject> {
  const questions = questionsOf(template);
  const answers = new Map(
    Object.entries(
      given.file === undefined
        ? {}
        : await readAnswersFile(resolve(given.cwd, given.file), given.file),
    ),
  );
  for (const assignment of given.assignments ?? []) {
    const at = assignment.indexOf('=');
    if (at < 1) {
      throw new CliError(
        `--set ${JSON.stringify(assignment)} is no assignment.`,
        { next: '--set key=value', exitCode: EXIT.usage },
      );
    }
    const key = assignment.slice(0, at);
    const schema = questions.get(key);
    if (!schema) throw unknownAnswer(template.name, key, questions);
    answers.set(key, parameterValue(schema, assignment.slice(at + 1)));
  }
  for (const key of answers.keys()) {
    if (!questions.has(key)) throw unknownAnswer(template.name, key, questions);
  }
  return Object.fromEntries(answers);
}

function unknownAnswer(
  template: string,
  key: string,
  questions: ReadonlyMap<string, unknown>,
): CliError {
  return new CliError(
    `The template ${template} doesn't ask for ${JSON.stringify(
      key.slice(0, 100),
    )}; it asks for ${[...questions.keys()].join(', ')}.`,
    { exitCode: EXIT.usage },
  );
}

async function readAnswersFile(
  path: string,
  shownAs: string,
): Promise<JsonObject> {
  let text: string;
  try {
    const handle = await open(path);
    try {
      const buffer = Buffer.alloc(MAX_BYTES + 1);
      let length = 0;
      // A pipe gives its bytes in pieces.
      for (;;) {
        const { bytesRead } = await handle.read(
          buffer,
          length,
          buffer.length - length,
        );
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      if (length > MAX_BYTES) {
        throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      }
      text = buffer.subarray(0, length).toString();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CliError(
      `The answers ${shownAs} can't be read: ${reasonOf(error)}.`,
      { exitCode: EXIT.usage, cause: error },
    );
  }
  let document: unknown;
  try {
    // JSON is YAML too. No aliases: they are how a small file becomes a large one.
    document = parse(text, { maxAliasCount: 0, uniqueKeys: true });
  } catch (error) {
    throw new CliError(
      `The answers ${shownAs} are neither JSON nor YAML: ${reasonOf(error)}`,
      { exitCode: EXIT.usage, cause: error },
    );
  }
  if (
    typeof document !== 'object' ||
    document === null ||
    Array.isArray(document)
  ) {
    throw new CliError(
      `The answers ${shownAs} must be an object, such as {"name": "payment-api"}.`,
      { exitCode: EXIT.usage },
    );
  }
  return JSON.parse(JSON.stringify(document));
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(
    '\n',
  )[0];
}
