import {
  createTemplateRenderer,
  PreparedTemplateContext,
  TemplateLimitError,
  TemplateRenderError,
} from 'nunjitsu';
import { requireAnswers, storableAnswers } from './answers';
import { digestOf, sha256 } from './digest';
import { ENGINE_VERSION } from './engineVersion';
import { filters } from './filters';
import { GoldenError } from './goldenError';
import {
  FileMode,
  GoldenTemplate,
  LOCK_PATH,
  RENDERED_SUFFIX,
  ruleFor,
  SkeletonFile,
} from './goldenTemplate';
import { JsonObject } from './json';
import { formatLock, GOLDEN_LOCK_SCHEMA, GoldenLock, sealLock } from './lock';
import { findReferences, isResolved, Reference } from './references';
import {
  assertNoPathConflicts,
  assertRepositoryPath,
  segmentProblem,
} from './repositoryPath';

/**
 * One file of a generated repository.
 *
 * @public
 */
export interface RenderedFile {
  /** Relative to the repository's root, segments separated by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
  readonly executable: boolean;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * A whole generated repository, lock file included.
 *
 * @public
 */
export interface RenderResult {
  readonly template: string;
  readonly version: string;
  readonly templateDigest: string;
  readonly answersDigest: string;
  /** Sorted by path (UTF-16 code units); no two take the same place. */
  readonly files: readonly RenderedFile[];
  /** What the file `.companyos/golden.lock.json` holds. */
  readonly lock: GoldenLock;
}

const renderer = createTemplateRenderer({
  filters,
  trimBlocks: true,
  lstripBlocks: true,
});

const limits = {
  sourceCodeUnits: 1024 * 1024,
  outputCodeUnits: 2 * 1024 * 1024,
};

function renderText(
  source: string,
  context: PreparedTemplateContext,
  shownAs: string,
): string {
  try {
    return renderer.render(source, context, { limits });
  } catch (error) {
    if (
      error instanceof TemplateRenderError ||
      error instanceof TemplateLimitError
    ) {
      throw new GoldenError(
        'render-failed',
        `${shownAs}${error.line ? `:${error.line}` : ''}: ${error.message}`,
      );
    }
    throw error;
  }
}

function assertResolved(
  references: readonly Reference[],
  context: JsonObject,
  shownAs: string,
): void {
  const hole = references.find(
    reference => !reference.guarded && !isResolved(reference, context),
  );
  if (hole) {
    throw new GoldenError(
      'unrendered-variable',
      `${shownAs}:${hole.line}: ${hole.path.join('.')} has no value`,
    );
  }
}

/**
 * Evaluates a file rule's `when`.
 *
 * @throws {@link GoldenError} `template-invalid` when it is neither true nor false
 */
function holds(
  when: string,
  context: PreparedTemplateContext,
  plain: JsonObject,
): boolean {
  const expression = `\${{ (${when}) }}`;
  const shownAs = `golden.yaml: when ${JSON.stringify(when)}`;
  assertResolved(findReferences(expression), plain, shownAs);
  try {
    const value = renderer.renderValue(expression, context, { limits });
    if (typeof value === 'boolean') return value;
  } catch (error) {
    if (!(error instanceof TemplateRenderError)) throw error;
  }
  throw new GoldenError(
    'template-invalid',
    `${shownAs} is neither true nor false`,
  );
}

function outputPath(
  file: SkeletonFile,
  context: PreparedTemplateContext,
  plain: JsonObject,
): string {
  assertResolved(findReferences(file.path), plain, `skeleton/${file.path}`);
  const source =
    file.text === undefined
      ? file.path
      : file.path.slice(0, -RENDERED_SUFFIX.length);
  const segments = source.split('/').map(segment => {
    if (!segment.includes('${{')) return segment;
    const rendered = renderText(segment, context, `skeleton/${file.path}`);
    const problem = segmentProblem(rendered);
    if (problem) {
      throw new GoldenError(
        'path-escape',
        `skeleton/${file.path}: the rendered segment ${JSON.stringify(
          rendered.slice(0, 200),
        )} ${problem}`,
      );
    }
    return rendered;
  });
  return assertRepositoryPath(segments.join('/'));
}

/**
 * Makes the repository a template and a set of answers stand for. A pure function: the same template bytes
 * and answers give the same bytes, on any machine, at any time.
 *
 * Files ending in `.njk` are rendered with `values` (the answers) and `template.name` / `template.version`,
 * with LF line ends; all others are copied byte for byte. The lock file is part of the result.
 *
 * @param template - see `loadTemplate`
 * @param answers - checked against the template's parameters; defaults are filled in
 * @throws {@link GoldenError} `answers-invalid`, `unrendered-variable`, `render-failed`, `path-escape`,
 *   `path-conflict` or `template-invalid`
 * @public
 */
export function render(
  template: GoldenTemplate,
  answers: unknown,
): RenderResult {
  const values = requireAnswers(template, answers);
  const plain = {
    values,
    template: { name: template.name, version: template.version },
  };
  const context = renderer.prepareContext(plain);
  const decisions = new Map<string, boolean>();
  const files: RenderedFile[] = [];

  for (const source of template.skeleton) {
    const path = outputPath(source, context, plain);
    if (path.toLowerCase() === LOCK_PATH) {
      throw new GoldenError(
        'path-conflict',
        `skeleton/${source.path}: ${LOCK_PATH} is written by the engine`,
      );
    }
    const rule = ruleFor(template.fileRules, path);
    if (rule.when !== undefined) {
      const known = decisions.get(rule.when);
      const included = known ?? holds(rule.when, context, plain);
      decisions.set(rule.when, included);
      if (!included) continue;
    }
    // After the decision: what is left out may name answers that have no value.
    assertResolved(source.references, plain, `skeleton/${source.path}`);
    const bytes =
      source.text === undefined
        ? source.bytes
        : Buffer.from(
            renderText(source.text, context, `skeleton/${source.path}`).replace(
              /\r\n?/g,
              '\n',
            ),
          );
    files.push({
      path,
      bytes,
      mode: rule.mode,
      executable: rule.executable,
      sha256: sha256(bytes),
    });
  }

  const stored = storableAnswers(template, values);
  const answersDigest = digestOf(stored);
  const lock = sealLock({
    schema: GOLDEN_LOCK_SCHEMA,
    template: template.name,
    version: template.version,
    templateDigest: template.digest,
    engineVersion: ENGINE_VERSION,
    answers: stored,
    answersDigest,
    files: Object.fromEntries(
      files.map(file => [file.path, { mode: file.mode, sha256: file.sha256 }]),
    ),
  });
  const lockBytes = Buffer.from(formatLock(lock));
  files.push({
    path: LOCK_PATH,
    bytes: lockBytes,
    mode: 'managed',
    executable: false,
    sha256: sha256(lockBytes),
  });

  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  assertNoPathConflicts(files.map(file => file.path));
  return {
    template: template.name,
    version: template.version,
    templateDigest: template.digest,
    answersDigest,
    files,
    lock,
  };
}
