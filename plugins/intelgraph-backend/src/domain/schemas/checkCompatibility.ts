import { canonicalJson } from '../canonical/canonicalJson';
import { escapePointer } from '../canonical/escapePointer';
import { EventSchemaVersion, JsonObject, JsonValue } from '../types';
import { compareVersions } from './compareVersions';
import { compileSchema } from './compileSchema';
import { describeValue } from './describeValue';
import { inlineRefs } from './inlineRefs';
import { parseType } from './parseType';

/** Why a new version of an event type cannot be taken. */
export interface CompatibilityViolation {
  /** JSON pointer into the documents, not the schema, except for the keyword at its end where that alone is meant. */
  readonly pointer: string;
  readonly reason: string;
  /** The earlier version that it does not go with. */
  readonly against: string;
}

type Break = Omit<CompatibilityViolation, 'against'>;
type Report = (pointer: string, reason: string) => void;

/** Say nothing of what is valid. */
const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$comment',
  '$anchor',
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'x-cdevents-semantics',
]);
/** Judged one by one below. */
const JUDGED = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
]);
const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string'];
/** Keyword → type of the values that it concerns, and which way of moving it makes it narrower. */
const BOUNDS: readonly (readonly [string, string, 'lower' | 'upper'])[] = [
  ['minimum', 'number', 'lower'],
  ['exclusiveMinimum', 'number', 'lower'],
  ['minLength', 'string', 'lower'],
  ['minItems', 'array', 'lower'],
  ['minProperties', 'object', 'lower'],
  ['maximum', 'number', 'upper'],
  ['exclusiveMaximum', 'number', 'upper'],
  ['maxLength', 'string', 'upper'],
  ['maxItems', 'array', 'upper'],
  ['maxProperties', 'object', 'upper'],
];
/** May be dropped by the reader, but not added or changed. */
const CONDITIONS: readonly (readonly [string, string])[] = [
  ['pattern', 'string'],
  ['format', 'string'],
  ['uniqueItems', 'array'],
  ['multipleOf', 'number'],
];
/** Decide how content is normalised: with another way, the same statement gets another identity. */
const NORMALISING = ['x-companyos-identifier', 'x-companyos-set'];
const UNDERSTOOD = new Set([
  ...ANNOTATIONS,
  ...JUDGED,
  ...NORMALISING,
  ...BOUNDS.map(([keyword]) => keyword),
  ...CONDITIONS.map(([keyword]) => keyword),
]);

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: JsonValue | undefined, b: JsonValue | undefined) =>
  a === undefined || b === undefined
    ? a === b
    : canonicalJson(a) === canonicalJson(b);

const isIn = (value: JsonValue, values: readonly JsonValue[]) =>
  values.some(other => same(value, other));

function typesOf(schema: JsonObject): ReadonlySet<string> {
  const stated = schema.type === undefined ? TYPES : [schema.type].flat();
  return new Set(stated.map(String));
}

function accepts(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === 'integer' && types.has('number'));
}

function valuesOf(schema: JsonObject): readonly JsonValue[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

const stringsOf = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [];

/** Whether the property may be there at all, and with which values. */
function propertyOf(schema: JsonObject, name: string): JsonValue | undefined {
  if (
    isObject(schema.properties) &&
    Object.prototype.hasOwnProperty.call(schema.properties, name)
  ) {
    return schema.properties[name];
  }
  return undefined;
}

class Comparison {
  /**
   * @param writer - schema of those who write documents
   * @param reader - schema of those who read them
   */
  constructor(
    private readonly writerName: string,
    private readonly readerName: string,
    private readonly report: Report,
  ) {}

  compare(
    writerSchema: JsonValue | undefined,
    readerSchema: JsonValue | undefined,
    pointer: string,
  ): void {
    // A schema that is true, or missing, allows everything; one that is false, nothing.
    if (writerSchema === false || readerSchema === true) return;
    if (readerSchema === false) {
      this.report(pointer, `${this.readerName} allows nothing here`);
      return;
    }
    const writer = isObject(writerSchema) ? writerSchema : {};
    const reader = isObject(readerSchema) ? readerSchema : {};
    const text = canonicalJson(writer);
    if (text === canonicalJson(reader)) {
      // Refs that could not be inlined go round in a circle, and what they mean may differ.
      if (pointer !== '' && text.includes('"$ref":')) {
        this.report(
          pointer,
          'a change in a schema that refers to itself cannot be judged; begin a new major',
        );
      }
      return;
    }

    this.compareNormalising(writer, reader, pointer);
    this.compareUnknown(writer, reader, pointer);

    const values = valuesOf(writer);
    if (values) {
      this.compareValues(values, reader, pointer);
      return;
    }
    const allowed = valuesOf(reader);
    if (allowed) {
      this.report(
        pointer,
        `${this.readerName} allows only ${allowed.length} values, ${this.writerName} more than those`,
      );
      return;
    }
    const types = typesOf(writer);
    const readable = typesOf(reader);
    const lost = [...types].filter(type => !accepts(readable, type));
    if (lost.length) {
      this.report(
        pointer,
        `${this.readerName} does not allow the type ${lost.join(', ')}, ${
          this.writerName
        } does`,
      );
      return;
    }
    this.compareConditions(writer, reader, types, pointer);
    if (types.has('object')) this.compareObjects(writer, reader, pointer);
    if (types.has('array') && !same(writer.items, reader.items)) {
      this.compare(writer.items, reader.items, `${pointer}/*`);
    }
  }

  private compareNormalising(
    writer: JsonObject,
    reader: JsonObject,
    pointer: string,
  ): void {
    for (const keyword of NORMALISING) {
      if ((writer[keyword] === true) !== (reader[keyword] === true)) {
        this.report(
          pointer,
          `${keyword} differs, so that the same statement would get another digest`,
        );
      }
    }
    if (
      (writer.format === 'date-time') !== (reader.format === 'date-time') &&
      typesOf(writer).has('string')
    ) {
      this.report(
        pointer,
        'the format date-time differs, so that the same statement would get another digest',
      );
    }
  }

  private compareUnknown(
    writer: JsonObject,
    reader: JsonObject,
    pointer: string,
  ): void {
    for (const keyword of new Set([
      ...Object.keys(writer),
      ...Object.keys(reader),
    ])) {
      if (UNDERSTOOD.has(keyword)) continue;
      // What these mean depends on the keywords beside them, and those differ.
      const dependsOnOthers =
        keyword.startsWith('unevaluated') || keyword === '$ref';
      if (dependsOnOthers || !same(writer[keyword], reader[keyword])) {
        this.report(
          pointer,
          `a change beside or of ${keyword} cannot be judged; keep to the keywords ${[
            ...JUDGED,
          ].join(', ')}, bounds, pattern and format, or begin a new major`,
        );
      }
    }
  }

  private compareValues(
    values: readonly JsonValue[],
    reader: JsonObject,
    pointer: string,
  ): void {
    const allowed = valuesOf(reader);
    if (canonicalJson(reader).includes('"$ref":')) {
      this.report(
        pointer,
        'a change in a schema that refers to itself cannot be judged; begin a new major',
      );
      return;
    }
    const validate = compileSchema(reader, 'registered');
    for (const value of values) {
      if ((allowed && !isIn(value, allowed)) || validate(value)) {
        this.report(
          pointer,
          `${this.readerName} does not allow the value ${describeValue(
            value,
          )}, ${this.writerName} does`,
        );
      }
    }
  }

  private compareConditions(
    writer: JsonObject,
    reader: JsonObject,
    types: ReadonlySet<string>,
    pointer: string,
  ): void {
    const concerns = (type: string) =>
      types.has(type) || (type === 'number' && types.has('integer'));
    for (const [keyword, type, side] of BOUNDS) {
      const bound = reader[keyword];
      if (typeof bound !== 'number' || !concerns(type)) continue;
      const own = writer[keyword];
      const holds =
        typeof own === 'number' &&
        (side === 'lower' ? own >= bound : own <= bound);
      const isVoid = keyword.startsWith('min') && keyword !== 'minimum';
      if (!holds && !(isVoid && bound === 0)) {
        this.report(
          pointer,
          `${this.readerName} has ${keyword} ${bound}, ${this.writerName} ${
            own === undefined ? 'none' : own
          }`,
        );
      }
    }
    for (const [keyword, type] of CONDITIONS) {
      const condition = reader[keyword];
      if (
        condition !== undefined &&
        condition !== false &&
        concerns(type) &&
        !same(condition, writer[keyword])
      ) {
        this.report(
          pointer,
          `${this.readerName} has ${keyword} ${canonicalJson(condition)}, ${
            this.writerName
          } ${
            writer[keyword] === undefined
              ? 'none'
              : canonicalJson(writer[keyword])
          }`,
        );
      }
    }
  }

  private compareObjects(
    writer: JsonObject,
    reader: JsonObject,
    pointer: string,
  ): void {
    const certain = stringsOf(writer.required);
    for (const name of stringsOf(reader.required)) {
      if (!certain.includes(name)) {
        this.report(
          pointer + escapePointer(name),
          `${this.readerName} requires it, ${this.writerName} does not`,
        );
      }
    }

    const written = isObject(writer.properties) ? writer.properties : {};
    const read = isObject(reader.properties) ? reader.properties : {};
    const others = reader.additionalProperties;
    for (const name of Object.keys(written)) {
      const at = pointer + escapePointer(name);
      if (propertyOf(reader, name) !== undefined) {
        this.compare(written[name], read[name], at);
      } else if (others === false && written[name] !== false) {
        this.report(
          at,
          `${this.readerName} has additionalProperties false and does not know it, ${this.writerName} does`,
        );
      } else {
        this.compare(written[name], others, at);
      }
    }
    for (const name of Object.keys(read)) {
      // A writer without limits is taken to send only what it declares; one that limits the rest, what it limits.
      const rest = isObject(writer.patternProperties)
        ? {}
        : writer.additionalProperties;
      if (propertyOf(writer, name) === undefined && isObject(rest)) {
        this.compare(rest, read[name], pointer + escapePointer(name));
      }
    }
    if (!same(writer.additionalProperties ?? true, others ?? true)) {
      if (others === false && writer.additionalProperties !== false) {
        this.report(
          `${pointer}/additionalProperties`,
          `${this.readerName} allows no properties that it does not know, ${this.writerName} does`,
        );
      } else if (writer.additionalProperties !== false) {
        this.compare(writer.additionalProperties, others, `${pointer}/*`);
      }
    }
  }
}

/** The schema with its refs inlined, without annotations, and without the constant that names its own version. */
function prepare({ type, version, schema }: EventSchemaVersion): JsonObject {
  const strip = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([keyword]) => !ANNOTATIONS.has(keyword))
        .map(([keyword, child]) => {
          if (keyword === 'enum' || keyword === 'const') {
            return [keyword, child];
          }
          if (
            (keyword === 'properties' || keyword === 'patternProperties') &&
            isObject(child)
          ) {
            return [
              keyword,
              Object.fromEntries(
                Object.entries(child).map(([name, property]) => [
                  name,
                  strip(property!),
                ]),
              ),
            ];
          }
          return [keyword, strip(child!)];
        }),
    );
  };
  const stripped = strip(inlineRefs(schema)) as JsonObject;
  const context = propertyOf(stripped, 'context');
  const constant = isObject(context) ? propertyOf(context, 'type') : undefined;
  if (
    isObject(constant) &&
    same(valuesOf(constant) as JsonValue[] | undefined, [`${type}.${version}`])
  ) {
    ((context as JsonObject).properties as JsonObject).type = {
      type: 'string',
    };
  }
  return stripped;
}

function prepareOrGiveUp(version: EventSchemaVersion): JsonObject | undefined {
  try {
    return prepare(version);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function findBreaks(
  writer: EventSchemaVersion,
  reader: EventSchemaVersion,
): Break[] {
  const breaks: Break[] = [];
  const schemas = [writer, reader].map(prepareOrGiveUp);
  if (schemas.some(schema => schema === undefined)) {
    return [
      {
        pointer: '',
        reason:
          'a schema that is so large with its refs inlined cannot be judged',
      },
    ];
  }
  new Comparison(
    `version ${writer.version}`,
    `version ${reader.version}`,
    (pointer, reason) => breaks.push({ pointer, reason }),
  ).compare(schemas[0], schemas[1], '');
  return breaks;
}

/**
 * Whether a new version of an event type keeps to its compatibility with all earlier versions of its major: backward,
 * all that earlier versions allow is allowed by the new one; forward, the other way round; full, both.
 *
 * Schemas are judged by their structure: type, enum, const, properties, required, additionalProperties, items, bounds,
 * pattern, format, uniqueItems, multipleOf, and refs into the schema. Any other keyword that differs is a violation,
 * since nobody has judged it. Writers are taken to send only properties that their schema declares, so that an
 * optional property can be added to an object that is open.
 *
 * Both schemas must have passed {@link checkSchema}.
 *
 * @param earlier - known versions of the type; those of other majors do not matter
 * @param next - the new version, with the compatibility that it must keep to
 * @returns all violations; none for a version that is known already with the same schema
 */
export function checkCompatibility(
  earlier: readonly EventSchemaVersion[],
  next: EventSchemaVersion,
): CompatibilityViolation[] {
  const majorOf = ({ type, version }: EventSchemaVersion) =>
    parseType(`${type}.${version}`)?.major;
  const violations: CompatibilityViolation[] = [];
  const sameMajor = earlier.filter(
    version => version.type === next.type && majorOf(version) === majorOf(next),
  );
  const twin = sameMajor.find(({ version }) => version === next.version);
  if (twin && same(twin.schema, next.schema)) return [];

  for (const version of sameMajor) {
    const against = version.version;
    const order = compareVersions(next.version, against);
    if (version === twin) {
      violations.push({
        pointer: '',
        reason: `version ${against} is known with another schema; versions never change, give it a higher one`,
        against,
      });
      continue;
    }
    if (order <= 0) {
      violations.push({
        pointer: '',
        reason: `version ${next.version} must be higher than ${against}`,
        against,
      });
      continue;
    }
    const breaks = [
      ...(next.compatibility === 'full-transitive' ||
      next.compatibility === 'backward-transitive'
        ? findBreaks(version, next)
        : []),
      ...(next.compatibility === 'full-transitive' ||
      next.compatibility === 'forward-transitive'
        ? findBreaks(next, version)
        : []),
    ];
    violations.push(...breaks.map(found => ({ ...found, against })));
  }
  return violations;
}
