import type { UpdatePreview } from '@companyos/plugin-golden-path-common';

/** What a new version of a template asks. */
export type Question = UpdatePreview['questions'][number];

/** Answers so far, by the name of the question. */
export type Answers = Record<string, string | number | boolean>;

/** How a question can be answered on a page. */
export type QuestionKind = 'choice' | 'yesNo' | 'number' | 'text' | 'none';

/** The values of a question that is answered by one of several texts. */
export function choicesOf({ schema }: Question): string[] | undefined {
  const { enum: values } = schema;
  return Array.isArray(values) &&
    values.length > 0 &&
    values.every(value => typeof value === 'string')
    ? values
    : undefined;
}

export function kindOf(question: Question): QuestionKind {
  const { type } = question.schema;
  if (choicesOf(question)) return 'choice';
  if (type === 'boolean') return 'yesNo';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' ? 'text' : 'none';
}

/** The text of a keyword of the question's schema. */
export function textOf(question: Question, keyword: string) {
  const value = question.schema[keyword];
  return typeof value === 'string' ? value : undefined;
}

/** The number of a keyword of the question's schema. */
export function numberOf(question: Question, keyword: string) {
  const value = question.schema[keyword];
  return typeof value === 'number' ? value : undefined;
}

/** What is wrong with an answer, as far as it can be told here; the back end checks it again. */
export function problemOf(
  question: Question,
  answer: Answers[string] | undefined,
): 'missing' | 'pattern' | undefined {
  if (answer === undefined || answer === '') return 'missing';
  const pattern = textOf(question, 'pattern');
  if (typeof answer !== 'string' || pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, 'u').test(answer) ? undefined : 'pattern';
  } catch {
    return undefined;
  }
}
