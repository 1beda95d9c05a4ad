import { compileNormaliser } from '../canonical/compileNormaliser';
import { EventSchemaVersion, JsonObject, JsonValue } from '../types';
import { compileSchema, SchemaFault } from './compileSchema';
import { lenientSchema } from './lenientSchema';
import { parseType } from './parseType';

/** A version of an event type, ready for use; what takes long is made when it is first needed. */
export class KnownSchema {
  readonly type: string;
  readonly version: string;
  readonly major: number;

  private strict?: (document: unknown) => SchemaFault | undefined;
  private lenient?: (document: unknown) => SchemaFault | undefined;
  private normaliser?: (value: JsonValue) => JsonValue;

  constructor(readonly definition: EventSchemaVersion) {
    this.type = definition.type;
    this.version = definition.version;
    this.major =
      parseType(`${definition.type}.${definition.version}`)?.major ?? 0;
  }

  /** The first fault of event data, or undefined. */
  validate(data: unknown): SchemaFault | undefined {
    this.strict ??= this.compile(this.definition.schema);
    return this.strict(data);
  }

  /** As {@link KnownSchema.validate}, for data of a newer minor version: what is unknown is allowed. */
  validateLeniently(data: unknown): SchemaFault | undefined {
    this.lenient ??= this.compile(lenientSchema(this.definition.schema));
    return this.lenient(data);
  }

  private compile(
    schema: JsonObject,
  ): (document: unknown) => SchemaFault | undefined {
    const by = this.definition.origin === 'registered' ? 'registered' : 'own';
    try {
      return compileSchema(schema, by);
    } catch (error) {
      // Registered when more was allowed: what cannot be checked is not taken.
      const reason = `expected a schema that can be used, but ${
        error instanceof Error ? error.message : error
      }`;
      return () => ({ pointer: '', reason });
    }
  }

  /** The data, or a part of it that has the same place from the root, in the form of the normalisation profile. */
  normalise<Value extends JsonValue>(data: Value): Value {
    this.normaliser ??= compileNormaliser(this.definition.schema);
    return this.normaliser(data) as Value;
  }
}
