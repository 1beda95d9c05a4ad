import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  GoldenTemplate,
  openTemplates,
  TemplateFolder,
} from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError } from './CliError';
import { openBundled } from './openBundled';
import { printable } from './printable';

/**
 * Options every command takes that works with templates.
 */
export interface TemplateOptions {
  readonly templates?: string;
  readonly unreleased?: boolean;
}

/**
 * The folder of templates: `--templates`, else `COMPANYOS_TEMPLATES`, else the one that came with the program.
 *
 * @throws CliError when there is none
 */
export async function templatesOf(
  context: CliContext,
  options: TemplateOptions,
): Promise<TemplateFolder> {
  const named =
    options.templates ?? (context.env.COMPANYOS_TEMPLATES || undefined);
  const root = named ? resolve(context.cwd, named) : context.bundledTemplates;
  const isFolder = await stat(root).then(
    found => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new CliError(
      named
        ? `There is no folder of templates at ${named}.`
        : 'This copy of the program came without templates.',
      { next: 'companyos golden list --templates DIR' },
    );
  }
  if (named === undefined) return openBundled(root);
  return openTemplates(root, {
    allowUnreleased: options.unreleased ?? false,
    onProblem: (name, error) =>
      context.stderr.write(
        printable(
          `companyos: the template ${name} can't be used as it is: ${
            error instanceof Error ? error.message : String(error)
          }\n`,
        ),
      ),
  });
}

/**
 * @param wanted - `name` for the newest release, or `name@version`
 * @throws GoldenError when there is none
 */
export function namedTemplate(
  folder: TemplateFolder,
  wanted: string,
): Promise<GoldenTemplate> {
  const at = wanted.indexOf('@');
  return at < 0
    ? folder.get(wanted)
    : folder.get(wanted.slice(0, at), wanted.slice(at + 1));
}
