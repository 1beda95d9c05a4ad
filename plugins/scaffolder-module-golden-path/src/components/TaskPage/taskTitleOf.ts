import { ScaffolderTask } from '@backstage/plugin-scaffolder-react';

/** What a task makes, as `template: name`; undefined when nothing names its template. */
export function taskTitleOf({ spec }: ScaffolderTask): string | undefined {
  const { metadata } = spec.templateInfo?.entity ?? {};
  const template = metadata?.title ?? metadata?.name;
  const { name } = spec.parameters;
  return template && typeof name === 'string' && name
    ? `${template}: ${name}`
    : template;
}
