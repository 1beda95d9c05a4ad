import addFormats from 'ajv-formats';
import Ajv2020, { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { escapePointer } from '../canonical/escapePointer';
import { parseDateTime } from '../canonical/parseDateTime';
import { JsonObject } from '../types';
import { describeValue } from './describeValue';
import { linearPattern } from './linearPattern';

/** The first thing that is wrong with a document. */
export interface SchemaFault {
  /** JSON pointer to it; what is missing is named itself. */
  readonly pointer: string;
  /** What was expected and what came. */
  readonly reason: string;
}

/** Who wrote the patterns of a schema: this portal, or somebody who registered it. */
export type Authorship = 'own' | 'registered';

const registeredPattern = Object.assign(linearPattern, {
  // For code that is written to a file, which none is here.
  code: 'linearPattern',
});

function createAjv(allErrors: boolean, by: Authorship): Ajv2020 {
  const ajv = new Ajv2020({
    ...(by === 'registered' && { code: { regExp: registeredPattern } }),
    // CDEvents schemas leave out types and have keywords of their own.
    strict: false,
    allErrors,
    // Gives errors the value that came.
    verbose: true,
    validateSchema: false,
    // Formats that are not known are annotations.
    logger: false,
  });
  addFormats(ajv);
  // The same reading of times as everywhere here, so that what is valid can be normalised.
  ajv.addFormat('date-time', {
    type: 'string',
    validate: (text: string) => parseDateTime(text) !== undefined,
  });
  return ajv;
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, 12).map(value => JSON.stringify(value));
  return `${shown.join(', ')}${values.length > shown.length ? ', …' : ''}`;
}

function expectation(error: ErrorObject): string {
  const { keyword, params } = error;
  switch (keyword) {
    case 'type':
      return [params.type].flat().map(withArticle).join(' or ');
    case 'enum': {
      const values: readonly unknown[] = params.allowedValues;
      return values.length === 1 ? list(values) : `one of ${list(values)}`;
    }
    case 'const':
      return list([params.allowedValue]);
    case 'format':
      return params.format === 'date-time'
        ? 'an RFC 3339 time'
        : `text of the format ${params.format}`;
    case 'pattern':
      return `text that matches ${params.pattern}`;
    case 'minLength':
      return `at least ${params.limit} characters`;
    case 'maxLength':
      return `at most ${params.limit} characters`;
    case 'minItems':
      return `at least ${params.limit} elements`;
    case 'maxItems':
      return `at most ${params.limit} elements`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `a number ${params.comparison} ${params.limit}`;
    case 'anyOf':
    case 'oneOf':
      return 'one of the shapes that the schema allows';
    case 'false schema':
      return 'nothing';
    default:
      return `what the schema asks for (${error.message ?? keyword})`;
  }
}

function toFault(error: ErrorObject): SchemaFault {
  const { instancePath, keyword, params } = error;
  if (keyword === 'required' || keyword === 'dependentRequired') {
    return {
      pointer: instancePath + escapePointer(params.missingProperty),
      reason: 'expected a value, nothing came',
    };
  }
  const unknown =
    keyword === 'additionalProperties'
      ? params.additionalProperty
      : keyword === 'unevaluatedProperties' && params.unevaluatedProperty;
  if (typeof unknown === 'string') {
    return {
      pointer: instancePath + escapePointer(unknown),
      reason: 'expected nothing, since the schema does not know this property',
    };
  }
  return {
    pointer: instancePath,
    reason: `expected ${expectation(error)}, ${describeValue(error.data)} came`,
  };
}

const isChoice = (error: ErrorObject) =>
  error.keyword === 'anyOf' || error.keyword === 'oneOf';

/**
 * Of the branches of a choice that all failed, the one that was meant: that which fails least on fixed values (such as
 * a `linkType`), and then least at all.
 */
function meantBranch(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const choice = errors.find(isChoice);
  if (!choice) return errors[0];
  const prefix = `${choice.schemaPath}/`;
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (!error.schemaPath.startsWith(prefix)) continue;
    const branch = error.schemaPath.slice(prefix.length).split('/')[0];
    const known = branches.get(branch);
    if (known) known.push(error);
    else branches.set(branch, [error]);
  }
  const fixed = (branch: readonly ErrorObject[]) =>
    branch.filter(({ keyword }) => keyword === 'enum' || keyword === 'const')
      .length;
  const [best, second] = [...branches.values()].sort(
    (a, b) => fixed(a) - fixed(b) || a.length - b.length,
  );
  // Two branches that fail at the place of the choice itself: no one of them was meant.
  const isTie =
    second &&
    fixed(second) === fixed(best) &&
    second.length === best.length &&
    toFault(best[0]).pointer !== toFault(second[0]).pointer;
  const isOfWrongType = best?.every(
    ({ keyword, instancePath }) =>
      keyword === 'type' && instancePath === choice.instancePath,
  );
  return !best || isTie || (isOfWrongType && second) ? choice : best[0];
}

const shared = new Map<string, Ajv2020>();

/** Refs are looked up in the instance, so that schemas with refs get one of their own; it takes some ms. */
function ajvFor(
  schema: JsonObject,
  allErrors: boolean,
  by: Authorship,
): Ajv2020 {
  if (JSON.stringify(schema).includes('"$ref"')) {
    return createAjv(allErrors, by);
  }
  const key = `${by} ${allErrors}`;
  let ajv = shared.get(key);
  if (!ajv) {
    ajv = createAjv(allErrors, by);
    shared.set(key, ajv);
  }
  return ajv;
}

/**
 * Makes the function that checks documents against a JSON schema 2020-12 whose refs are all into itself.
 *
 * @param by - the patterns of a registered schema are matched in bounded time
 * @returns a function that gives the first fault of a document, or undefined if it has none
 * @throws Error if the schema cannot be used
 */
export function compileSchema(
  schema: JsonObject,
  by: Authorship,
): (document: unknown) => SchemaFault | undefined {
  const { $id, $schema, ...standalone } = schema;
  const validate = ajvFor(standalone, false, by).compile(standalone);
  let explain: ValidateFunction | undefined;

  return document => {
    if (validate(document)) return undefined;
    const errors = validate.errors ?? [];
    if (!errors.some(isChoice)) return toFault(errors[0]);
    // Only now, because to look for all faults takes longer.
    explain ??= ajvFor(standalone, true, by).compile(standalone);
    explain(document);
    return toFault(meantBranch(explain.errors ?? errors) ?? errors[0]);
  };
}
