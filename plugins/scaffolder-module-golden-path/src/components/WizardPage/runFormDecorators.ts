import { ApiHolder, ApiRef } from '@backstage/frontend-plugin-api';
import {
  ScaffolderFormDecorator,
  ScaffolderFormDecoratorContext,
} from '@backstage/plugin-scaffolder-react/alpha';
import { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod/v3';

/** What `createScaffolderFormDecorator` makes, behind its opaque type. */
interface RunnableDecorator extends ScaffolderFormDecorator {
  deps?: Record<string, ApiRef<unknown>>;
  schema?: { input?: Record<string, (zod: typeof z) => z.ZodType> };
  decorator: (
    context: ScaffolderFormDecoratorContext,
    deps: Record<string, unknown>,
  ) => Promise<void>;
}

function isRunnable(
  decorator: ScaffolderFormDecorator | undefined,
): decorator is RunnableDecorator {
  return (
    decorator !== undefined &&
    'decorator' in decorator &&
    typeof decorator.decorator === 'function'
  );
}

/**
 * Lets the decorators that a template asks for add to the answers and secrets,
 * one after the other.
 *
 * @throws Error when a decorator is missing, lacks an API, or gets input it does not take: a task without what it should have added would be wrong.
 */
export async function runFormDecorators(options: {
  wanted: Array<{ id: string; input?: JsonObject }>;
  available: ScaffolderFormDecorator[];
  apiHolder: ApiHolder;
  formState: Record<string, JsonValue>;
  secrets: Record<string, string>;
}): Promise<{
  formState: Record<string, JsonValue>;
  secrets: Record<string, string>;
}> {
  const state = { formState: options.formState, secrets: options.secrets };
  for (const { id, input = {} } of options.wanted) {
    const found = options.available.find(decorator => decorator.id === id);
    if (!isRunnable(found)) {
      throw new Error(`This portal has no form decorator “${id}”.`);
    }
    const deps = Object.fromEntries(
      Object.entries(found.deps ?? {}).map(([key, apiRef]) => {
        const api = options.apiHolder.get(apiRef);
        if (!api) {
          throw new Error(`Form decorator “${id}” needs the API ${apiRef.id}.`);
        }
        return [key, api];
      }),
    );
    const shape = Object.fromEntries(
      Object.entries(found.schema?.input ?? {}).map(([key, build]) => [
        key,
        build(z),
      ]),
    );
    await found.decorator(
      {
        input: found.schema?.input ? z.object(shape).parse(input) : input,
        formState: state.formState,
        setFormState: update => {
          state.formState = { ...update(state.formState) };
        },
        setSecrets: update => {
          state.secrets = { ...update(state.secrets) };
        },
      },
      deps,
    );
  }
  return state;
}
