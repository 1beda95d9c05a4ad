import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { TemplateFolder } from '@companyos/golden-engine';
import { getTemplate } from '../getTemplate';
import { renderService } from '../renderService';
import { toAnswers } from '../toAnswers';
import { writeService } from '../writeService';
import { examples } from './createGoldenRenderAction.examples';

/**
 * The action `companyos:golden:render`: writes what a golden-path template makes of the answers into the
 * workspace and publishes nothing. The same in a dry run.
 *
 * @public
 */
export function createGoldenRenderAction(deps: { templates: TemplateFolder }) {
  return createTemplateAction({
    id: 'companyos:golden:render',
    description:
      'Renders a golden-path template into the workspace, with its lock file',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        template: z => z.string().describe('Name of the golden-path template'),
        version: z =>
          z
            .string()
            .optional()
            .describe('A released version; by default the newest'),
        answers: z =>
          z
            .record(z.unknown())
            .describe('The answers to the questions of the template'),
        targetPath: z =>
          z
            .string()
            .optional()
            .describe('Folder in the workspace; by default its root'),
      },
      output: {
        filesCount: z => z.number().describe('How many files were written'),
        templateDigest: z => z.string().describe('Identity of the template'),
        lockDigest: z => z.string().describe('Digest of the lock file'),
        entityRef: z => z.string().describe('The component it describes'),
      },
    },
    async handler(ctx) {
      const { template, version, answers, targetPath = '.' } = ctx.input;
      if (targetPath === '') throw new InputError('targetPath is empty');
      const service = renderService(
        await getTemplate(deps.templates, template, version),
        toAnswers(answers),
      );
      await writeService(
        resolveSafeChildPath(ctx.workspacePath, targetPath),
        service.files,
      );
      ctx.logger.info(
        `Rendered ${service.files.length} files from ${service.template}@${service.version}`,
      );
      ctx.output('filesCount', service.files.length);
      ctx.output('templateDigest', service.templateDigest);
      ctx.output('lockDigest', service.lockDigest);
      ctx.output('entityRef', service.entityRef);
    },
  });
}
