import { JsonObject, JsonValue } from '../types';

/** Keywords whose values are data and not schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required']);
/** Keywords whose values are schemas by names that anyone chooses. */
const BY_NAME = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema with each schema that lies right below it replaced. */
export function mapSubschemas(
  schema: JsonObject,
  replace: (subschema: JsonObject) => JsonObject,
): JsonObject {
  const replaceIn = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(replaceIn);
    return isObject(value) ? replace(value) : value;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (value === undefined || DATA.has(keyword)) return [keyword, value];
      if (!BY_NAME.has(keyword) || !isObject(value)) {
        return [keyword, replaceIn(value)];
      }
      const byName = Object.entries(value).map(
        ([name, child]) =>
          [name, child === undefined ? child : replaceIn(child)] as const,
      );
      return [keyword, Object.fromEntries(byName)];
    }),
  );
}
