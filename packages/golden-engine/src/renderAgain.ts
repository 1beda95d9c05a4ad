import { checkAnswers, sampleAnswers } from './answers';
import { GoldenError } from './goldenError';
import {
  FileRule,
  GoldenTemplate,
  LOCK_PATH,
  ruleFor,
  secretParameters,
} from './goldenTemplate';
import { JsonObject } from './json';
import { GoldenLock } from './lock';
import { findReferences, Reference } from './references';
import { render, RenderedFile, RenderResult } from './render';

/**
 * A render from answers that were stored, so without the secrets among them.
 */
export interface RepeatedRender {
  readonly result: RenderResult;
  readonly files: ReadonlyMap<string, RenderedFile>;
  /**
   * Whether the bytes of a path, or that it is there at all, may hang on a secret that nobody knows any
   * more. The lint refuses such templates; one that never saw the lint must still not be misread.
   */
  readonly isUncertain: (path: string) => boolean;
}

function reads(
  references: readonly Reference[],
  secrets: ReadonlySet<string>,
): boolean {
  return references.some(
    ({ path: [root, name], dynamic }) =>
      root === 'values' &&
      (name === undefined ? dynamic || secrets.size > 0 : secrets.has(name)),
  );
}

function asksFor(rule: FileRule, secrets: ReadonlySet<string>): boolean {
  return (
    rule.when !== undefined &&
    reads(findReferences(`\${{ (${rule.when}) }}`), secrets)
  );
}

/**
 * Renders from stored answers. Secrets that are asked for and not given get a stand-in.
 *
 * @throws {@link GoldenError} `answers-needed` where no stand-in fits a secret's schema, and what `render`
 *   throws
 */
export function renderAgain(
  template: GoldenTemplate,
  answers: JsonObject,
): RepeatedRender {
  const secrets = secretParameters(template);
  const lost = new Set(
    [...secrets].filter(name => !Object.hasOwn(answers, name)),
  );
  let complete = answers;
  if (lost.size > 0) {
    const sample = sampleAnswers(template, answers);
    complete = {
      ...Object.fromEntries(
        Object.entries(sample).filter(([name]) => lost.has(name)),
      ),
      ...answers,
    };
    const needed = checkAnswers(template, complete).problems.filter(
      ({ path }) => lost.has(path.split('/')[1] ?? ''),
    );
    if (needed.length > 0) {
      throw new GoldenError(
        'answers-needed',
        `The secrets of ${template.name} are not stored and have to be given again`,
        needed,
      );
    }
  }

  const result = render(template, complete);
  const byContent =
    lost.size > 0 &&
    template.skeleton.some(({ references }) => reads(references, lost));
  const uncertainBytes = new Set<Uint8Array>();
  if (byContent) {
    // A rendered file does not say where it came from; a copied one shares its bytes with the skeleton.
    const certain = new Set(template.skeleton.map(({ bytes }) => bytes));
    for (const { bytes } of result.files) {
      if (!certain.has(bytes)) uncertainBytes.add(bytes);
    }
  }
  const files = new Map(result.files.map(file => [file.path, file]));
  return {
    result,
    files,
    isUncertain: path => {
      if (lost.size === 0 || path === LOCK_PATH) return false;
      const file = files.get(path);
      return (
        asksFor(ruleFor(template.fileRules, path), lost) ||
        (byContent && (!file || uncertainBytes.has(file.bytes)))
      );
    },
  };
}

/**
 * Where a lock file differs from the render it says it is of; the paths, sorted. None for what hangs on a
 * lost secret.
 */
export function differencesFrom(
  lock: GoldenLock,
  { files, isUncertain }: RepeatedRender,
): string[] {
  const paths = new Set([...Object.keys(lock.files), ...files.keys()]);
  paths.delete(LOCK_PATH);
  return [...paths]
    .filter(path => {
      const recorded = Object.hasOwn(lock.files, path)
        ? lock.files[path]
        : undefined;
      const rendered = files.get(path);
      if (recorded && rendered && recorded.mode !== rendered.mode) return true;
      return recorded?.sha256 !== rendered?.sha256 && !isUncertain(path);
    })
    .sort();
}
