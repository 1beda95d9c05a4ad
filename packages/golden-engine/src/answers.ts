import canonicalize from 'canonicalize';
import { GoldenError, Problem } from './goldenError';
import {
  GoldenTemplate,
  listProblems,
  parameterSchemas,
  problemsOf,
  secretParameters,
  validatorOf,
} from './goldenTemplate';
import { isJsonObject, JsonObject, JsonValue, pointer, toJson } from './json';

const MAX_ANSWERS_BYTES = 64 * 1024;

/**
 * The outcome of {@link checkAnswers}.
 *
 * @public
 */
export interface CheckedAnswers {
  /** The answers with the schema's defaults filled in. Only usable when there are no problems. */
  readonly answers: JsonObject;
  readonly problems: readonly Problem[];
}

/** Text in an answer that some later reader (template engine, CI runner) would take for a program. */
function expressionProblems(value: JsonValue, path: string): Problem[] {
  if (typeof value === 'string') {
    return /\$\{\{|\{%|\{#/.test(value)
      ? [
          {
            path,
            message: 'must not contain template syntax such as ${{, {% or {#',
          },
        ]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      expressionProblems(item, pointer(path, index)),
    );
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, item]) =>
        expressionProblems(item, pointer(path, key)),
      )
    : [];
}

/**
 * Validates answers against the template's parameters and fills in the defaults. Does not throw on
 * bad answers: a form wants all the problems, one for each place.
 *
 * @public
 */
export function checkAnswers(
  template: GoldenTemplate,
  input: unknown,
): CheckedAnswers {
  let answers: JsonValue;
  try {
    answers = toJson(input);
  } catch (error) {
    return {
      answers: {},
      problems: [
        {
          path: '',
          message: `holds ${
            error instanceof TypeError ? error.message : 'no plain JSON'
          }`,
        },
      ],
    };
  }
  if (!isJsonObject(answers)) {
    return { answers: {}, problems: [{ path: '', message: 'must be object' }] };
  }
  if (Buffer.byteLength(canonicalize(answers) ?? '') > MAX_ANSWERS_BYTES) {
    return {
      answers: {},
      problems: [
        { path: '', message: `must be at most ${MAX_ANSWERS_BYTES} bytes` },
      ],
    };
  }

  const schemas = parameterSchemas(template);
  const validate = validatorOf(template);
  validate(answers);
  const found = new Map<string, Problem>();
  for (const problem of [
    ...problemsOf(validate.errors),
    ...expressionProblems(answers, ''),
  ]) {
    const schema = schemas[problem.path.split('/')[1] ?? ''];
    const message =
      typeof schema?.errorMessage === 'string' &&
      problem.message !== 'is required'
        ? schema.errorMessage
        : problem.message;
    // One place, one sentence: a name that breaks length and pattern is one bad name.
    if (!found.has(problem.path)) {
      found.set(problem.path, { path: problem.path, message });
    }
  }
  return { answers, problems: [...found.values()] };
}

/**
 * The answers with defaults.
 *
 * @throws {@link GoldenError} `answers-invalid`
 */
export function requireAnswers(
  template: GoldenTemplate,
  input: unknown,
): JsonObject {
  const { answers, problems } = checkAnswers(template, input);
  if (problems.length > 0) {
    throw new GoldenError(
      'answers-invalid',
      `The answers do not fit ${template.name}@${
        template.version
      }: ${listProblems(problems)}`,
      problems,
    );
  }
  return answers;
}

/** The answers a lock file may hold: all but the secrets. */
export function storableAnswers(
  template: GoldenTemplate,
  answers: JsonObject,
): JsonObject {
  const secrets = secretParameters(template);
  return Object.fromEntries(
    Object.entries(answers).filter(([name]) => !secrets.has(name)),
  );
}

/**
 * Answers that fit the template, for previews and checks: the given ones where they are valid, else the
 * schema's default, else its first example, else a plausible name.
 *
 * @public
 */
export function sampleAnswers(
  template: GoldenTemplate,
  given: unknown = {},
): JsonObject {
  const first = checkAnswers(template, given);
  const faulty = new Set(
    first.problems.map(problem => problem.path.split('/')[1]),
  );
  const answers = Object.fromEntries(
    Object.entries(first.answers).filter(([name]) => !faulty.has(name)),
  );
  for (const [name, schema] of Object.entries(parameterSchemas(template))) {
    if (!Object.hasOwn(answers, name) && schema.default === undefined) {
      const [example] = Array.isArray(schema.examples) ? schema.examples : [];
      const [option] = Array.isArray(schema.enum) ? schema.enum : [];
      if (example !== undefined) answers[name] = example;
      else if (option !== undefined) answers[name] = option;
      else if (schema.type === 'string') answers[name] = `my-${template.name}`;
    }
  }
  return answers;
}
