import {
  useApi,
  useApiHolder,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import scaffolderPlugin, {
  formDecoratorsApiRef,
} from '@backstage/plugin-scaffolder/alpha';
import { TemplateParameterSchema } from '@backstage/plugin-scaffolder-common';
import {
  FieldExtensionOptions,
  scaffolderApiRef,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import {
  createAsyncValidators,
  ParsedTemplateSchema,
  useFormDataFromQuery,
  useTemplateSchema,
} from '@backstage/plugin-scaffolder-react/alpha';
import { JsonObject, JsonValue } from '@backstage/types';
import { ErrorSchema, getDefaultFormState } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import addErrorMessages from 'ajv-errors';
import { useEffect, useState } from 'react';
import { useNavigate } from '../../routing';
import { errorSchemaOf } from './errorSchemaOf';
import { runFormDecorators } from './runFormDecorators';
import { useDefaultOwner } from './useDefaultOwner';

/** Templates may word their own errors with `errorMessage`. */
const validator = customizeValidator();
addErrorMessages(validator.ajv);

const FORM_DEFAULTS = { allOf: 'populateDefaults' } as const;

type Answers = Record<string, JsonValue | undefined>;

/** The answers of a form whose defaults are in from the start, so that drawing it changes nothing. */
function withDefaults(
  steps: ParsedTemplateSchema[],
  answers: JsonObject,
): Answers {
  return steps.reduce<Answers>(
    (current, { schema }) => ({
      ...current,
      ...(getDefaultFormState(
        validator,
        schema,
        current,
        schema,
        false,
        FORM_DEFAULTS,
      ) as Answers),
    }),
    answers,
  );
}

function definedOnly(answers: Answers): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(answers).filter(
      (entry): entry is [string, JsonValue] => entry[1] !== undefined,
    ),
  );
}

/** State and verbs of the wizard for one template. */
export function useWizard(options: {
  templateRef: string;
  manifest: TemplateParameterSchema;
  fields: FieldExtensionOptions[];
}) {
  const { templateRef, manifest, fields } = options;
  const scaffolder = useApi(scaffolderApiRef);
  const formDecorators = useApi(formDecoratorsApiRef);
  const apiHolder = useApiHolder();
  const { secrets } = useTemplateSecrets();
  const navigate = useNavigate();
  const taskPath = useRouteRef(scaffolderPlugin.routes.ongoingTask);
  const { steps, presentation } = useTemplateSchema(manifest);

  const [query] = useFormDataFromQuery();
  // Anyone can write an address: what is no form is no form.
  const [fromQuery] = useState<JsonObject>(() =>
    query && typeof query === 'object' && !Array.isArray(query) ? query : {},
  );
  const [initial] = useState(() => withDefaults(steps, fromQuery));
  const [answers, setAnswers] = useState(initial);
  const [activeStep, setActiveStep] = useState(0);
  const [errors, setErrors] = useState<ErrorSchema>();
  const [pending, setPending] = useState<'checking' | 'creating'>();
  const [failure, setFailure] = useState<unknown>();

  const defaultOwner = useDefaultOwner();
  const ownerKeys = steps
    .flatMap(({ uiSchema }) => Object.entries(uiSchema))
    .filter(([, ui]) => ui?.['ui:field'] === 'OwnerPicker')
    .map(([key]) => key)
    .join();
  useEffect(() => {
    if (!defaultOwner || !ownerKeys) {
      return;
    }
    // The person's team beats the template's default, never what somebody chose.
    setAnswers(current => ({
      ...current,
      ...Object.fromEntries(
        ownerKeys
          .split(',')
          .filter(key => !(key in fromQuery) && current[key] === initial[key])
          .map(key => [key, defaultOwner]),
      ),
    }));
  }, [defaultOwner, ownerKeys, fromQuery, initial]);

  const change = (changed: Answers | undefined) => {
    // What the back end said was about the answers as they were.
    setErrors(undefined);
    setAnswers(current => ({ ...current, ...changed }));
  };

  const next = async (submitted: Answers | undefined) => {
    const current = { ...answers, ...submitted };
    setAnswers(current);
    setErrors(undefined);
    setFailure(undefined);
    setPending('checking');
    try {
      const validate = createAsyncValidators(
        steps[activeStep].mergedSchema,
        Object.fromEntries(
          fields.map(({ name, validation }) => [name, validation]),
        ),
        { apiHolder },
      );
      const found = errorSchemaOf(await validate(definedOnly(current)));
      setErrors(found);
      if (!found) {
        setActiveStep(activeStep + 1);
      }
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(undefined);
    }
  };

  const back = () => {
    setFailure(undefined);
    setActiveStep(activeStep - 1);
  };

  const create = async () => {
    setFailure(undefined);
    setPending('creating');
    try {
      const decorated = await runFormDecorators({
        wanted: manifest.formDecorators ?? [],
        available: await formDecorators.getFormDecorators(),
        apiHolder,
        formState: definedOnly(answers),
        secrets,
      });
      const { taskId } = await scaffolder.scaffold({
        templateRef,
        values: decorated.formState,
        secrets: decorated.secrets,
      });
      navigate(taskPath?.({ taskId }) ?? `../../tasks/${taskId}`);
    } catch (error) {
      setFailure(error);
      setPending(undefined);
    }
  };

  return {
    steps,
    presentation,
    validator,
    answers,
    activeStep,
    errors,
    pending,
    failure,
    change,
    next,
    back,
    create,
  };
}
