import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import picomatch from 'picomatch';
import { compare as compareVersions } from 'semver';
import { parse as parseYaml } from 'yaml';
import { digestOf, sha256 } from './digest';
import { GoldenError, Problem } from './goldenError';
import { isJsonObject, JsonObject, JsonValue, pointer, toJson } from './json';
import { findReferences, Reference } from './references';
import { assertNoPathConflicts, assertRepositoryPath } from './repositoryPath';

/**
 * Who keeps a file after birth:
 * - `managed`: the template; a local change is drift and must be declared.
 * - `seeded`: the team; the template never touches it again.
 * - `merged`: both; an update is a three-way merge.
 *
 * @public
 */
export type FileMode = 'managed' | 'seeded' | 'merged';

/**
 * What the template says about the files whose output path matches. The first matching rule wins.
 *
 * @public
 */
export interface FileRule {
  /** Glob over the path in the generated repository; `*` also matches a leading dot. */
  readonly match: string;
  readonly mode: FileMode;
  /** Whether the file gets the executable bit. Taken from here, never from the disk. */
  readonly executable: boolean;
  /** Expression over `values`; where it is false, the files are left out. */
  readonly when?: string;
}

/**
 * One file of the skeleton, as it is stored.
 *
 * @public
 */
export interface SkeletonFile {
  /** Path below `skeleton/` (or the shared part it comes from), with `.njk` and with `${{ }}` where it has them. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The template text (LF line ends) where the file is rendered; undefined where it is copied. */
  readonly text: string | undefined;
  /** Every variable the text and the path read. */
  readonly references: readonly Reference[];
}

/**
 * What has to happen to a repository on its way to a version, besides the merge. Declarative: no code of a
 * template is ever run.
 *
 * @public
 */
export interface Migration {
  /** The version it belongs to; it happens to repositories that come from before it. */
  readonly to: string;
  /** One sentence for people. */
  readonly note?: string;
  /** Files or folders that move, in order; what a team changed in them moves with them. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly answers: {
    /** Old name to new name. */
    readonly rename: { readonly [from: string]: string };
    /** Values for answers that have none. */
    readonly set: JsonObject;
    readonly remove: readonly string[];
  };
}

/**
 * A golden-path template: checked, in memory, and never changed.
 *
 * @public
 */
export interface GoldenTemplate {
  readonly name: string;
  /** Semantic version 2.0.0. */
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** What it is built with, for people: `Node 24`, `Express 5`, … */
  readonly stack: readonly string[];
  /** What the generated repository checks about itself: `unit`, `contract`, … */
  readonly gates: readonly string[];
  /** JSON Schema (draft 7) of the answers; an object schema without additional properties. */
  readonly parameters: JsonObject;
  /** The parameters a release is tested over, pairwise; each is an enum or a boolean. */
  readonly matrix: readonly string[];
  /** Oldest first. */
  readonly migrations: readonly Migration[];
  readonly fileRules: readonly FileRule[];
  /** Sorted by path. */
  readonly skeleton: readonly SkeletonFile[];
  /** `sha256:` over the RFC 8785 list of path and digest of `golden.yaml` and each skeleton file, included ones too. */
  readonly digest: string;
}

export const RENDERED_SUFFIX = '.njk';
export const LOCK_PATH = '.companyos/golden.lock.json';

const MAX_DEFINITION_BYTES = 256 * 1024;
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 20 * 1024 * 1024;
const MAX_FILES = 2000;

/**
 * Limits a template source must keep; a reader can stop early when one is passed.
 */
export const TEMPLATE_LIMITS = {
  definitionBytes: MAX_DEFINITION_BYTES,
  fileBytes: MAX_FILE_BYTES,
  totalBytes: MAX_TOTAL_BYTES,
  files: MAX_FILES,
} as const;

// semver.org, "Is there a suggested regular expression"
export const SEMVER =
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$';

const line = { type: 'string', minLength: 1, maxLength: 300 };
const semanticVersion = { type: 'string', pattern: SEMVER, maxLength: 64 };
const parameterName = { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,63}$' };
const lines = { type: 'array', maxItems: 40, items: line };

const definitionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'name', 'version', 'title', 'summary', 'parameters'],
  properties: {
    schema: { const: 'companyos.golden/v1' },
    name: {
      type: 'string',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
    },
    version: semanticVersion,
    title: line,
    summary: { ...line, maxLength: 1000 },
    stack: { ...lines, default: [] },
    gates: { ...lines, default: [] },
    include: {
      type: 'array',
      maxItems: 20,
      uniqueItems: true,
      default: [],
      items: {
        type: 'string',
        pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
      },
    },
    parameters: {
      type: 'object',
      required: ['type', 'properties', 'additionalProperties'],
      properties: {
        type: { const: 'object' },
        additionalProperties: { const: false },
        properties: {
          type: 'object',
          maxProperties: 40,
          propertyNames: parameterName,
          additionalProperties: { type: 'object' },
        },
      },
    },
    matrix: {
      type: 'array',
      maxItems: 40,
      uniqueItems: true,
      default: [],
      items: parameterName,
    },
    migrations: {
      type: 'array',
      maxItems: 200,
      default: [],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['to'],
        properties: {
          to: semanticVersion,
          note: line,
          moves: {
            type: 'array',
            maxItems: 500,
            default: [],
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['from', 'to'],
              properties: { from: line, to: line },
            },
          },
          answers: {
            type: 'object',
            additionalProperties: false,
            default: {},
            properties: {
              rename: {
                type: 'object',
                default: {},
                propertyNames: parameterName,
                additionalProperties: parameterName,
              },
              set: {
                type: 'object',
                default: {},
                propertyNames: parameterName,
              },
              remove: {
                type: 'array',
                maxItems: 40,
                default: [],
                items: parameterName,
              },
            },
          },
        },
      },
    },
    files: {
      type: 'array',
      maxItems: 500,
      default: [],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['match', 'mode'],
        properties: {
          match: { type: 'string', minLength: 1, maxLength: 300 },
          mode: { enum: ['managed', 'seeded', 'merged'] },
          executable: { type: 'boolean', default: false },
          when: { type: 'string', minLength: 1, maxLength: 1000 },
        },
      },
    },
  },
} as const;

interface Definition {
  name: string;
  version: string;
  title: string;
  summary: string;
  stack: string[];
  gates: string[];
  include: string[];
  parameters: JsonObject;
  matrix: string[];
  migrations: Migration[];
  files: FileRule[];
}

export function problemsOf(
  errors: readonly ErrorObject[] | null | undefined,
): Problem[] {
  return (errors ?? []).map(error => {
    const { missingProperty, additionalProperty, allowedValues, allowedValue } =
      error.params;
    const message = error.message ?? 'is not valid';
    if (typeof missingProperty === 'string') {
      return {
        path: pointer(error.instancePath, missingProperty),
        message: 'is required',
      };
    }
    if (typeof additionalProperty === 'string') {
      return {
        path: pointer(error.instancePath, additionalProperty),
        message: 'is not a known property',
      };
    }
    if (Array.isArray(allowedValues)) {
      return {
        path: error.instancePath,
        message: `must be one of ${allowedValues.join(', ')}`,
      };
    }
    if (allowedValue !== undefined) {
      return {
        path: error.instancePath,
        message: `must be ${JSON.stringify(allowedValue)}`,
      };
    }
    return { path: error.instancePath, message };
  });
}

export function listProblems(problems: readonly Problem[]): string {
  return problems
    .slice(0, 5)
    .map(problem => `${problem.path || 'the document'} ${problem.message}`)
    .join('; ');
}

const validateDefinition: ValidateFunction<Definition> = new Ajv({
  allErrors: true,
  useDefaults: true,
}).compile<Definition>(definitionSchema);

const validators = new WeakMap<GoldenTemplate, ValidateFunction>();

function compileParameters(parameters: JsonObject): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: true });
  addFormats(ajv);
  // The sentence a person reads when the answer does not fit, in place of the schema's own words.
  ajv.addKeyword({ keyword: 'errorMessage', schemaType: 'string' });
  try {
    return ajv.compile(parameters);
  } catch (error) {
    throw new GoldenError(
      'template-invalid',
      `golden.yaml: /parameters is not a usable JSON Schema: ${
        error instanceof Error ? error.message : 'unknown reason'
      }`,
    );
  }
}

/** The compiled parameter schema; fills in defaults while it validates. */
export function validatorOf(template: GoldenTemplate): ValidateFunction {
  let validator = validators.get(template);
  if (!validator) {
    validator = compileParameters(template.parameters);
    validators.set(template, validator);
  }
  return validator;
}

/** Top-level answers the schema marks `writeOnly`: used, never stored. */
export function secretParameters(template: GoldenTemplate): Set<string> {
  return new Set(
    Object.entries(parameterSchemas(template))
      .filter(([, schema]) => schema.writeOnly === true)
      .map(([name]) => name),
  );
}

/** The schema of each top-level answer. */
export function parameterSchemas(
  template: Pick<GoldenTemplate, 'parameters'>,
): Record<string, JsonObject> {
  const properties = template.parameters.properties;
  return isJsonObject(properties)
    ? Object.fromEntries(
        Object.entries(properties).flatMap(([name, schema]) =>
          isJsonObject(schema) ? [[name, schema]] : [],
        ),
      )
    : {};
}

const SEEDED: FileRule = { match: '**', mode: 'seeded', executable: false };

// Compiling a glob takes longer than all else in a render.
const matchers = new WeakMap<FileRule, (path: string) => boolean>();

function matches(rule: FileRule, path: string): boolean {
  let matcher = matchers.get(rule);
  if (!matcher) {
    matcher = picomatch(rule.match, { dot: true });
    matchers.set(rule, matcher);
  }
  return matcher(path);
}

/** The rule for a path in the generated repository: the first that matches, else seeded. */
export function ruleFor(rules: readonly FileRule[], path: string): FileRule {
  return rules.find(rule => matches(rule, path)) ?? SEEDED;
}

function parseDefinition(bytes: Uint8Array): Definition {
  if (bytes.byteLength > MAX_DEFINITION_BYTES) {
    throw new GoldenError(
      'template-invalid',
      `golden.yaml is larger than ${MAX_DEFINITION_BYTES} bytes`,
    );
  }
  let document: JsonValue;
  try {
    // No aliases: they are how a small file becomes a large one.
    document = toJson(
      parseYaml(decodeText(bytes, 'golden.yaml'), {
        maxAliasCount: 0,
        uniqueKeys: true,
      }),
    );
  } catch (error) {
    if (error instanceof GoldenError) throw error;
    throw new GoldenError(
      'template-invalid',
      `golden.yaml is not plain YAML: ${
        error instanceof Error ? error.message : 'unknown reason'
      }`,
    );
  }
  if (!validateDefinition(document)) {
    const problems = problemsOf(validateDefinition.errors);
    throw new GoldenError(
      'template-invalid',
      `golden.yaml: ${listProblems(problems)}`,
      problems,
    );
  }
  return document;
}

/**
 * The shared parts that a definition asks to have beneath its own skeleton.
 *
 * @throws {@link GoldenError} `template-invalid`
 */
export function includedParts(definition: Uint8Array): readonly string[] {
  return parseDefinition(definition).include;
}

/** The values a closed question can have; none for an open one. */
export function optionsOf(schema: JsonObject): readonly JsonValue[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  return schema.type === 'boolean' ? [true, false] : [];
}

function assertMatrix(definition: Definition): void {
  const schemas = parameterSchemas(definition);
  for (const [index, name] of definition.matrix.entries()) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!schema || optionsOf(schema).length === 0) {
      throw new GoldenError(
        'template-invalid',
        `golden.yaml: /matrix/${index} ${name} is not a parameter with a list of options`,
      );
    }
  }
}

function assertMigrations(definition: Definition): void {
  let before: string | undefined;
  for (const [index, { to, moves }] of definition.migrations.entries()) {
    const refuse = (reason: string) =>
      new GoldenError(
        'template-invalid',
        `golden.yaml: /migrations/${index} ${reason}`,
      );
    if (before !== undefined && compareVersions(before, to) >= 0) {
      throw refuse(`(${to}) must come after ${before}`);
    }
    if (compareVersions(to, definition.version) > 0) {
      throw refuse(`is to ${to}, later than this version`);
    }
    before = to;
    for (const path of moves.flatMap(move => [move.from, move.to])) {
      assertRepositoryPath(path);
      if (path.includes('${{')) {
        throw refuse('has a path with an expression in it');
      }
      if (path.toLowerCase().split('/')[0] === '.companyos') {
        throw refuse(`moves ${path}, which is kept by the engine`);
      }
    }
    for (const move of moves) {
      if (`${move.to}/`.startsWith(`${move.from}/`)) {
        throw refuse(`moves ${move.from} into itself`);
      }
    }
  }
}

function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
      .decode(bytes)
      .replace(/\r\n?/g, '\n');
  } catch {
    throw new GoldenError('template-invalid', `${path} is not UTF-8 text`);
  }
}

/**
 * Checks a template source that is already in memory.
 *
 * @param definition - bytes of `golden.yaml`
 * @param skeleton - bytes of each file below `skeleton/`, by its path there
 * @throws {@link GoldenError} `template-invalid`, `path-escape` or `path-conflict`
 * @public
 */
export function parseTemplate(
  definition: Uint8Array,
  skeleton: ReadonlyMap<string, Uint8Array>,
): GoldenTemplate {
  const parsed = parseDefinition(definition);
  const { name, version, title, summary, stack, gates, parameters } = parsed;
  compileParameters(parameters);
  assertMatrix(parsed);
  assertMigrations(parsed);

  if (skeleton.size > MAX_FILES) {
    throw new GoldenError(
      'template-invalid',
      `The skeleton has more than ${MAX_FILES} files`,
    );
  }
  let totalBytes = 0;
  const sorted = [...skeleton].sort(([a], [b]) => (a < b ? -1 : 1));
  const skeletonFiles = sorted.map(([path, bytes]): SkeletonFile => {
    assertSourcePath(path);
    totalBytes += bytes.byteLength;
    if (bytes.byteLength > MAX_FILE_BYTES || totalBytes > MAX_TOTAL_BYTES) {
      throw new GoldenError(
        'template-invalid',
        `skeleton/${path} passes the limit of ${MAX_FILE_BYTES} bytes for one file or ${MAX_TOTAL_BYTES} for all`,
      );
    }
    const text = path.endsWith(RENDERED_SUFFIX)
      ? decodeText(bytes, `skeleton/${path}`)
      : undefined;
    return {
      path,
      bytes,
      text,
      references: [
        ...findReferences(path),
        ...(text === undefined ? [] : findReferences(text)),
      ],
    };
  });
  assertNoPathConflicts(sorted.map(([path]) => path));

  return Object.freeze({
    name,
    version,
    title,
    summary,
    stack,
    gates,
    parameters,
    matrix: parsed.matrix,
    migrations: parsed.migrations,
    fileRules: parsed.files,
    skeleton: skeletonFiles,
    digest: digestOf([
      { path: 'golden.yaml', sha256: sha256(definition) },
      ...sorted.map(([path, bytes]) => ({
        path: `skeleton/${path}`,
        sha256: sha256(bytes),
      })),
    ]),
  });
}

/** As a repository path, with each `${{ … }}` standing for one harmless word. */
function assertSourcePath(path: string): void {
  assertRepositoryPath(path.replace(/\$\{\{[^/]*?\}\}/g, 'x'));
}
