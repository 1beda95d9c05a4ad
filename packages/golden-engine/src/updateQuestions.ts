import { compare, valid } from 'semver';
import { GoldenError } from './goldenError';
import {
  GoldenTemplate,
  Migration,
  parameterSchemas,
  secretParameters,
} from './goldenTemplate';
import { JsonObject, JsonValue, pointer } from './json';
import { UpdateQuestion } from './updateRepository';

/** What a lock file says that an update starts from. */
interface Origin {
  readonly version: string;
  readonly answers: JsonObject;
}

/** The migrations between a version and that of the target, oldest first. */
export function migrationsFrom(
  version: string,
  target: GoldenTemplate,
): readonly Migration[] {
  // What is no version comes before all of them.
  return target.migrations.filter(
    ({ to }) => valid(version) === null || compare(to, version) > 0,
  );
}

/** The recorded answers in the words of the target. */
export function migrateAnswers(
  { version, answers }: Origin,
  target: GoldenTemplate,
): JsonObject {
  let current = new Map<string, JsonValue>(Object.entries(answers));
  for (const { answers: change } of migrationsFrom(version, target)) {
    const next = new Map(current);
    for (const from of Object.keys(change.rename)) next.delete(from);
    for (const [from, to] of Object.entries(change.rename)) {
      const value = current.get(from);
      if (value !== undefined) next.set(to, value);
    }
    for (const name of change.remove) next.delete(name);
    for (const [name, value] of Object.entries(change.set)) {
      if (!next.has(name)) next.set(name, value);
    }
    current = next;
  }
  return Object.fromEntries(current);
}

/**
 * What an update to that version asks: parameters it requires, with neither a default nor, after its
 * migrations, an answer.
 *
 * @param lock - of the repository: its version and answers
 * @public
 */
export function updateQuestions(
  lock: { readonly version: string; readonly answers: JsonObject },
  target: GoldenTemplate,
): UpdateQuestion[] {
  const answers = migrateAnswers(lock, target);
  const secrets = secretParameters(target);
  const schemas = parameterSchemas(target);
  const { required } = target.parameters;
  return (Array.isArray(required) ? required : []).flatMap(name => {
    const isOpen =
      typeof name === 'string' &&
      Object.hasOwn(schemas, name) &&
      !Object.hasOwn(answers, name) &&
      !secrets.has(name) &&
      schemas[name].default === undefined;
    return isOpen ? [{ name, schema: schemas[name] }] : [];
  });
}

/**
 * The answers to render the target with.
 *
 * @throws {@link GoldenError} `answers-needed`
 */
export function answersFor(
  lock: Origin,
  target: GoldenTemplate,
  given: JsonObject = {},
): { answers: JsonObject; questions: UpdateQuestion[] } {
  const questions = updateQuestions(lock, target);
  const open = questions.filter(({ name }) => !Object.hasOwn(given, name));
  if (open.length > 0) {
    throw new GoldenError(
      'answers-needed',
      `${target.name}@${target.version} asks for ${open
        .map(({ name }) => name)
        .join(', ')}, which the lock file has no answer to`,
      open.map(({ name }) => ({
        path: pointer('', name),
        message: 'is required',
      })),
    );
  }
  return { answers: { ...migrateAnswers(lock, target), ...given }, questions };
}
