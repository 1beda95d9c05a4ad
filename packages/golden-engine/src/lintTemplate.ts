import { sampleAnswers } from './answers';
import { isGoldenError } from './goldenError';
import {
  GoldenTemplate,
  optionsOf,
  parameterSchemas,
  RENDERED_SUFFIX,
  ruleFor,
  secretParameters,
} from './goldenTemplate';
import { JsonObject } from './json';
import { findReferences } from './references';
import { render, RenderResult } from './render';

/**
 * One thing to mend in a template before it is published.
 *
 * @public
 */
export interface LintProblem {
  readonly rule:
    | 'unknown-variable'
    | 'computed-variable'
    | 'unused-parameter'
    | 'missing-default'
    | 'too-many-questions'
    | 'untested-option'
    | 'secret-in-output'
    | 'unrendered-output'
    | 'unused-rule'
    | 'does-not-render';
  /** Where: a path in the template source, or in the output for `unrendered-output`. */
  readonly path: string;
  readonly message: string;
}

const MAX_QUESTIONS = 6;

/** The sample answers, and one variant for each other option of each closed question. */
function variants(template: GoldenTemplate): JsonObject[] {
  const sample = sampleAnswers(template);
  return [
    sample,
    ...Object.entries(parameterSchemas(template)).flatMap(([name, schema]) =>
      optionsOf(schema).map(option => ({ ...sample, [name]: option })),
    ),
  ];
}

/**
 * Checks what the form of a template cannot: that its questions are few, answered by default, used, and
 * tested where they have options, that its text asks for nothing else, and that every option renders without leaving template syntax behind.
 *
 * @returns all problems; an empty list says the template may be published
 * @public
 */
export function lintTemplate(template: GoldenTemplate): LintProblem[] {
  const problems: LintProblem[] = [];
  const schemas = parameterSchemas(template);
  const secrets = secretParameters(template);
  const used = new Set<string>();

  const sources = [
    ...template.skeleton.map(({ path, references }) => ({
      path: `skeleton/${path}`,
      references,
    })),
    ...template.fileRules.map(({ when }) => ({
      path: 'golden.yaml',
      references: when === undefined ? [] : findReferences(`\${{ (${when}) }}`),
    })),
  ];
  for (const { path, references } of sources) {
    for (const {
      path: [root, name],
      line,
      dynamic,
    } of references) {
      const place = `${path}:${line}`;
      if (root === 'values' && name !== undefined) {
        used.add(name);
        if (!Object.hasOwn(schemas, name)) {
          problems.push({
            rule: 'unknown-variable',
            path: place,
            message: `values.${name} is not a parameter`,
          });
        } else if (secrets.has(name)) {
          problems.push({
            rule: 'secret-in-output',
            path: place,
            message: `values.${name} is a secret and would be committed`,
          });
        }
      } else if (root === 'values' || dynamic) {
        problems.push({
          rule: 'computed-variable',
          path: place,
          message: 'A parameter must be read by its name, as values.name',
        });
      } else if (
        root !== 'template' ||
        (name !== 'name' && name !== 'version')
      ) {
        problems.push({
          rule: 'unknown-variable',
          path: place,
          message: `${[root, name]
            .filter(Boolean)
            .join('.')} is neither a parameter (values.…) nor of the template`,
        });
      }
    }
  }

  for (const [name, schema] of Object.entries(schemas)) {
    if (!used.has(name) && !secrets.has(name)) {
      problems.push({
        rule: 'unused-parameter',
        path: 'golden.yaml',
        message: `The parameter ${name} is asked for and never used`,
      });
    }
    if (optionsOf(schema).length > 0 && !template.matrix.includes(name)) {
      problems.push({
        rule: 'untested-option',
        path: 'golden.yaml',
        message: `The options of ${name} are not in the matrix, so no release tests them`,
      });
    }
    if (name !== 'name' && schema.default === undefined) {
      problems.push({
        rule: 'missing-default',
        path: 'golden.yaml',
        message: `The parameter ${name} has no default; only the name may be without`,
      });
    }
  }
  if (Object.keys(schemas).length > MAX_QUESTIONS) {
    problems.push({
      rule: 'too-many-questions',
      path: 'golden.yaml',
      message: `${
        Object.keys(schemas).length
      } questions are asked; at most ${MAX_QUESTIONS} may be`,
    });
  }

  const rendered: RenderResult[] = [];
  for (const answers of variants(template)) {
    try {
      rendered.push(render(template, answers));
    } catch (error) {
      if (!isGoldenError(error)) throw error;
      problems.push({
        rule: 'does-not-render',
        path: 'skeleton',
        message: `${error.message} (answers ${JSON.stringify(answers)})`,
      });
    }
  }

  const copied = new Set(
    template.skeleton
      .filter(file => !file.path.endsWith(RENDERED_SUFFIX))
      .map(file => file.bytes),
  );
  const leftovers = new Set<string>();
  const matched = new Set<string>();
  for (const { files } of rendered) {
    for (const file of files) {
      matched.add(ruleFor(template.fileRules, file.path).match);
      if (!copied.has(file.bytes) && Buffer.from(file.bytes).includes('${{')) {
        leftovers.add(file.path);
      }
    }
  }
  for (const path of leftovers) {
    problems.push({
      rule: 'unrendered-output',
      path,
      message:
        'The rendered file still has ${{ in it; copy it verbatim (no .njk) if it must',
    });
  }
  for (const { match } of rendered.length > 0 ? template.fileRules : []) {
    if (!matched.has(match)) {
      problems.push({
        rule: 'unused-rule',
        path: 'golden.yaml',
        message: `No file of the output matches ${match}`,
      });
    }
  }

  const seen = new Set<string>();
  return problems.filter(problem => {
    const key = JSON.stringify(problem);
    return !seen.has(key) && seen.add(key);
  });
}
