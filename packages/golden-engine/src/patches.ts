import Ajv from 'ajv';
import { Lexer, parseDocument, Parser, YAMLMap, YAMLSeq } from 'yaml';
import { GoldenError } from './goldenError';
import { listProblems, problemsOf } from './goldenTemplate';
import { toJson } from './json';
import { assertRepositoryPath } from './repositoryPath';

/** Where the declared patches lie in a repository. @public */
export const GOLDEN_PATCHES_PATH = '.companyos/golden-patches.yaml';

/**
 * A deviation from a managed file that somebody answers for, until a day. Pins the content: another edit
 * has to be declared again.
 *
 * @public
 */
export interface DeclaredPatch {
  readonly path: string;
  /** 64 hexadecimal digits of the file as patched, or `absent` where it was taken away. */
  readonly sha256: string;
  readonly reason: string;
  /** Where it is tracked. */
  readonly ticket?: string;
  /** `YYYY-MM-DD`, the last day on which it holds (UTC). */
  readonly expires: string;
}

const MAX_PATCHES_BYTES = 256 * 1024;
/** Far more than a list of patches has. */
const MAX_YAML_DEPTH = 32;
const MAX_YAML_ITEMS = 2000;

const INTRODUCTION = ` Managed files that differ from the template on purpose: why, and until when.
 Each entry holds for exactly the bytes it was declared for.`;

const text = { type: 'string', minLength: 1, maxLength: 1000 };

const validatePatches = new Ajv({ allErrors: true }).compile<{
  patches: DeclaredPatch[];
}>({
  type: 'object',
  additionalProperties: false,
  required: ['patches'],
  properties: {
    patches: {
      type: 'array',
      maxItems: 500,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'sha256', 'reason', 'expires'],
        properties: {
          path: text,
          sha256: { type: 'string', pattern: '^([0-9a-f]{64}|absent)$' },
          reason: { ...text, pattern: '\\S' },
          ticket: { ...text, maxLength: 300 },
          expires: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        },
      },
    },
  },
});

function invalid(reason: string): GoldenError {
  return new GoldenError(
    'patches-invalid',
    `${GOLDEN_PATCHES_PATH}: ${reason}`,
  );
}

/**
 * Refuses what no list of patches looks like before it is parsed: the parser descends as deep as the text is
 * nested, which ends the process where the stack does, and compares each key of a map with all others.
 */
function assertPlain(source: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(source)) {
    // What is wrong with it is for the real parser to say.
    Array.from(parser.next(lexeme));
    const top = parser.stack.at(-1);
    if (
      parser.stack.length > MAX_YAML_DEPTH ||
      (top && 'items' in top && top.items.length > MAX_YAML_ITEMS)
    ) {
      throw invalid(
        `is nested deeper than ${MAX_YAML_DEPTH} levels, or has a list of more than ${MAX_YAML_ITEMS} items`,
      );
    }
  }
}

function parse(bytes: Uint8Array): {
  document: ReturnType<typeof parseDocument>;
  patches: DeclaredPatch[];
} {
  if (bytes.byteLength > MAX_PATCHES_BYTES) {
    throw invalid(`is larger than ${MAX_PATCHES_BYTES} bytes`);
  }
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('is not UTF-8 text');
  }
  assertPlain(source);
  const document = parseDocument(source, { uniqueKeys: true });
  let value: unknown;
  try {
    if (document.errors.length > 0) throw document.errors[0];
    // No aliases: they are how a small file becomes a large one.
    value = toJson(document.toJS({ maxAliasCount: 0 }));
  } catch (error) {
    throw invalid(
      `is not plain YAML: ${
        error instanceof Error ? error.message.split('\n')[0] : 'unknown reason'
      }`,
    );
  }
  if (!validatePatches(value)) {
    const problems = problemsOf(validatePatches.errors);
    throw new GoldenError(
      'patches-invalid',
      `${GOLDEN_PATCHES_PATH}: ${listProblems(problems)}`,
      problems,
    );
  }
  const seen = new Set<string>();
  for (const { path, expires } of value.patches) {
    assertRepositoryPath(path);
    if (seen.has(path)) throw invalid(`declares ${path} twice`);
    seen.add(path);
    const day = new Date(`${expires}T00:00:00Z`);
    if (
      Number.isNaN(day.getTime()) ||
      day.toISOString().slice(0, 10) !== expires
    ) {
      throw invalid(`${expires} is not a day`);
    }
  }
  return { document, patches: value.patches };
}

/**
 * Reads `.companyos/golden-patches.yaml`.
 *
 * @throws {@link GoldenError} `patches-invalid`
 * @public
 */
export function readPatches(bytes: Uint8Array): DeclaredPatch[] {
  try {
    return parse(bytes).patches;
  } catch (error) {
    if (error instanceof GoldenError && error.code === 'path-escape') {
      throw invalid(error.message);
    }
    throw error;
  }
}

/**
 * The file with other patches in it, every entry that stays as it was written, comments too.
 *
 * @param change - the new form of an entry, undefined to take it out
 */
export function changePatches(
  bytes: Uint8Array | undefined,
  change: (patch: DeclaredPatch) => DeclaredPatch | undefined,
  added: readonly DeclaredPatch[] = [],
): string {
  const { document, patches } = parse(bytes ?? Buffer.from('patches: []\n'));
  if (!bytes) document.commentBefore = INTRODUCTION;
  const list = document.get('patches');
  if (!(list instanceof YAMLSeq)) throw invalid('has no list of patches');
  if (patches.length === 0) list.flow = false;
  for (let index = patches.length - 1; index >= 0; index -= 1) {
    const changed = change(patches[index]);
    const item: unknown = list.items[index];
    if (!changed) {
      list.delete(index);
    } else if (changed !== patches[index] && item instanceof YAMLMap) {
      for (const [key, value] of Object.entries(changed)) item.set(key, value);
    }
  }
  for (const patch of added) {
    const { path, sha256, reason, ticket, expires } = patch;
    list.add(
      document.createNode({
        path,
        sha256,
        reason,
        ...(ticket === undefined ? {} : { ticket }),
        expires,
      }),
    );
  }
  const result = document.toString({ lineWidth: 0 });
  readPatches(Buffer.from(result));
  return result;
}

/**
 * The file with one more patch in it, in place of an earlier one of the same path. Keeps comments.
 *
 * @param bytes - the file so far, if there is one
 * @throws {@link GoldenError} `patches-invalid`
 * @public
 */
export function declarePatch(
  bytes: Uint8Array | undefined,
  patch: DeclaredPatch,
): string {
  return changePatches(
    bytes,
    declared => (declared.path === patch.path ? undefined : declared),
    [patch],
  );
}

/** Whether the patch holds no longer at that time. */
export function isExpired(patch: DeclaredPatch, now: Date): boolean {
  return now.getTime() >= Date.parse(`${patch.expires}T00:00:00Z`) + 86_400_000;
}
