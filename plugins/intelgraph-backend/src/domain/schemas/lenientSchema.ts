import { JsonObject, JsonValue } from '../types';
import { mapSubschemas } from './mapSubschemas';

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function loosen(schema: JsonObject): JsonObject {
  const loose = mapSubschemas(schema, loosen);
  if (loose.additionalProperties === false) delete loose.additionalProperties;
  if (loose.unevaluatedProperties === false) delete loose.unevaluatedProperties;
  return loose;
}

/**
 * The schema as readers of a newer minor version need it: what it does not know is allowed, and the constant of
 * `context.type`, which names the older version, is not looked at.
 */
export function lenientSchema(schema: JsonObject): JsonObject {
  const loose = loosen(schema);
  const { properties } = loose;
  const context = isObject(properties) ? properties.context : undefined;
  if (
    !isObject(properties) ||
    !isObject(context) ||
    !isObject(context.properties) ||
    context.properties.type === undefined
  ) {
    return loose;
  }
  return {
    ...loose,
    properties: {
      ...properties,
      context: {
        ...context,
        properties: { ...context.properties, type: { type: 'string' } },
      },
    },
  };
}
