import { FormValidation } from '@backstage/plugin-scaffolder-react/alpha';
import { ErrorSchema, ErrorSchemaBuilder } from '@rjsf/utils';

/** What asynchronous validation found, in the form's own shape; undefined when all is well. */
export function errorSchemaOf(
  validation: FormValidation,
): ErrorSchema | undefined {
  const builder = new ErrorSchemaBuilder();
  let isEmpty = true;
  const collect = (level: FormValidation, path: string[]) => {
    for (const [key, value] of Object.entries(level)) {
      const { __errors: messages } = value;
      if (!Array.isArray(messages)) {
        collect(value as FormValidation, [...path, key]);
      } else if (messages.length > 0) {
        isEmpty = false;
        builder.addErrors(messages, [...path, key]);
      }
    }
  };
  collect(validation, []);
  return isEmpty ? undefined : builder.ErrorSchema;
}
