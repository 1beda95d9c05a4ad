import { companyosSchemas } from '../schemas/companyosSchemas';
import { KnownSchema } from '../schemas/KnownSchema';

const known = new Map<string, KnownSchema>();

/** The schema of one of our own types, for adapters that make such events of something else. */
export function companyosSchema(type: string): KnownSchema {
  let schema = known.get(type);
  if (!schema) {
    const definition = companyosSchemas.find(each => each.type === type);
    if (!definition) throw new Error(`There is no built-in type ${type}`);
    schema = new KnownSchema(definition);
    known.set(type, schema);
  }
  return schema;
}
