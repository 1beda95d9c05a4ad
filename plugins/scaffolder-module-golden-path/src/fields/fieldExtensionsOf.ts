import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import {
  FormField,
  SecretWidget,
} from '@backstage/plugin-scaffolder-react/alpha';

/** What a form field is made of, behind its opaque type. */
function isFieldExtension(
  field: FormField,
): field is FormField & FieldExtensionOptions {
  return (
    'name' in field &&
    typeof field.name === 'string' &&
    'component' in field &&
    typeof field.component === 'function'
  );
}

/** `Secret` is no extension of the plugin, yet templates may ask for it. */
const secretField: FieldExtensionOptions = {
  name: 'Secret',
  component: SecretWidget,
};

/** The fields that templates may name in `ui:field`. */
export function fieldExtensionsOf(
  formFields: FormField[],
): FieldExtensionOptions[] {
  const fields = formFields.filter(isFieldExtension);
  return fields.some(({ name }) => name === secretField.name)
    ? fields
    : [...fields, secretField];
}
