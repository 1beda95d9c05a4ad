import { JsonObject, JsonValue } from '@companyos/golden-engine';

/** The questions of a template: the schema of each answer, by its name. */
export function questionsOf(template: {
  readonly parameters: JsonObject;
}): ReadonlyMap<string, JsonObject> {
  const { properties } = template.parameters;
  return new Map(
    typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties)
      ? Object.entries(properties).flatMap(
          ([name, schema]): [string, JsonObject][] =>
            typeof schema === 'object' &&
            schema !== null &&
            !Array.isArray(schema)
              ? [[name, schema]]
              : [],
        )
      : [],
  );
}

/**
 * What a person typed, as the kind of value its schema asks for. Text that can't be read as that kind stays
 * text, and the schema then says what is wrong with it.
 */
export function parameterValue(schema: JsonObject, text: string): JsonValue {
  const options = Array.isArray(schema.enum) ? schema.enum : [];
  const option = options.find(value => String(value) === text);
  if (option !== undefined) return option;
  switch (schema.type) {
    case 'boolean':
      if (/^(y|yes|true)$/i.test(text)) return true;
      return /^(n|no|false)$/i.test(text) ? false : text;
    case 'integer':
    case 'number':
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'array':
      return text.startsWith('[')
        ? parseOr(text)
        : text
            .split(',')
            .map(item => item.trim())
            .filter(item => item !== '');
    case 'object':
      return parseOr(text);
    default:
      return text;
  }
}

function parseOr(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
