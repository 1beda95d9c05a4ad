import Ajv2020 from 'ajv/dist/2020';
import { resolveRef } from '../canonical/resolveRef';
import { JsonObject, JsonValue } from '../types';
import { escapePointer } from '../canonical/escapePointer';
import { compileSchema, SchemaFault } from './compileSchema';

let metaSchema: Ajv2020 | undefined;

function findForeignRef(
  value: JsonValue | undefined,
  root: JsonObject,
  pointer: string,
): SchemaFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const at = pointer + escapePointer(key);
    if (
      key === '$dynamicRef' ||
      (key === '$ref' &&
        typeof child === 'string' &&
        resolveRef(root, child) === undefined)
    ) {
      return {
        pointer: at,
        reason: 'expected a $ref to a place in this schema, another one came',
      };
    }
    const fault = findForeignRef(child, root, at);
    if (fault) return fault;
  }
  return undefined;
}

/**
 * Whether events can be checked against a schema: it is JSON schema 2020-12, and all its refs are into itself.
 *
 * @returns the first fault, or undefined if it is usable
 */
export function checkSchema(schema: JsonObject): SchemaFault | undefined {
  metaSchema ??= new Ajv2020({ strict: false });
  const { $schema } = schema;
  if (
    $schema !== undefined &&
    $schema !== 'https://json-schema.org/draft/2020-12/schema'
  ) {
    return {
      pointer: '/$schema',
      reason:
        'expected "https://json-schema.org/draft/2020-12/schema", another one came',
    };
  }
  if (!metaSchema.validateSchema({ ...schema, $id: undefined })) {
    const [error] = metaSchema.errors ?? [];
    return {
      pointer: error?.instancePath ?? '',
      reason: `expected JSON schema 2020-12, but this ${
        error?.message ?? 'is none'
      }`,
    };
  }
  const foreign = findForeignRef(schema, schema, '');
  if (foreign) return foreign;
  try {
    compileSchema(schema, 'registered')(null);
    return undefined;
  } catch (error) {
    return {
      pointer: '',
      reason: `expected a schema that can be used, but ${
        error instanceof Error ? error.message : error
      }`,
    };
  }
}
