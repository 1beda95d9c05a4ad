import { resolve } from 'node:path';
import { lintTemplate, loadTemplate } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { EXIT } from './CliError';
import { Output } from './Output';

/** `companyos golden lint DIR`: exit code 1 when the template may not be published. */
export async function goldenLint(
  context: CliContext,
  output: Output,
  [directory]: readonly string[],
): Promise<number> {
  const template = await loadTemplate(resolve(context.cwd, directory));
  const problems = lintTemplate(template);
  output.json({
    template: template.name,
    version: template.version,
    digest: template.digest,
    problems,
  });
  for (const { rule, path, message } of problems) {
    output.line(`${path}: ${message} (${rule})`);
  }
  output.line(
    problems.length === 0
      ? `${template.name}@${template.version} may be published.`
      : `${template.name}@${template.version} may not be published: ${
          problems.length
        } ${problems.length === 1 ? 'problem' : 'problems'}.`,
  );
  return problems.length === 0 ? EXIT.ok : EXIT.failed;
}
