import { ParsedTemplateSchema } from '@backstage/plugin-scaffolder-react/alpha';
import { JsonObject, JsonValue } from '@backstage/types';
import { UiSchema } from '@rjsf/utils';

/** One answer as a person would read it back. */
export interface ReviewedAnswer {
  key: string;
  title: string;
  value: JsonValue | undefined;
  /** Shown in place of the value, e.g. for secrets. */
  mask?: string;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `dataClassification` becomes `Data classification`. */
function titleFromKey(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The label of a choice: `enumNames`, or `title` of the `oneOf` branch with that constant. */
function labelOf(schema: JsonObject, value: JsonValue | undefined) {
  if (Array.isArray(schema.enum) && Array.isArray(schema.enumNames)) {
    return schema.enumNames[schema.enum.findIndex(each => each === value)];
  }
  if (Array.isArray(schema.oneOf)) {
    return schema.oneOf.filter(isObject).find(each => each.const === value)
      ?.title;
  }
  return undefined;
}

const SECRET_MASK = '••••••';

/** The questions of all steps with their answers, honouring `ui:backstage.review`. */
export function answersOf(
  steps: Array<Pick<ParsedTemplateSchema, 'schema' | 'uiSchema'>>,
  answers: Record<string, JsonValue | undefined>,
): ReviewedAnswer[] {
  const declared = steps.flatMap(({ schema, uiSchema }) =>
    Object.entries(isObject(schema.properties) ? schema.properties : {}).map(
      ([key, property]) => ({
        key,
        schema: isObject(property) ? property : {},
        ui: (uiSchema[key] ?? {}) as UiSchema,
      }),
    ),
  );
  // A question behind a dependency or a condition is no direct property.
  const keys = new Set(declared.map(({ key }) => key));
  const conditional = Object.keys(answers)
    .filter(key => !keys.has(key) && answers[key] !== undefined)
    .map(key => ({ key, schema: {} as JsonObject, ui: {} as UiSchema }));

  return [...declared, ...conditional].flatMap(({ key, schema, ui }) => {
    const review = ui['ui:backstage']?.review;
    if (review?.show === false) {
      return [];
    }
    const isSecret =
      ui['ui:widget'] === 'password' ||
      String(ui['ui:field']).toLowerCase() === 'secret';
    const value = answers[key];
    const title = review?.name ?? ui['ui:title'] ?? schema.title;
    return {
      key,
      title: typeof title === 'string' ? title : titleFromKey(key),
      value: labelOf(schema, value) ?? value,
      ...(review?.mask || isSecret
        ? { mask: review?.mask ?? SECRET_MASK }
        : {}),
    };
  });
}
